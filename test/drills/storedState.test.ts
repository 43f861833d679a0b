import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Toolchain, ensureToolchain } from "../toolchain";
import type { Cluster } from "../fleet";
import { changeLive, configMapPath, deploymentPath } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";
import { createStack, type TestStack } from "../support/stack";

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
