import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Cluster } from "../fleet";
import { identityOf, makeForeign, pathsIn, uidsOf } from "../support/identityBed";
import { changeLive, configMapPath, readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";
import { createStack, type EngineRun, type TestStack } from "../support/stack";
import type { GivenMember } from "./programs/identified";

const namespace = "identified";
const paths = pathsIn(namespace);

describe("a member whose credentials lead to another cluster", function () {
  this.timeout(600_000);
  let us: Cluster;
  let eu: Cluster;
  let ids: { us: string; eu: string };
  let stack: TestStack;
  let start: Awaited<ReturnType<typeof read>>;

  const read = async () => ({ us: await uidsOf(us, paths), eu: await uidsOf(eu, paths) });
  const declare = (members: Record<string, GivenMember>, data?: Record<string, string>) =>
    stack.configure({ members, namespace, ...(data === undefined ? {} : { data }) });
  const dataOn = async (cluster: Cluster) =>
    (await readLive(cluster, configMapPath(namespace, "settings")))?.data;
  const said = ({ diagnostics }: EngineRun) =>
    diagnostics.map(({ severity, message }) => `${severity}: ${message}`).join("\n");
  /** Preview and update end with an error, and nothing is touched. */
  const refused = async (...patterns: (string | RegExp)[]) => {
    for (const run of [await stack.preview(), await stack.up()]) {
      expect(run.succeeded, run.output).to.equal(false);
      for (const pattern of patterns) {
        if (typeof pattern === "string") expect(said(run)).to.include(pattern);
        else expect(said(run)).to.match(pattern);
      }
      expect(said(run)).to.include("nothing was written");
    }
    expect(await read()).to.deep.equal(start);
  };
  const level = async () => {
    // In another order than they began with, which says nothing about them.
    await declare({ "eu-west": {}, "us-east": {} });
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    const changes = up.changes.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(changes.filter(({ name }) => name !== "made")).to.deep.equal([]);
    expect(await read()).to.deep.equal(start);
  };

  before(async () => {
    const { clusters } = await sharedFleet();
    const [first, second] = [clusters["us-east"], clusters["eu-west"]];
    if (first === undefined || second === undefined) throw new Error("a shared cluster is missing");
    [us, eu] = [first, second];
    ids = { us: await identityOf(us), eu: await identityOf(eu) };
    const secrets = { "us-east": us.kubeconfig, "eu-west": eu.kubeconfig };
    stack = await createStack({ program: "identified", secrets });
    await declare({ "us-east": {}, "eu-west": {} });
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    for (const cluster of [us, eu]) await makeForeign(cluster, namespace);
    start = await read();
    expect(Object.values(start.us)).not.to.include(undefined);
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
  });

  it("is known by the uid of kube-system in the stack's state", () => {
    expect(stack.state()).to.include(ids.us).and.to.include(ids.eu);
  });

  it("is refused where the kubeconfigs of two members are swapped, naming both", async () => {
    await declare({ "us-east": { secret: "eu-west" }, "eu-west": { secret: "us-east" } });
    await refused(
      `leads to the cluster ${ids.eu}, which is member "eu-west"`,
      `leads to the cluster ${ids.us}, which is member "us-east"`,
    );
    await level();
  });

  it("is refused where it is the other member's, also for objects that would change", async () => {
    await declare({ "us-east": { secret: "eu-west" }, "eu-west": {} }, { a: "2" });
    await refused(`is the cluster ${ids.us} in this stack`, ids.eu);
    await level();
  });

  it("is refused where a file without context has another current-context", async () => {
    const path = join(stack.shell.directory, "kubeconfig.yaml");
    const { parse, stringify } = await import("yaml");
    const documents = [us, eu].map(
      ({ kubeconfig }) => parse(kubeconfig) as Record<string, object[]>,
    );
    const names = ["us", "eu"];
    const merged = {
      clusters: documents.map((each, index) => ({ ...each.clusters?.[0], name: names[index] })),
      users: documents.map((each, index) => ({ ...each.users?.[0], name: names[index] })),
      contexts: names.map((name) => ({ name, context: { cluster: name, user: name } })),
    };
    const use = (name: string) =>
      writeFileSync(path, stringify({ ...merged, "current-context": name }));
    use("us");
    await declare({ "us-east": { path } });
    const both = { "us-east": { path }, "eu-west": {} };
    await declare(both);
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect(await read()).to.deep.equal(start);
    use("eu");
    await refused(ids.us, ids.eu);
    await level();
  });

  it("is refused where it is given by a provider of the program's own", async () => {
    const own = { by: "own provider" } as const;
    await declare({ "us-east": own, "eu-west": own });
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect(await read()).to.deep.equal(start);
    await declare({ "us-east": { ...own, secret: "eu-west" }, "eu-west": own });
    await refused(ids.us, ids.eu);
    // Of a provider that is known by its reference alone nobody can read which cluster it leads to.
    const known = { ...own, reference: referenceIn(stack.state(), "own-us-east") };
    await declare({ "us-east": known, "eu-west": own });
    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(false);
    expect(said(preview)).to.include(
      `is the cluster ${ids.us} in this stack, and its credentials cannot be read here, so nobody can say whether it still is`,
    );
    await level();
  });

  it("is compared where its kubeconfig is known only during the update, before anything is written", async () => {
    const late = (madeAfter: string, us: string, eu: string): Record<string, GivenMember> => ({
      "us-east": { madeAfter, secret: us },
      "eu-west": { madeAfter, secret: eu, by: "own provider" },
    });
    await declare(late("made-1", "us-east", "eu-west"));
    const same = await stack.up();
    expect(same.succeeded, same.output).to.equal(true);
    expect(await read()).to.deep.equal(start);
    await declare(late("made-2", "eu-west", "us-east"), { a: "2" });
    const swapped = await stack.up();
    expect(swapped.succeeded, swapped.output).to.equal(false);
    expect(said(swapped)).to.match(new RegExp(`is the cluster ${ids.us} .* which is member "eu-w`));
    expect(said(swapped)).to.match(new RegExp(`is the cluster ${ids.eu} .* which is member "us-e`));
    expect(await read()).to.deep.equal(start);
    expect([await dataOn(us), await dataOn(eu)]).to.deep.equal([{ a: "1" }, { a: "1" }]);
    // What others have there is asked for with it too.
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    const body = { metadata: { name: "late" }, data: { whose: "somebody else's" } };
    for (const each of [us, eu]) await changeLive(each, { method: "POST", path, body });
    await stack.configure({
      members: late("made-3", "us-east", "eu-west"),
      namespace,
      more: "late",
    });
    const foreign = await stack.up();
    expect(foreign.succeeded, foreign.output).to.equal(false);
    const object = `ConfigMap ${namespace}/late`;
    for (const [name, each] of [["us-east", us] as const, ["eu-west", eu] as const]) {
      const live = await readLive(each, `${path}/late`);
      expect(live?.data, name).to.deep.equal(body.data);
      const uid = live?.metadata.uid ?? "";
      const text = `${object} exists on "${name}" and is not of this stack (uid ${uid}`;
      expect(said(foreign)).to.include(text);
      await changeLive(each, { method: "DELETE", path: `${path}/late` });
    }
    await level();
  });

  it("is refused as a second name for a cluster that is a member", async () => {
    await declare({ "us-east": {}, "eu-west": {}, "us-west": { secret: "us-east" } });
    await refused(`leads to the same cluster as member "us-east" (${ids.us})`);
    await level();
  });

  it("is refused where the program says which cluster it is, and it is another", async () => {
    await declare({ "us-east": { identity: ids.eu }, "eu-west": {} });
    await refused(`identity: is ${ids.eu}`, ids.us);
    await declare({ "us-east": { identity: ids.us }, "eu-west": {} });
    expect((await stack.up()).changes).to.deep.equal([]);
    await level();
  });
});

/** The URN and the id of a provider in a state. */
function referenceIn(state: string, name: string): string {
  const { checkpoint } = JSON.parse(state) as {
    checkpoint: { latest: { resources: { urn: string; id?: string }[] } };
  };
  const found = checkpoint.latest.resources.find(({ urn }) => urn.endsWith(`::${name}`));
  return `${found?.urn ?? ""}::${found?.id ?? ""}`;
}
