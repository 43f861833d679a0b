import { expect } from "chai";
import type { FleetPlan } from "../../provider/report/plan/model";
import type { Cluster } from "../fleet";
import type { Declaration } from "../support/declaredStack";
import { kubefed } from "../support/kubefed";
import { configMapPath, deploymentPath, readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";
import { createStack, type EngineRun, type TestStack } from "../support/stack";
import type { FromPlain } from "./programs/fromPlain";

const priorities = "/apis/scheduling.k8s.io/v1/priorityclasses";
const paths = [
  "/api/v1/namespaces/renamed",
  configMapPath("renamed", "settings"),
  deploymentPath("renamed", "settings"),
  `${priorities}/renamed-settings`,
];

const deployment = {
  metadata: { name: "settings" },
  spec: {
    replicas: 0,
    selector: { matchLabels: { app: "settings" } },
    template: {
      metadata: { labels: { app: "settings" } },
      spec: { containers: [{ name: "app", image: "nginx" }] },
    },
  },
};

describe("a program in which something has another name now", function () {
  this.timeout(600_000);
  let clusters: readonly Cluster[];
  let stack: TestStack;
  let uids: (string | undefined)[];

  before(async () => {
    const fleet = await sharedFleet();
    const [us, eu] = [fleet.clusters["us-east"], fleet.clusters["eu-west"]];
    if (us === undefined || eu === undefined) throw new Error("a shared cluster is missing");
    clusters = [us, eu];
    const secrets = {
      "us-east": us.kubeconfig,
      "us-west": us.kubeconfig,
      "eu-west": eu.kubeconfig,
    };
    stack = await createStack({ program: "declared", secrets });
    await declare({});
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    uids = await readUids();
    expect(uids.filter((uid) => uid === undefined)).to.deep.equal([]);
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
  });

  const declare = (names: { namespace?: string; settings?: string; cluster?: string }) => {
    const { namespace = "renamed", settings = "settings", cluster = "us-east" } = names;
    const objects: Declaration[] = [
      { kind: "Namespace", name: namespace, args: { template: { metadata: { name: "renamed" } } } },
      {
        kind: "ConfigMap",
        name: settings,
        args: {
          namespace,
          template: { metadata: { name: "settings" }, data: { greeting: "hello" } },
        },
      },
      // A kind with a controller, and one of the whole cluster without a component of its own.
      { kind: "Deployment", name: settings, args: { namespace, template: deployment } },
      {
        kind: "CustomResource",
        name: settings,
        args: {
          apiVersion: "scheduling.k8s.io/v1",
          kind: "PriorityClass",
          placement: { clusterSelector: {} },
          template: { metadata: { name: "renamed-settings" }, value: 7 },
        },
      },
    ];
    return stack.configure({ labels: { [cluster]: {}, "eu-west": {} }, objects });
  };
  const readUids = (): Promise<(string | undefined)[]> =>
    Promise.all(
      clusters.flatMap((cluster) =>
        paths.map(async (path) => (await readLive(cluster, path))?.metadata.uid),
      ),
    );
  const objectsChanged = ({ changes }: EngineRun) =>
    changes.filter(({ type }) => /^kubernetes:/.test(type)).map(({ op, name }) => `${op} ${name}`);

  const renames: [what: string, names: Parameters<typeof declare>[0]][] = [
    ["a component", { settings: "options" }],
    ["a namespace's component, around objects", { settings: "options", namespace: "around" }],
    ["a cluster", { settings: "options", namespace: "around", cluster: "us-west" }],
    ["all of them at once", {}],
  ];
  for (const [what, names] of renames) {
    it(`keeps the objects of ${what} as they are`, async () => {
      await declare(names);
      const { out } = await kubefed({ words: ["plan", "--format", "json"], ...stack.shell });
      const { totals, objects } = JSON.parse(out) as FleetPlan;
      expect(totals).to.include({ same: 8, create: 0, update: 0, replace: 0, delete: 0 });
      expect(objects).to.have.length(4);
      const up = await stack.up();
      expect(up.succeeded, up.output).to.equal(true);
      expect(objectsChanged(up)).to.deep.equal([]);
      expect(await readUids()).to.deep.equal(uids);
      expect((await stack.up()).changes).to.deep.equal([]);
    });
  }

  it("deletes them all in the end, under their new names", async () => {
    const destroyed = await stack.destroy();
    expect(destroyed.succeeded, destroyed.output).to.equal(true);
    expect(await readUids()).to.deep.equal(uids.map(() => undefined));
  });
});

describe("a program that made the objects in a loop over providers before", function () {
  this.timeout(600_000);

  it("federates them as they are", async () => {
    const { clusters } = await sharedFleet();
    const [us, eu] = [clusters["us-east"], clusters["eu-west"]];
    if (us === undefined || eu === undefined) throw new Error("a shared cluster is missing");
    const path = configMapPath("default", "once-plain");
    const readUids = async () =>
      (await Promise.all([us, eu].map((each) => readLive(each, path)))).map(
        (live) => live?.metadata.uid,
      );
    const secrets = { "us-east": us.kubeconfig, "eu-west": eu.kubeconfig };
    const stack = await createStack({ program: "fromPlain", secrets });
    try {
      await stack.configure({ isFederated: false } satisfies FromPlain);
      const plain = await stack.up();
      expect(plain.succeeded, plain.output).to.equal(true);
      const uids = await readUids();
      expect(uids).not.to.include(undefined);
      await stack.configure({ isFederated: true } satisfies FromPlain);
      const up = await stack.up();
      expect(up.succeeded, up.output).to.equal(true);
      const objects = up.changes.filter(({ type }) => type.endsWith(":ConfigMap"));
      expect(objects.map(({ op, name }) => `${op} ${name}`)).to.deep.equal([
        "update settings-eu-west",
        "update settings-us-east",
      ]);
      expect(await readUids()).to.deep.equal(uids);
    } finally {
      await stack.destroy();
      stack.remove();
    }
    expect(await readUids()).to.deep.equal([undefined, undefined]);
  });
});
