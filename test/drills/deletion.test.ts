import { expect } from "chai";
import type { Cluster } from "../fleet";
import {
  type Declaration,
  type Declared,
  declaredStack,
  type DeclaredStack,
} from "../support/declaredStack";
import { allowDeletes } from "../support/allowDeletes";
import type { EngineRun } from "../support/stack";
import { changeLive, configMapPath, readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";
import { ownerIdOf } from "../support/stackOwner";

const everywhere = { clusterSelector: {} };

function configMap(name: string, args: Record<string, unknown> = {}): Declaration {
  const template = { data: { greeting: "hello" } };
  return { kind: "ConfigMap", name, args: { placement: everywhere, template, ...args } };
}

function errorsIn(run: EngineRun): string {
  const errors = run.diagnostics.filter(({ severity }) => severity === "error");
  return errors.map(({ message }) => message).join("\n");
}

/** Makes a ConfigMap past Pulumi, as somebody else would, and gives its uid; of a stack, with its mark. */
async function makeByHand(
  cluster: Cluster,
  namespace: string,
  name: string,
  owner?: string,
): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  const mark = `${owner ?? ""}/ConfigMap/${namespace}/${name}`;
  const annotations = owner === undefined ? {} : { "pulumi-kubefed/owner": mark };
  const body = { metadata: { name, annotations }, data: { greeting: "from a person" } };
  return (await changeLive(cluster, { method: "POST", path, body })).metadata.uid;
}

async function clustersOfFleet(): Promise<Record<"us" | "eu" | "ap", Cluster>> {
  const { clusters } = await sharedFleet();
  const { "us-east": us, "eu-west": eu, "ap-south": ap } = clusters;
  if (us === undefined || eu === undefined || ap === undefined) throw new Error("no shared fleet");
  return { us, eu, ap };
}

