import { expect } from "chai";
import type { Cluster } from "../fleet";
import { type Declaration, declaredStack, type DeclaredStack } from "../support/declaredStack";
import { customDefinition } from "../support/customDefinition";
import { changeLive, configMapPath, readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";

const innocentPath = configMapPath("default", "innocent");
const placement = { clusterNames: ["us-east", "eu-west"] };
const namespace: Declaration = { kind: "Namespace", name: "accept-test", args: { placement } };
const innocent: Declaration = {
  kind: "ConfigMap",
  name: "innocent",
  args: { namespace: "default", placement, template: { data: { a: "b" } } },
};

function pool(extra: object = {}): Declaration {
  const args = { apiVersion: "accept.example.test/v1", kind: "Pool", template: { spec: {} } };
  return {
    kind: "CustomResource",
    name: "pool",
    args: { ...args, namespace: "default", placement },
    ...extra,
  };
}

const { metadata, spec } = customDefinition("accept.example.test", "Pool", "pools");
const definition = { metadata, spec };

function service(ports: object[]): Declaration {
  return {
    kind: "Service",
    name: "web",
    args: { namespace: "accept-test", template: { spec: { ports } } },
  };
}

describe("what a member cluster would refuse", function () {
  this.timeout(900_000);
  let east: Cluster;
  let west: Cluster;
  let stack: DeclaredStack;

  before(async () => {
    const { clusters } = await sharedFleet();
    const { "us-east": first, "eu-west": second } = clusters;
    if (first === undefined || second === undefined) throw new Error("the fleet is another one");
    [east, west] = [first, second];
    stack = await declaredStack();
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
  });

  const refused = async (objects: readonly Declaration[]) => {
    await stack.declare([innocent, ...objects]);
    for (const run of [await stack.preview(), await stack.up()]) {
      expect(run.succeeded, run.output).to.equal(false);
      expect(run.output).to.include("nothing was written");
    }
    expect(await readLive(east, innocentPath)).to.equal(undefined);
    return (await stack.preview()).output;
  };

  it("is found at preview for a kind that needs a class, with the way to it", async () => {
    const secret: Declaration = {
      kind: "CustomResource",
      name: "core",
      args: { apiVersion: "v1", kind: "Secret", namespace: "default", placement, template: {} },
    };
    expect(await refused([secret])).to.include(
      'apiVersion: "v1" has no group, and only a kind with one can be written without a class; use FederatedSecret',
    );
  });

  it("is found at preview for a kind that one of them does not serve", async () => {
    await changeLive(west, {
      method: "POST",
      path: "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
      body: {
        apiVersion: "apiextensions.k8s.io/v1",
        kind: "CustomResourceDefinition",
        ...definition,
      },
    });
    const said = await refused([pool()]);
    expect(said).to.include(
      'clusters["us-east"]: "us-east" does not serve Pool of accept.example.test/v1',
    );
    expect(said).to.not.include('"eu-west" does not serve');
    await changeLive(west, {
      method: "DELETE",
      path: "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/pools.accept.example.test",
    });
  });

  it("is found at preview for an object in a namespace that is still to come", async () => {
    const said = await refused([namespace, service([{ name: "UPPER", port: 70_000 }])]);
    expect(said).to.match(/clusters\["us-east"\]: its API server would refuse it: .*70000/);
  });

  it("is nothing for a kind whose definition the program brings, and for what is right", async () => {
    const crd: Declaration = {
      kind: "CustomResourceDefinition",
      name: "pools",
      args: { placement, template: definition },
    };
    const objects = [innocent, namespace, crd, pool({ after: ["pools"] }), service([{ port: 80 }])];
    await stack.declare(objects);
    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    const metadata = { annotations: { "pulumi.com/skipAwait": "true" } };
    const template = { metadata, spec: { ports: [{ port: 80 }] } };
    const web = { ...service([]), args: { namespace: "accept-test", template } };
    await stack.declare([innocent, namespace, crd, pool({ after: ["pools"] }), web]);
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect((await stack.preview()).changes).to.deep.equal([]);
  });
});
