import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { customDefinition } from "../support/customDefinition";
import { eventually } from "../support/eventually";
import { changeLive, configMapPath, deploymentPath, readLive } from "../support/live";
import { MigrationBed } from "../support/migrationBed";
import { samplesFolder } from "../support/migrationSamples";

const clusterNames = ["us-east", "eu-west", "ap-south"];

const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
/** What the manifests' Shelf is to a cluster. */
const shelves = customDefinition("example.org", "Shelf", "shelves");

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

describe("migration on real clusters, by the packed package", function () {
  this.timeout(600_000);
  const bed = new MigrationBed();

  before(() => bed.start());
  after(() => bed.stop());

  const uids = async (): Promise<Record<string, string | undefined>> =>
    Object.fromEntries(
      await Promise.all(
        ["us-east", "eu-west"].flatMap((name) => {
          const paths = [
            "/api/v1/namespaces/moved",
            configMapPath("moved", "settings"),
            deploymentPath("moved", "web"),
          ];
          return paths.map(
            async (path) =>
              [`${name} ${path}`, (await readLive(bed.cluster(name), path))?.metadata.uid] as const,
          );
        }),
      ),
    );

  it("takes over what KubeFed made without making anything anew", async () => {
    for (const [name, objects] of Object.entries(left)) {
      for (const [path, body] of objects)
        await changeLive(bed.cluster(name), { method: "POST", path, body });
    }
    const before = await uids();
    const input = bed.writeObjects("kubefed.json", kubefedObjects);
    await bed.kubefed("convert", "-f", input, "--adopt", "--out", bed.path("moved"));
    const password = await bed.kubefed("convert", "-f", input, "--secret", "db-password");
    const stack = await bed.stackOf("moved", { secrets: { "db-password": password } });

    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect(await uids()).to.deep.equal(before);
    const [us, eu, ap] = ["us-east", "eu-west", "ap-south"].map((name) => bed.cluster(name));
    if (us === undefined || eu === undefined || ap === undefined) throw new Error("no clusters");
    expect((await readLive(eu, configMapPath("moved", "settings")))?.data).to.deep.equal({
      greeting: "bonjour",
    });
    expect((await readLive(us, deploymentPath("moved", "web")))?.spec?.replicas).to.equal(2);
    expect(await readLive(ap, "/api/v1/namespaces/moved")).to.equal(undefined);
    expect(stack.state()).not.to.include("hunter2");
  });

  it("federates what a namespace holds, without what the cluster made there", async () => {
    const types = "all,configmaps,endpointslices,events,secrets,serviceaccounts";
    const held = await bed.kubectl("us-east", "get", types, "-n", "moved", "-o", "json");
    const kinds = (JSON.parse(held) as { items: { kind: string }[] }).items.map(({ kind }) => kind);
    expect(kinds).to.include.members(["Pod", "ReplicaSet", "Event", "ServiceAccount"]);
    writeFileSync(bed.path("held.json"), held);
    const program = await bed.kubefed("federate", "-f", bed.path("held.json"), "--contents");
    const declared = [...program.matchAll(/new kubefed\.(Federated\w+)\("([^"]+)"/g)];
    expect(declared.map(([, kind, name]) => `${kind} ${name}`)).to.have.members([
      "FederatedNamespace moved",
      "FederatedConfigMap settings",
      "FederatedDeployment web",
      "FederatedSecret db",
    ]);
    expect(program).not.to.include("hunter2").and.not.include("federate(");
  });

  /** The manifests use a kind that every cluster has to serve before. */
  const defineShelves = async (): Promise<void> => {
    for (const name of clusterNames) {
      await changeLive(bed.cluster(name), { method: "POST", path: definitions, body: shelves });
      await eventually(async () => {
        const path = "/apis/example.org/v1/namespaces/default/shelves";
        expect(await readLive(bed.cluster(name), path)).not.to.equal(undefined);
      });
    }
  };

  it("previews forty objects of plain manifests, every one on every cluster", async () => {
    const clusters = clusterNames.flatMap((name) => ["--cluster", name]);
    const input = join(samplesFolder, "shop.yaml");
    await bed.kubefed("federate", "-f", input, ...clusters, "--out", bed.path("shop"));
    const stack = await bed.stackOf("shop", {
      secrets: { "db-password": "eA==", "db-user": "x" },
    });
    await defineShelves();
    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    const children = preview.changes.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(children.filter(({ op }) => op === "create")).to.have.length(41 * clusterNames.length);
    for (const name of clusterNames) {
      const path = `${definitions}/shelves.example.org`;
      await changeLive(bed.cluster(name), { method: "DELETE", path });
    }
  });
});