describe("a namespace that leaves a cluster", function () {
  this.timeout(900_000);
  const name = "leaving";
  let stack: DeclaredStack;
  let eu: Cluster;
  let us: Cluster;
  const namespace = (args: Record<string, unknown> = {}): Declaration => ({
    kind: "Namespace",
    name,
    args,
  });
  const inside = (args: Record<string, unknown> = {}) =>
    configMap("inside", { namespace: name, placement: undefined, ...args });
  // One member is given by a provider of the program's own: it is looked at as all others are.
  const declare = (objects: Declaration[], rest?: Pick<Declared, "labels">) =>
    stack.declare(objects, { ownProviders: ["eu-west"], ...rest });
  const areThere = async () => [
    (await readLive(eu, configMapPath(name, "inside"))) !== undefined,
    (await readLive(eu, configMapPath(name, "theirs"))) !== undefined,
    (await readLive(us, configMapPath(name, "inside"))) !== undefined,
  ];

  before(async () => {
    ({ eu, us } = await clustersOfFleet());
    stack = await declaredStack();
    await declare([namespace(), inside()]);
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    await makeByHand(eu, name, "theirs");
    // As a create that was killed leaves it, and as another stack makes it.
    await makeByHand(eu, name, "left-behind", ownerIdOf(stack));
    await makeByHand(eu, name, "other-stack", "another-id");
  });
  after(async () => {
    await declare([namespace({ deleteContents: true }), inside()]);
    await stack.up();
    const destroyed = await stack.destroy();
    expect(destroyed.succeeded, destroyed.output).to.equal(true);
    expect(await areThere()).to.deep.equal([false, false, false]);
    stack.remove();
  });

  const rows: readonly {
    readonly slip: string;
    readonly objects: Declaration[];
    readonly labels?: Record<string, Record<string, string>>;
  }[] = [
    {
      slip: "narrowed to other clusters",
      objects: [namespace({ placement: { clusterNames: ["us-east", "ap-south"] } }), inside()],
    },
    { slip: "removed from the program", objects: [configMap("elsewhere")] },
    {
      slip: "on a cluster that is removed from the program",
      objects: [namespace(), inside()],
      labels: { "us-east": {}, "ap-south": {} },
    },
  ];
  for (const { slip, objects, labels } of rows) {
    it(`is not deleted with what others have in it, when it is ${slip}`, async () => {
      await declare(objects, labels === undefined ? {} : { labels });
      for (const run of [await stack.preview(), await stack.up()]) {
        expect(run.succeeded, run.output).to.equal(false);
        expect(errorsIn(run)).to.include(
          `Namespace ${name} on "eu-west" holds what is not of this stack: ConfigMap ${name}/other-stack (of the stack with the id another-id), ConfigMap ${name}/theirs. `,
        );
        expect(errorsIn(run)).to.include("deleteContents: true");
      }
      expect(await areThere()).to.deep.equal([true, true, true]);
    });
  }

  it("is not emptied by a typo in its selector", async () => {
    const placement = { clusterSelector: { matchLabels: { tier: "prud" } } };
    await declare([namespace({ placement }), inside()]);
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(false);
    expect(errorsIn(up)).to.include("nothing was written");
    expect(errorsIn(up)).to.include(
      'all its 3 copies would be deleted (on "ap-south", "eu-west", "us-east"), because it selects no member cluster any more; if that is meant, remove it from the program, or set PULUMI_KUBEFED_ALLOW_DELETES=3',
    );
    expect(await areThere()).to.deep.equal([true, true, true]);
  });

  it("stops a destroy before anything is deleted anywhere, and the stack stays who it was", async () => {
    await declare([namespace(), inside()]);
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    const id = ownerIdOf(stack);
    const destroyed = await stack.destroy();
    expect(destroyed.succeeded, destroyed.output).to.equal(false);
    expect(errorsIn(destroyed)).to.include(
      `of this stack: ConfigMap ${name}/other-stack (of the stack with the id another-id), ConfigMap ${name}/theirs. `,
    );
    expect(await areThere()).to.deep.equal([true, true, true]);
    const again = await stack.up();
    expect(again.succeeded, again.output).to.equal(true);
    expect(ownerIdOf(stack)).to.equal(id);
  });
});

describe("a definition that leaves its clusters", function () {
  this.timeout(900_000);

  it("is not deleted with objects that others made of it, unless it is told to take them", async () => {
    const { eu } = await clustersOfFleet();
    const stack = await declaredStack();
    const name = "widgets.drill.example.com";
    const versions = [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
        },
      },
    ];
    const names = { kind: "Widget", plural: "widgets", singular: "widget", listKind: "WidgetList" };
    const spec = { group: "drill.example.com", scope: "Namespaced", names, versions };
    const definition = (args: Record<string, unknown> = {}): Declaration => ({
      kind: "CustomResourceDefinition",
      name,
      args: { placement: everywhere, template: { spec }, ...args },
    });
    await stack.declare([definition(), configMap("kept")]);
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    const path = "/apis/drill.example.com/v1/namespaces/default/widgets";
    const body = {
      apiVersion: "drill.example.com/v1",
      kind: "Widget",
      metadata: { name: "theirs" },
    };
    await changeLive(eu, { method: "POST", path, body });
    await stack.declare([configMap("kept")]);
    for (const run of [await stack.preview(), await stack.destroy()]) {
      expect(run.succeeded, run.output).to.equal(false);
      expect(errorsIn(run)).to.include(
        `CustomResourceDefinition ${name} on "eu-west" holds what is not of this stack: Widget default/theirs`,
      );
    }
    expect(await readLive(eu, `${path}/theirs`)).not.to.equal(undefined);
    await stack.declare([definition({ deleteContents: true }), configMap("kept")]);
    const told = await stack.up();
    expect(told.succeeded, told.output).to.equal(true);
    const destroyed = await stack.destroy();
    expect(destroyed.succeeded, destroyed.output).to.equal(true);
    stack.remove();
  });
});

