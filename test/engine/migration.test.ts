import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Fleet } from "../fleet";
import { changeLive, configMapPath, deploymentPath, readLive } from "../support/live";
import { samplesFolder } from "../support/migrationSamples";
import { packedPackage } from "../support/packedPackage";
import { sharedFleet } from "../support/sharedFleet";
import { openStack, type TestStack } from "../support/stack";
import { ensureToolchain } from "../toolchain";

const clusterNames = ["us-east", "eu-west", "ap-south"];

/** The control plane of a KubeFed that manages the shared clusters. */
const kubefedObjects = [
  ...clusterNames.map((name) => ({
    apiVersion: "core.kubefed.io/v1beta1",
    kind: "KubeFedCluster",
    metadata: { name, labels: { tier: name === "ap-south" ? "dev" : "prod" } },
  })),
  federated(
    "Namespace",
    { name: "moved", namespace: "moved" },
    {
      placement: { clusterSelector: { matchLabels: { tier: "prod" } } },
    },
  ),
  federated(
    "ConfigMap",
    { name: "settings", namespace: "moved" },
    {
      template: { data: { greeting: "hello" } },
      placement: { clusterSelector: {} },
      overrides: [
        {
          clusterName: "eu-west",
          clusterOverrides: [{ path: "/data/greeting", value: "bonjour" }],
        },
      ],
    },
  ),
  federated(
    "Secret",
    { name: "db", namespace: "moved" },
    {
      template: { data: { password: "aHVudGVyMg==" } },
      placement: { clusters: [{ name: "us-east" }] },
    },
  ),
  federated(
    "Deployment",
    { name: "web", namespace: "moved" },
    {
      template: { spec: deploymentSpec(1) },
      placement: { clusterSelector: {} },
    },
  ),
  {
    apiVersion: "scheduling.kubefed.io/v1alpha1",
    kind: "ReplicaSchedulingPreference",
    metadata: { name: "web", namespace: "moved" },
    spec: { targetKind: "FederatedDeployment", totalReplicas: 6 },
  },
];

function federated(kind: string, metadata: object, spec: object): object {
  return { apiVersion: "types.kubefed.io/v1beta1", kind: `Federated${kind}`, metadata, spec };
}

function deploymentSpec(replicas: number): object {
  return {
    replicas,
    selector: { matchLabels: { app: "web" } },
    template: {
      metadata: { labels: { app: "web" } },
      spec: { containers: [{ name: "web", image: "nginx:1.29" }] },
    },
  };
}

const labels = { "kubefed.io/managed": "true" };

/** What KubeFed left on the clusters: path of the collection, and the object. */
const left: Readonly<Record<string, readonly (readonly [path: string, object: object])[]>> = {
  "us-east": copies("hello", [["/api/v1/namespaces/moved/secrets", secret()]]),
  "eu-west": copies("bonjour", []),
  "ap-south": [],
};

function copies(
  greeting: string,
  more: readonly (readonly [string, object])[],
): (readonly [string, object])[] {
  const meta = (name: string): object => ({ name, namespace: "moved", labels });
  return [
    [
      "/api/v1/namespaces",
      { apiVersion: "v1", kind: "Namespace", metadata: { name: "moved", labels } },
    ],
    [
      "/api/v1/namespaces/moved/configmaps",
      { apiVersion: "v1", kind: "ConfigMap", metadata: meta("settings"), data: { greeting } },
    ],
    [
      "/apis/apps/v1/namespaces/moved/deployments",
      { apiVersion: "apps/v1", kind: "Deployment", metadata: meta("web"), spec: deploymentSpec(2) },
    ],
    ...more,
  ];
}

function secret(): object {
  const metadata = { name: "db", namespace: "moved", labels };
  return { apiVersion: "v1", kind: "Secret", metadata, data: { password: "aHVudGVyMg==" } };
}

