import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Toolchain, ensureToolchain } from "../toolchain";
import type { Cluster } from "../fleet";
import { changeLive, configMapPath, deploymentPath, readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";
import { createStack, type TestStack } from "../support/stack";
import { ownerIdOf } from "../support/stackOwner";

/** A resource as a checkpoint has it. */
interface Stored {
  readonly urn: string;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly provider?: string;
}

interface Export {
  readonly version: number;
  readonly deployment: { readonly resources: readonly Stored[] };
}

/** The state of `programs/stored.ts` as the first edition wrote it, without what an API server gave. */
const former = JSON.parse(
  readFileSync(join(__dirname, "storedState.json"), "utf8"),
) as Export["deployment"];

describe("a state that the first edition wrote", () => {
  let stack: TestStack;
  let toolchain: Toolchain;
  let members: Cluster[];
  const paths = [
    "/api/v1/namespaces/stored",
    configMapPath("stored", "settings"),
    deploymentPath("stored", "web"),
    "/api/v1/namespaces/stored/services/web",
  ];

  before(async () => {
    const { clusters } = await sharedFleet();
    toolchain = await ensureToolchain();
    const names = ["us-east", "eu-west"];
    members = names.flatMap((name) => clusters[name] ?? []);
    const secrets = Object.fromEntries(
      names.map((name) => [name, clusters[name]?.kubeconfig ?? ""]),
    );
    stack = await createStack({ program: "stored", secrets });
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
  });

  const file = () => join(stack.shell.directory, "export.json");
  function pulumi(words: readonly string[]): void {
    const { directory, env } = stack.shell;
    execFileSync("pulumi", [...words, "--stack", "dev", "--file", file()], {
      cwd: directory,
      env: { ...process.env, ...toolchain.env(), ...env },
    });
  }
  function read(): Export {
    pulumi(["stack", "export", "--show-secrets"]);
    return JSON.parse(readFileSync(file(), "utf8")) as Export;
  }
  const uids = ({ deployment }: Export) =>
    deployment.resources.flatMap(({ urn, outputs }) => {
      const metadata = outputs?.metadata as { uid?: string } | undefined;
      return metadata?.uid === undefined ? [] : [[urn, metadata.uid]];
    });

  const marksOn = async (cluster: Cluster) => {
    const found = await Promise.all(paths.map((path) => readLive(cluster, path)));
    return found.map((live) => live?.metadata.annotations?.["pulumi-kubefed/owner"]);
  };

  it("is taken on without a replacement, a deletion or another uid", async () => {
    const first = await stack.up();
    expect(first.succeeded, first.output).to.equal(true);
    const live = read();
    // The first edition marked no object as a stack's own.
    for (const cluster of members)
      for (const path of paths) {
        const body = { metadata: { annotations: { "pulumi-kubefed/owner": null } } };
        await changeLive(cluster, { method: "PATCH", path, body });
      }
    const resources = former.resources.map((resource) => asLive(resource, live));
    const old = { ...live, deployment: { ...live.deployment, resources } };
    writeFileSync(file(), JSON.stringify(old));
    pulumi(["stack", "import", "--force"]);
    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    const harmful = preview.changes.filter(({ op }) => !/^(same|update|create)$/.test(op));
    expect(harmful, preview.output).to.deep.equal([]);
    const created = preview.changes.filter(
      ({ op, type }) => op === "create" && /^kubernetes:/.test(type),
    );
    expect(created, preview.output).to.deep.equal([]);
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect(uids(read())).to.have.deep.members(uids(live));
    const again = await stack.preview();
    expect(again.changes, again.output).to.deep.equal([]);
    // What bore no mark, and was known by its uid, bears one from now on.
    const id = ownerIdOf(stack);
    for (const cluster of members) {
      expect(await marksOn(cluster)).to.deep.equal([
        `${id}/Namespace/stored`,
        `${id}/ConfigMap/stored/settings`,
        `${id}/Deployment/stored/web`,
        `${id}/Service/stored/web`,
      ]);
    }
  });

  it("is guarded by marks from then on", async () => {
    const [us] = members;
    if (us === undefined) throw new Error("there is no member");
    const collection = "/api/v1/namespaces/stored/configmaps";
    const make = (name: string, owner: string) => {
      const annotations = { "pulumi-kubefed/owner": `${owner}/ConfigMap/stored/${name}` };
      const body = { metadata: { name, annotations } };
      return changeLive(us, { method: "POST", path: collection, body });
    };
    await make("left-behind", ownerIdOf(stack));
    await make("theirs", "another-id");
    const settings = configMapPath("stored", "settings");
    const annotations = { "pulumi-kubefed/owner": "another-id/ConfigMap/stored/settings" };
    await changeLive(us, { method: "PATCH", path: settings, body: { metadata: { annotations } } });
    const refused = await stack.destroy();
    expect(refused.succeeded, refused.output).to.equal(false);
    expect(refused.output).to.include("because 2 objects are in the way");
    expect(refused.output).to.match(
      /Namespace stored on "us-east" holds what is not of this stack: ConfigMap stored\/settings \(of the stack with the id another-id\), ConfigMap stored\/theirs/,
    );
    expect(refused.output).to.include(
      'ConfigMap stored/settings on "us-east" is of the stack with the id another-id by now',
    );
    expect(await readLive(us, settings)).not.to.equal(undefined);
    for (const name of ["theirs", "settings"])
      await changeLive(us, { method: "DELETE", path: `${collection}/${name}` });
    const destroyed = await stack.destroy();
    expect(destroyed.succeeded, destroyed.output).to.equal(true);
    for (const path of paths) expect(await readLive(us, path)).to.equal(undefined);
  });
});

/** What the first edition had of a resource, with the ids that this fleet gave it. */
function asLive(stored: Stored, live: Export): Stored {
  const { resources } = live.deployment;
  const now = resources.find(({ urn }) => urn === stored.urn);
  const [reference] = /^.*(?=::)/.exec(stored.provider ?? "") ?? [];
  const provider = resources.find(({ urn }) => urn === reference);
  return {
    ...stored,
    ...(now?.id !== undefined && { id: now.id }),
    ...valuesOf(stored, now),
    ...(provider?.id !== undefined && { provider: `${provider.urn}::${provider.id}` }),
  };
}

/** What an API server gave, and the credentials of this fleet. */
function valuesOf({ urn }: Stored, now: Stored | undefined): Partial<Stored> {
  if (urn.includes("$kubernetes:")) return { outputs: now?.outputs ?? {} };
  if (!urn.includes("pulumi:providers:kubernetes::")) return {};
  return { inputs: unidentified(now?.inputs), outputs: unidentified(now?.outputs) };
}

/** A provider's settings as they were before its replacement was ruled out. */
function unidentified(settings: Stored["inputs"] = {}): Record<string, unknown> {
  const { clusterIdentifier, ...rest } = settings;
  return rest;
}