describe("an object that somebody else made anew under our name", function () {
  this.timeout(900_000);
  let stack: DeclaredStack;
  let eu: Cluster;

  before(async () => {
    ({ eu } = await clustersOfFleet());
    stack = await declaredStack();
  });
  after(() => {
    stack.remove();
  });

  it("is not deleted by a destroy, nor when its component is removed", async () => {
    await stack.declare([configMap("anew"), configMap("other")]);
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    const path = configMapPath("default", "anew");
    await changeLive(eu, { method: "DELETE", path });
    const uid = await makeByHand(eu, "default", "anew");
    await stack.declare([configMap("other")]);
    for (const run of [await stack.preview(), await stack.up(), await stack.destroy()]) {
      expect(run.succeeded, run.output).to.equal(false);
      expect(errorsIn(run)).to.include(
        `ConfigMap default/anew on "eu-west" is another object by now, not the one of this stack (uid ${uid}`,
      );
    }
    expect((await readLive(eu, path))?.metadata.uid).to.equal(uid);
    await changeLive(eu, { method: "DELETE", path });
    const destroyed = await stack.destroy();
    expect(destroyed.succeeded, destroyed.output).to.equal(true);
  });
});

describe("an update that takes away more than can be meant", function () {
  this.timeout(900_000);
  let stack: DeclaredStack;
  let us: Cluster;

  before(async () => {
    ({ us } = await clustersOfFleet());
    stack = await declaredStack();
    const names = ["a", "b", "c", "d", "e", "f"].map((each) => `many-${each}`);
    await stack.declare(names.map((name) => configMap(name)));
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
  });

  const slips: readonly { readonly slip: string; readonly args: Record<string, unknown> }[] = [
    { slip: "clusterNames: []", args: { placement: { clusterNames: [] } } },
    { slip: "placement: {}", args: { placement: {} } },
    {
      slip: "a typo in a selector",
      args: { placement: { clusterSelector: { matchLabels: { region: "uss" } } } },
    },
  ];
  for (const { slip, args } of slips) {
    it(`refuses ${slip}`, async () => {
      const others = ["b", "c", "d", "e", "f"].map((each) => configMap(`many-${each}`));
      await stack.declare([configMap("many-a", args), ...others]);
      const preview = await stack.preview();
      expect(errorsIn(preview)).to.include('FederatedConfigMap "many-a": 1 problem');
      expect(errorsIn(preview)).to.include("all its 3 copies would be deleted");
      expect(await readLive(us, configMapPath("default", "many-a"))).not.to.equal(undefined);
    });
  }

  it("refuses an empty fleet", async () => {
    const all = ["a", "b", "c", "d", "e", "f"].map((each) => configMap(`many-${each}`));
    await stack.declare(all, { labels: {} });
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(false);
    expect(errorsIn(up)).to.include("6 problems in 6 resources, nothing was written");
    expect(await readLive(us, configMapPath("default", "many-a"))).not.to.equal(undefined);
  });

  it("refuses a large share of the stack at once, and does it when it is allowed", async () => {
    await stack.declare([configMap("many-a"), configMap("many-b")]);
    const refused = await stack.up();
    expect(refused.succeeded, refused.output).to.equal(false);
    expect(errorsIn(refused)).to.include(
      "12 of 18 copies would be deleted (3 of FederatedConfigMap",
    );
    expect(await readLive(us, configMapPath("default", "many-f"))).not.to.equal(undefined);
    allowDeletes(stack, "12");
    const allowed = await stack.up();
    expect(allowed.succeeded, allowed.output).to.equal(true);
    expect(await readLive(us, configMapPath("default", "many-f"))).to.equal(undefined);
  });

  it("lets a component go that is removed from the program", async () => {
    allowDeletes(stack, "false");
    await stack.declare([configMap("many-a")]);
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect(await readLive(us, configMapPath("default", "many-b"))).to.equal(undefined);
  });
});
