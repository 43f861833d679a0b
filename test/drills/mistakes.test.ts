import { expect } from "chai";
import type { Fleet } from "../fleet";
import { type Declaration, declaredStack, type DeclaredStack } from "../support/declaredStack";
import { readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";
import { createStack } from "../support/stack";

const everywhere = { clusterSelector: {} };
const selector = { matchLabels: { app: "web" } };
const deployment = {
  spec: { selector, template: { metadata: { labels: { app: "web" } }, spec: { containers: [] } } },
};

/** Right in itself, so that only the mistakes of others keep it from being written. */
const innocent: Declaration = {
  kind: "ConfigMap",
  name: "innocent",
  args: { namespace: "default", placement: everywhere, template: { data: { a: "b" } } },
};

function configMap(args: Record<string, unknown>): Declaration {
  const template = { data: { greeting: "hello", tier: "gold" } };
  return {
    kind: "ConfigMap",
    name: "cfg",
    args: { namespace: "default", placement: everywhere, template, ...args },
  };
}

function override(clusterOverrides: unknown[]): Declaration {
  return configMap({ overrides: [{ clusterName: "us-east", clusterOverrides }] });
}

function web(preference: NonNullable<Declaration["preference"]>): Declaration {
  return {
    kind: "Deployment",
    name: "web",
    preference,
    args: { namespace: "default", placement: everywhere, template: deployment },
  };
}

const mistakes: { mistake: string; declaration: Declaration; message: string }[] = [
  {
    mistake: "an unknown cluster name",
    declaration: configMap({ placement: { clusterNames: ["us-wst"] } }),
    message:
      'placement.clusterNames[0]: no member cluster is called "us-wst"; known: "ap-south", "eu-west", "us-east"',
  },
  {
    mistake: "a forbidden path",
    declaration: override([{ path: "/metadata/name", value: "x" }]),
    message: 'overrides[0].clusterOverrides[0].path: "/metadata/name"',
  },
  {
    mistake: "a path that does not exist",
    declaration: override([{ op: "remove", path: "/data/greting" }]),
    message: 'overrides[0].clusterOverrides[0].path: "/data/greting" does not exist',
  },
  {
    mistake: "a version that only a class of its own could write",
    declaration: override([{ path: "/apiVersion", value: "v2" }]),
    message: 'overrides["us-east"]: on "us-east" the apiVersion "v2" has no group',
  },
  {
    mistake: "a negative weight",
    declaration: web({ totalReplicas: 3, clusters: { "us-east": { weight: -1 } } }),
    message: 'scheduling.clusters["us-east"].weight: ',
  },
  {
    mistake: "a minimum above the maximum",
    declaration: web({ totalReplicas: 3, clusters: { "*": { minReplicas: 5, maxReplicas: 3 } } }),
    message: "minReplicas: 5 is above maxReplicas, 3",
  },
  {
    mistake: "a label of 64 characters",
    declaration: configMap({ template: { metadata: { labels: { long: "a".repeat(64) } } } }),
    message:
      'template.metadata.labels["long"]: the value has 64 characters; at most 63 are allowed',
  },
  {
    mistake: "the same path twice",
    declaration: override([
      { path: "/data/tier", value: "a" },
      { path: "/data/tier", value: "b" },
    ]),
    message: 'overrides[0].clusterOverrides[1].path: "/data/tier" is already overridden by',
  },
  {
    mistake: "an object that another component declares",
    declaration: configMap({ template: { metadata: { name: "innocent" } } }),
    message:
      'template.metadata.name: ConfigMap default/innocent on "ap-south", "eu-west", "us-east" is declared by FederatedConfigMap "innocent" already',
  },
  {
    mistake: "clusters together with nothing that selects among them",
    declaration: configMap({ placement: { clusterSelector: { matchLabels: { tier: 3 } } } }),
    message: 'placement.clusterSelector.matchLabels["tier"]: must be a string, known at preview',
  },
];

describe("mistakes in a program", function () {
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

  const written = async () => {
    const reads = Object.values(fleet.clusters).flatMap((cluster) =>
      ["cfg", "innocent", "web"].map((name) =>
        readLive(cluster, `/api/v1/namespaces/default/configmaps/${name}`),
      ),
    );
    return (await Promise.all(reads)).filter((each) => each !== undefined);
  };

  it("are all reported at once at preview, each with its resource and what is allowed", async () => {
    const objects = mistakes.map(({ declaration }, index) => ({
      ...declaration,
      name: `m${index}`,
    }));
    await stack.declare([innocent, ...objects]);
    const preview = await stack.preview();
    expect(preview.succeeded).to.equal(false);
    const errors = preview.diagnostics.filter(({ severity }) => severity === "error");
    expect(errors).to.have.length(1);
    const text = errors[0]?.message ?? "";
    expect(text).to.match(/^10 problems in 10 resources, nothing was written\n/);
    for (const { message, mistake } of mistakes) expect(text, mistake).to.include(message);
    expect(text).not.to.match(/\n\s+at /, "a user's mistake has no stack trace");
  });

  it("keep everything else of the program from being written, also without a preview", async () => {
    const up = await stack.up();
    expect(up.succeeded).to.equal(false);
    expect(up.output).to.include("10 problems in 10 resources");
    expect(await written()).to.deep.equal([]);
  });

  it("of one resource are listed under it", async () => {
    await stack.declare([
      configMap({
        placement: { clusterNames: ["us-wst", "us-east"] },
        template: { metadata: { labels: { long: "a".repeat(64) } }, data: {} },
        overrides: [
          { clusterName: "mars", merge: { data: { a: "b" } } },
          {
            clusterName: "us-east",
            clusterOverrides: [
              { path: "/kind", value: "Job" },
              { op: "move", path: "/data" },
            ],
          },
        ],
      }),
    ]);
    const preview = await stack.preview();
    const [error] = preview.diagnostics.filter(({ severity }) => severity === "error");
    expect(error?.message.split("\n").slice(0, 2)).to.deep.equal([
      "5 problems in 1 resource, nothing was written",
      'FederatedConfigMap "cfg": 5 problems',
    ]);
    expect(error?.message.split("\n").filter((line) => line.startsWith("  - "))).to.have.length(5);
  });

  it("that only deserve a warning are shown and do not stop the update", async () => {
    await stack.declare([
      configMap({ placement: { clusterSelector: { matchLabels: { tier: "gold" } } } }),
      {
        ...configMap({ placement: { clusterNames: ["us-east"], clusterSelector: {} } }),
        name: "both",
      },
    ]);
    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    const warnings = preview.diagnostics.filter(({ severity }) => severity === "warning");
    expect(warnings.map(({ message }) => message).sort()).to.deep.equal([
      'FederatedConfigMap "both": both clusterNames and clusterSelector are given; clusterNames decides, the selector is ignored',
      'FederatedConfigMap "cfg": 0 of 3 member clusters selected: 3 not matched by tier=gold',
    ]);
  });
});

describe("structure that is only known after apply", function () {
  this.timeout(600_000);

  it("is refused by an override that leads into it, and as a list of clusters", async () => {
    const { clusters } = await sharedFleet();
    const stack = await createStack({
      program: "intoLeaf",
      secrets: { "us-east": clusters["us-east"]?.kubeconfig ?? "" },
    });
    const preview = await stack.preview();
    stack.remove();
    expect(preview.succeeded).to.equal(false);
    const [error] = preview.diagnostics.filter(({ severity }) => severity === "error");
    expect(error?.message.split("\n")).to.deep.equal([
      "2 problems in 2 resources, nothing was written",
      'FederatedConfigMap "cfg": 1 problem',
      '  - overrides[0].clusterOverrides[0].path: "/data/a" leads into "/data", which is only known after apply; override "/data" as a whole',
      'FederatedConfigMap "later": 1 problem',
      "  - clusters: a list of KubeFedCluster is needed, known at preview, or a FederatedNamespace as namespace",
    ]);
  });
});
