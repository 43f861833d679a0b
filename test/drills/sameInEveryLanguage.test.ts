import { join } from "node:path";
import { expect } from "chai";
import { filter, isPlainObject, mapKeys, mapValues, snakeCase } from "lodash";
import type { Cluster } from "../fleet";
import { eventually } from "../support/eventually";
import { compiledJavaShop } from "../support/javaProgram";
import { kubefed } from "../support/kubefed";
import { configMapPath, deploymentPath, type LiveObject, readLive } from "../support/live";
import { placePolicyPack, runWithPack, violationsIn } from "../support/policyPack";
import { type PythonWithSdk, pythonWithSdk } from "../support/pythonEnvironment";
import { sharedFleet } from "../support/sharedFleet";
import { type ShopStack, shopStack } from "../support/shopStack";
import type { EngineRun } from "../support/stack";
import { storedOutputs } from "../support/stackState";

const members = {
  "us-east": { tier: "prod", region: "us" },
  "eu-west": { tier: "prod", region: "eu" },
};
/** Everything that the shop has on a cluster. */
const paths = [
  "/api/v1/namespaces/shop",
  configMapPath("shop", "settings"),
  deploymentPath("shop", "web"),
  "/api/v1/namespaces/shop/services/web",
];

const policies = `
  import { PolicyPack } from "@pulumi/policy";
  import { fleetPolicies } from "pulumi-kubefed/policy";
  const regions = { atLeast: 3, enforcementLevel: "advisory" };
  new PolicyPack("fleet", { policies: fleetPolicies({ regions, secretPlaces: {} }) });
`;
const overridden = {
  op: "update",
  type: "kubernetes:core/v1:ConfigMap",
  name: "settings-eu-west",
  diffs: ["data.greeting"],
};

