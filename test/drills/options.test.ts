import { expect } from "chai";
import type { Cluster, Fleet } from "../fleet";
import { type Declaration, declaredStack, type DeclaredStack } from "../support/declaredStack";
import { changeLive, configMapPath, readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";

const namespace: Declaration = { kind: "Namespace", name: "opts-test" };
const clusterNames = ["us-east", "eu-west"];

function configMap(
  name: string,
  rest: Partial<Declaration> & { data?: Record<string, string>; immutable?: boolean } = {},
): Declaration {
  const { data = { a: "1" }, immutable, ...declaration } = rest;
  const template = { data, ...(immutable === undefined ? {} : { immutable }) };
  return {
    kind: "ConfigMap",
    name,
    args: { namespace: "opts-test", placement: { clusterNames }, template },
    ...declaration,
  };
}

describe("options of a federated component", function () {
  this.timeout(600_000);
  let fleet: Fleet;
  let stack: DeclaredStack;

  before(async () => {
    fleet = await sharedFleet();
    stack = await declaredStack();
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
  });

  const members = (): Cluster[] => clusterNames.flatMap((name) => fleet.clusters[name] ?? []);
  const dataOf = (name: string) =>
    Promise.all(
      members().map(
        async (cluster) => (await readLive(cluster, configMapPath("opts-test", name)))?.data,
      ),
    );
  const ops = ({ changes }: { changes: readonly { op: string; name: string }[] }) =>
    changes.map(({ op, name }) => `${op} ${name}`);
  const resourcesOf = (): { urn: string; dependencies?: string[]; protect?: boolean }[] => {
    const state = JSON.parse(stack.state()) as {
      checkpoint: {
        latest: { resources: { urn: string; dependencies?: string[]; protect?: boolean }[] };
      };
    };
    return state.checkpoint.latest.resources;
  };

  it("dependsOn makes every child wait for every child of the other", async () => {
    await stack.declare([namespace, configMap("first"), configMap("second", { after: ["first"] })]);
    expect((await stack.up()).succeeded).to.equal(true);
    for (const cluster of clusterNames) {
      const child = resourcesOf().find(({ urn }) => urn.endsWith(`::second-${cluster}`));
      const firsts = (child?.dependencies ?? []).map((urn) => urn.split("::").at(-1));
      expect(firsts).to.include.members(["first-us-east", "first-eu-west", `opts-test-${cluster}`]);
    }
  });

  it("protect refuses the deletion of every child", async () => {
    await stack.declare([namespace, configMap("kept", { opts: { protect: true } })]);
    await stack.up();
    await stack.declare([namespace]);
    const refused = await stack.up();
    expect(refused.succeeded).to.equal(false);
    expect(await dataOf("kept")).to.deep.equal([{ a: "1" }, { a: "1" }]);
    await stack.declare([namespace, configMap("kept", { opts: { protect: false } })]);
    expect((await stack.up()).succeeded).to.equal(true);
  });

  it("retainOnDelete leaves every object where it is", async () => {
    await stack.declare([namespace, configMap("orphan", { opts: { retainOnDelete: true } })]);
    await stack.up();
    await stack.declare([namespace]);
    expect((await stack.up()).succeeded).to.equal(true);
    expect(await dataOf("orphan")).to.deep.equal([{ a: "1" }, { a: "1" }]);
  });

  it("aliases let a renamed component keep its children", async () => {
    await stack.declare([namespace, { ...configMap("before") }]);
    await stack.up();
    const renamed = configMap("after", { opts: { aliases: [{ name: "before" }] } });
    const template = { metadata: { name: "before" }, data: { a: "1" } };
    await stack.declare([namespace, { ...renamed, args: { ...renamed.args, template } }]);
    expect(ops(await stack.up())).to.deep.equal([]);
  });

  it("transforms see every child", async () => {
    await stack.declare([namespace, configMap("seen", { transformLabel: "seen" })]);
    expect((await stack.up()).succeeded).to.equal(true);
    for (const cluster of members()) {
      const object = await readLive(cluster, configMapPath("opts-test", "seen"));
      expect(object?.metadata.labels).to.include({ seen: "yes", "pulumi-kubefed/managed": "true" });
    }
  });

  it("ignoreChanges leaves that field of every child alone", async () => {
    await stack.declare([
      namespace,
      configMap("ignored", { data: { a: "1", b: "1" }, opts: { ignoreChanges: ["data.a"] } }),
    ]);
    await stack.up();
    await stack.declare([
      namespace,
      configMap("ignored", { data: { a: "2", b: "2" }, opts: { ignoreChanges: ["data.a"] } }),
    ]);
    expect((await stack.up()).succeeded).to.equal(true);
    expect(await dataOf("ignored")).to.deep.equal([
      { a: "1", b: "2" },
      { a: "1", b: "2" },
    ]);
  });

  it("deleteBeforeReplace and replaceOnChanges replace every child, the old one first", async () => {
    const opts = { replaceOnChanges: ["data"], deleteBeforeReplace: true };
    await stack.declare([namespace, configMap("replaced", { opts })]);
    await stack.up();
    await stack.declare([namespace, configMap("replaced", { data: { a: "2" }, opts })]);
    const replaced = await stack.up();
    expect(replaced.succeeded, replaced.output).to.equal(true);
    expect(ops(replaced)).to.include.members([
      "delete-replaced replaced-us-east",
      "create-replacement replaced-us-east",
    ]);
    expect(await dataOf("replaced")).to.deep.equal([{ a: "2" }, { a: "2" }]);
  });

  it("import takes over the object that every cluster has already", async () => {
    await stack.declare([namespace]);
    await stack.up();
    const uids = [];
    for (const cluster of members()) {
      const body = {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "older", labels: { "pulumi-kubefed/managed": "true" } },
        data: { a: "1" },
      };
      const object = await changeLive(cluster, {
        method: "POST",
        path: "/api/v1/namespaces/opts-test/configmaps",
        body,
      });
      uids.push(object.metadata.uid);
    }
    await stack.declare([namespace, configMap("older", { opts: { import: "opts-test/older" } })]);
    const imported = await stack.up();
    expect(imported.succeeded, imported.output).to.equal(true);
    expect(ops(imported)).to.include.members(["import older-us-east", "import older-eu-west"]);
    const now = await Promise.all(
      members().map((cluster) => readLive(cluster, configMapPath("opts-test", "older"))),
    );
    expect(now.map((object) => object?.metadata.uid)).to.deep.equal(uids);
  });
});