/** The command line of the packed package, as users have it. */
async function kubefed(...words: string[]): Promise<string> {
  const { directory } = await packedPackage();
  const main = join(directory, "node_modules/pulumi-kubefed/dist/provider/cli/main.js");
  return execFileSync(process.execPath, [main, ...words], { encoding: "utf8", stdio: "pipe" });
}

describe("migration on real clusters, by the packed package", function () {
  this.timeout(400_000);
  let fleet: Fleet;
  let directory: string;
  const stacks: TestStack[] = [];

  before(async () => {
    fleet = await sharedFleet();
    directory = mkdtempSync(join((await packedPackage()).directory, "migration-"));
  });
  after(async () => {
    for (const stack of stacks) await stack.destroy();
    rmSync(directory, { recursive: true, force: true });
  });

  async function stackOf(project: string, secrets: Record<string, string>): Promise<TestStack> {
    const kubeconfigs = Object.values(fleet.clusters).map(
      ({ name, kubeconfig }) => [`${name}-kubeconfig`, kubeconfig] as const,
    );
    const backend = mkdtempSync(join(directory, "backend-"));
    const stack = await openStack({
      directory: join(directory, project),
      backend,
      project,
      stack: "dev",
      secrets: { ...Object.fromEntries(kubeconfigs), ...secrets },
      toolchain: await ensureToolchain(),
      env: { PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
    });
    stacks.push(stack);
    return stack;
  }

  const uids = async (): Promise<Record<string, string | undefined>> =>
    Object.fromEntries(
      await Promise.all(
        ["us-east", "eu-west"].flatMap((name) => {
          const cluster = fleet.clusters[name];
          if (cluster === undefined) throw new Error(`no cluster ${name}`);
          const paths = [
            "/api/v1/namespaces/moved",
            configMapPath("moved", "settings"),
            deploymentPath("moved", "web"),
          ];
          return paths.map(
            async (path) =>
              [`${name} ${path}`, (await readLive(cluster, path))?.metadata.uid] as const,
          );
        }),
      ),
    );

  it("takes over what KubeFed made without making anything anew", async () => {
    for (const [name, objects] of Object.entries(left)) {
      const cluster = fleet.clusters[name];
      if (cluster === undefined) throw new Error(`no cluster ${name}`);
      for (const [path, body] of objects) await changeLive(cluster, { method: "POST", path, body });
    }
    const before = await uids();
    const input = join(directory, "kubefed.json");
    writeFileSync(input, JSON.stringify({ kind: "List", items: kubefedObjects }));
    await kubefed("convert", "-f", input, "--adopt", "--out", join(directory, "moved"));
    const password = await kubefed("convert", "-f", input, "--secret", "db-password");
    const stack = await stackOf("moved", { "db-password": password });

    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect(await uids()).to.deep.equal(before);
    const { "us-east": us, "eu-west": eu, "ap-south": ap } = fleet.clusters;
    if (us === undefined || eu === undefined || ap === undefined) throw new Error("no clusters");
    expect((await readLive(eu, configMapPath("moved", "settings")))?.data).to.deep.equal({
      greeting: "bonjour",
    });
    expect((await readLive(us, deploymentPath("moved", "web")))?.spec?.replicas).to.equal(2);
    expect(await readLive(ap, "/api/v1/namespaces/moved")).to.equal(undefined);
    expect(stack.state()).not.to.include("hunter2");
  });

  it("previews forty objects of plain manifests, every one on every cluster", async () => {
    const clusters = clusterNames.flatMap((name) => ["--cluster", name]);
    const input = join(samplesFolder, "shop.yaml");
    await kubefed("federate", "-f", input, ...clusters, "--out", join(directory, "shop"));
    const stack = await stackOf("shop", { "db-password": "eA==", "db-user": "x" });
    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    const children = preview.changes.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(children.filter(({ op }) => op === "create")).to.have.length(41 * clusterNames.length);
  });
});