describe("the shop in every language", function () {
  this.timeout(900_000);
  let clusters: readonly Cluster[];
  let python: PythonWithSdk;
  let stack: ShopStack;
  let made: readonly LiveObject[];
  let outputs: EngineRun["outputs"];
  let shown: Awaited<ReturnType<typeof commands>>;

  before(async () => {
    const fleet = await sharedFleet();
    clusters = Object.keys(members).flatMap((name) => fleet.clusters[name] ?? []);
    python = await pythonWithSdk();
    const secrets = clusters.map(({ name, kubeconfig }) => [`${name}-kubeconfig`, kubeconfig]);
    stack = await shopStack({
      python,
      java: await compiledJavaShop(),
      secrets: Object.fromEntries(secrets) as Record<string, string>,
      config: { members: JSON.stringify(members) },
    });
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
    python.remove();
  });

  /** What is on the clusters, cluster by cluster; fails where something is missing. */
  async function live(): Promise<LiveObject[]> {
    const places = clusters.flatMap((cluster) => paths.map((path) => ({ cluster, path })));
    return await Promise.all(
      places.map(async ({ cluster, path }) => {
        const found = await readLive(cluster, path);
        if (found === undefined) throw new Error(`${cluster.name}: nothing is at ${path}`);
        return found;
      }),
    );
  }

  /** What the command line says of the stack, which looks at no program. */
  async function commands() {
    const run = async (words: string[], expected = 0) => {
      const { code, out, err } = await kubefed({ words, ...stack.shell });
      expect(code, out + err).to.equal(expected);
      return out + err;
    };
    let status = "";
    await eventually(async () => {
      status = await run(["status", "--exit-code"]);
    });
    const explained = await run(["explain", "settings"]);
    return { status, explained, rollout: await run(["rollout", "status"], 1) };
  }

  /** An update under a policy pack that stops nothing. */
  async function ruledUp() {
    const directory = join(stack.shell.directory, "policy");
    const pack = await placePolicyPack({ directory, source: policies });
    return runWithPack({ ...stack.shell, pack, words: ["up", "--yes", "--skip-preview"] });
  }

  it("is made by TypeScript", async () => {
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    made = await live();
    outputs = up.outputs;
    expect(outputs).to.have.all.keys("plans", "status", "addresses");
  });

  it("goes on in Python, which writes nothing and says the same", async () => {
    stack.speak("Python");
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect(changesOf(up), up.output).to.deep.equal([]);
    const now = await live();
    expect(now.map(({ metadata }) => metadata.uid)).to.deep.equal(
      made.map(({ metadata }) => metadata.uid),
    );
    expect(bytesOf(now)).to.equal(bytesOf(made));
    // What is exported of an object has there the names that Python gives its attributes.
    expect(up.outputs.plans).to.deep.equal(inSnakeCase(outputs.plans));
    expect(up.outputs.addresses).to.deep.equal(outputs.addresses);
    shown = await commands();
    expect(shown.status).to.match(/Deployment shop\/web +9\/9 ready, 9 updated, on 2 clusters/);
    expect(shown.rollout).to.include("no update of this stack was staged yet");
    expect(shown.explained).to.include('replace /data/greeting: "hello" → "bonjour"');
  });

  it("goes on in Go, which changes where an override is another, and nothing else", async () => {
    stack.speak("Go");
    await stack.setConfig("euGreeting", "salut");
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect(changesOf(up), up.output).to.deep.equal([overridden]);
    expect(bytesOf(await live())).to.equal(bytesOf(made).replace("bonjour", "salut"));
    const { plans, addresses } = outputs;
    expect(up.outputs).to.deep.include({ plans, addresses });
  });

  it("goes on in Java, which changes it back, and nothing else", async () => {
    stack.speak("Java");
    await stack.setConfig("euGreeting", "bonjour");
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect(changesOf(up), up.output).to.deep.equal([overridden]);
    expect(bytesOf(await live())).to.equal(bytesOf(made));
    expect(up.outputs).to.deep.equal({ addresses: outputs.addresses });
  });

  it("is made by YAML byte for byte, and goes on in TypeScript", async () => {
    stack.speak("YAML");
    const destroyed = await stack.destroy();
    expect(destroyed.succeeded, destroyed.output).to.equal(true);
    const { code, said } = await ruledUp();
    expect(code, said).to.equal(0);
    expect(violationsIn(said)).to.deep.equal([
      "[advisory] regions: Deployment shop/web: 9 replicas in 2 regions (eu 3, us 6), at least 3 asked for; the fleet has 2",
    ]);
    expect(bytesOf(await live())).to.equal(bytesOf(made));
    expect(storedOutputs(stack.state()).plans).to.deep.equal(outputs.plans);
    expect(await commands()).to.deep.equal(shown);
    stack.speak("TypeScript");
    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    expect(changesOf(preview), preview.output).to.deep.equal([]);
  });
});

/** What a command changes, without who runs the package's own resources, which differs between languages. */
function changesOf({ changes }: EngineRun): EngineRun["changes"] {
  return changes.filter(({ type }) => type !== "pulumi:providers:kubefed");
}

/** What a cluster gives an object itself, anew each time. */
const ofTheCluster = [
  ...["uid", "resourceVersion", "creationTimestamp", "generation", "time", "status"],
  ...["clusterIP", "clusterIPs", "nodePort"],
];

/** Objects as the API servers tell them, without what is made anew for each object: by its cluster or by chance. */
function bytesOf(objects: readonly LiveObject[]): string {
  const text = JSON.stringify(objects, (key, value: unknown) => {
    if (ofTheCluster.includes(key)) return undefined;
    // Other managers are controllers, which write when they come to it.
    return key === "managedFields" ? filter(value as object[], { operation: "Apply" }) : value;
  });
  return text
    .replace(/"pulumi-kubernetes-[0-9a-f]{8}"/g, '"<manager>"')
    .replace(/"pulumi-kubefed\/owner":"[^"/]+/g, '"pulumi-kubefed/owner":"<owner>');
}

function inSnakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inSnakeCase);
  return isPlainObject(value)
    ? mapValues(
        mapKeys(value as object, (_, key) => snakeCase(key)),
        inSnakeCase,
      )
    : value;
}
