import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import * as kubefed from "../../../sdk/nodejs";
import { problemsOf } from "../../support/programProblems";
import { runWithMocks } from "../../support/pulumiMocks";

const guestbook = `
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { ports: [{ port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { app: web } }
spec: { replicas: 3 }
---
# a kind without a class of its own, before its definition
apiVersion: shop.example.com/v1
kind: Backup
metadata: { name: nightly }
spec: { schedule: "@daily", mode: 0644 }
---
kind: List
apiVersion: v1
items:
  - apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: { name: backups.shop.example.com }
    spec: { group: shop.example.com, scope: Namespaced, names: { kind: Backup, plural: backups } }
`;

const clusters = () =>
  ["eu", "us"].map(
    (name) => new kubefed.KubeFedCluster(name, { kubeconfig: "{}", labels: { region: name } }),
  );
const everywhere = { clusterSelector: {} };

describe("FederatedYaml", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-kubefed-yaml-"));
    writeFileSync(join(folder, "web.yaml"), guestbook);
  });
  after(() => rmSync(folder, { recursive: true }));

  /** What is registered, and what the component says of itself. */
  async function run(args: (all: kubefed.KubeFedCluster[]) => kubefed.FederatedYamlArgs) {
    let yaml: kubefed.FederatedYaml | undefined;
    const registered = await runWithMocks(() => {
      yaml = new kubefed.FederatedYaml("gb", args(clusters()));
      const objects = Object.values(yaml.objects);
      return [yaml, ...objects, ...objects.flatMap(({ resources }) => Object.values(resources))];
    });
    const children = registered.filter(({ type }) => type.startsWith("kubernetes:"));
    return { registered, children, titles: Object.keys(yaml?.objects ?? {}), plan: yaml?.plans };
  }

  it("becomes one federated component per object, definitions first, lists taken apart", async () => {
    const { registered, titles } = await run((all) => ({
      clusters: all,
      placement: everywhere,
      namespace: "shop",
      files: join(folder, "*.yaml"),
    }));
    expect(titles).to.deep.equal([
      "CustomResourceDefinition backups.shop.example.com",
      "Service shop/web",
      "Deployment shop/web",
      "Backup shop/nightly",
    ]);
    const components = registered.filter(({ type }) => type.startsWith("kubefed:index:Federated"));
    expect(components.map(({ type, name }) => [type.split(":")[2], name])).to.deep.equal([
      ["FederatedCustomResource", "gb-backup-nightly"],
      ["FederatedCustomResourceDefinition", "gb-customresourcedefinition-backups.shop.example.com"],
      ["FederatedDeployment", "gb-deployment-web"],
      ["FederatedService", "gb-service-web"],
      ["FederatedYaml", "gb"],
    ]);
  });

  it("writes what the manifest says, read as kubectl reads it, into the namespace given", async () => {
    const { children } = await run((all) => ({
      clusters: all,
      placement: { clusterNames: ["eu"] },
      namespace: "shop",
      files: [folder],
    }));
    expect(children.find(({ name }) => name === "gb-backup-nightly-eu")?.inputs).to.deep.equal({
      apiVersion: "shop.example.com/v1",
      kind: "Backup",
      metadata: {
        name: "nightly",
        namespace: "shop",
        labels: { "pulumi-kubefed/managed": "true" },
      },
      spec: { schedule: "@daily", mode: 0o644 },
    });
    expect(children.map(({ name }) => name)).to.have.lengthOf(4);
  });

  it("changes the objects that an override picks, on the clusters that it picks", async () => {
    const { children, plan } = await run((all) => ({
      clusters: all,
      placement: everywhere,
      namespace: "shop",
      yaml: guestbook,
      overrides: [
        { kind: "Service", clusterName: "eu", merge: { spec: { type: "NodePort" } } },
        { kind: "Deployment", clusterName: "eu", merge: { spec: { replicas: 5 } } },
      ],
    }));
    const replicas = children
      .filter(({ type }) => type === "kubernetes:apps/v1:Deployment")
      .map(({ name, inputs }) => [name, (inputs.spec as { replicas: number }).replicas]);
    expect(replicas).to.deep.equal([
      ["gb-deployment-web-eu", 5],
      ["gb-deployment-web-us", 3],
    ]);
    expect(plan?.["Deployment shop/web"]?.clusters[0]?.overrides).to.deep.equal([
      { op: "merge", path: "/spec/replicas", override: "overrides[1], named" },
    ]);
  });

  it("divides the replicas of the objects that a preference picks", async () => {
    const { plan } = await run((all) => ({
      clusters: all,
      placement: everywhere,
      namespace: "shop",
      yaml: guestbook,
      scheduling: [
        {
          kind: "Deployment",
          preference: new kubefed.ReplicaSchedulingPreference("web", {
            totalReplicas: 5,
            clusters: { eu: { weight: 1, minReplicas: 1, maxReplicas: 1 }, us: { weight: 1 } },
          }),
        },
      ],
    }));
    expect(plan?.["Deployment shop/web"]?.clusters.map(({ replicas }) => replicas)).to.deep.equal([
      1, 4,
    ]);
  });

  it("lives where its own namespaces are when only the manifest names them", async () => {
    const yaml = `
apiVersion: v1
kind: ConfigMap
metadata: { name: cfg, namespace: a }
---
{ "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": "a" } }
`;
    const { children, titles } = await run((all) => ({
      clusters: all,
      placement: { clusterNames: ["us"] },
      yaml: [yaml, yaml.replace(/\ba\b(?= [}])|"a"/g, "b")],
    }));
    expect(titles).to.deep.equal([
      "Namespace a",
      "Namespace b",
      "ConfigMap a/cfg",
      "ConfigMap b/cfg",
    ]);
    expect(children.map(({ name }) => name)).to.deep.equal([
      "gb-configmap-a-cfg-us",
      "gb-configmap-b-cfg-us",
      "gb-namespace-a-us",
      "gb-namespace-b-us",
    ]);
  });

  it("stays within a FederatedNamespace", async () => {
    let plan: kubefed.PropagationPlan | undefined;
    await runWithMocks(() => {
      const shop = new kubefed.FederatedNamespace("shop", {
        clusters: clusters(),
        placement: { clusterNames: ["us"] },
      });
      const yaml = new kubefed.FederatedYaml("gb", { namespace: shop, yaml: guestbook });
      plan = yaml.plans["Service shop/web"];
      return [shop, yaml];
    });
    expect(plan?.clusters.map(({ cluster, selected }) => [cluster, selected])).to.deep.equal([
      ["eu", false],
      ["us", true],
    ]);
  });

  it("says all that is wrong with its files, its objects and its overrides at once", async () => {
    writeFileSync(join(folder, "broken.txt"), "kind: Service\nmetadata: [\n");
    writeFileSync(
      join(folder, "other.txt"),
      "apiVersion: v1\nkind: Secret\nmetadata: { name: s, namespace: b }",
    );
    const twice =
      "{ kind: Deployment, apiVersion: apps/v1, metadata: { name: web } }\n---\n{ kind: Service, apiVersion: v1, metadata: { name: web } }";
    const lines = await problemsOf(
      () =>
        new kubefed.FederatedYaml("gb", {
          clusters: clusters(),
          placement: everywhere,
          namespace: "shop",
          files: [join(folder, "*.txt"), join(folder, "nothing-*.yaml")],
          yaml: ["just words", "apiVersion: v1\nkind: Pod", guestbook, twice],
          overrides: [
            { kind: "Ingress", clusterName: "eu", merge: {} },
            { clusterName: "mars", merge: {} },
          ],
        }),
    );
    expect(lines.map((line) => line.replaceAll(folder, "."))).to.deep.equal([
      `  - files["./other.txt"][0]: Secret s says namespace "b", but "shop" is given; leave out one of them`,
      `  - files[0]: "./broken.txt" is no YAML: Flow sequence in block collection must be sufficiently indented and end with a ] at line 3, column 1`,
      `  - files[1]: "./nothing-*.yaml" is no file and no folder, and matches none`,
      `  - overrides[0]: no object has kind "Ingress"; there are Backup nightly, CustomResourceDefinition backups.shop.example.com, Deployment web, Service web`,
      `  - overrides[1].clusterName: no member cluster is called "mars"; known: "eu", "us"`,
      `  - yaml[0][0]: is no map; allowed is an object with apiVersion, kind and metadata.name, or a list of such`,
      `  - yaml[1][0]: a Pod has no metadata.name; allowed is an object with apiVersion, kind and metadata.name, or a list of such`,
      `  - yaml[3][0]: Deployment shop/web is there twice`,
      `  - yaml[3][1]: Service shop/web is there twice`,
    ]);
  });
});
