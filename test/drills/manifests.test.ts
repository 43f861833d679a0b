import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { FleetPlan } from "../../provider/report/plan/model";
import { type Fleet, startFleet } from "../fleet";
import { kubefed } from "../support/kubefed";
import { configMapPath, type LiveObject, readLive } from "../support/live";
import { createStack, type TestStack } from "../support/stack";
import type { Manifests } from "./programs/manifests";

const namespace = "manifests-test";
const password = "correct-horse-battery";
const backups = `/apis/x.example.com/v1/namespaces/${namespace}/backups/nightly`;

const manifests = `
apiVersion: x.example.com/v1
kind: Backup
metadata: { name: nightly }
spec: { schedule: "@daily" }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { greeting: hello }
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: backups.x.example.com }
spec:
  group: x.example.com
  scope: Namespaced
  names: { kind: Backup, plural: backups }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties: { spec: { type: object, properties: { schedule: { type: string } } } }
`;

const template = `
apiVersion: v1
kind: ConfigMap
metadata: { name: {{ .Release.Name }}-values, namespace: {{ .Release.Namespace }} }
data: { greeting: {{ .Values.greeting }}, tier: {{ .Values.tier }} }
---
apiVersion: v1
kind: Secret
metadata: { name: {{ .Release.Name }}-password }
stringData: { password: {{ .Values.password }} }
`;

describe("manifests and charts on real clusters", function () {
  this.timeout(600_000);
  let fleet: Fleet;
  let stack: TestStack;
  let folder: string;
  let first: Manifests;

  before(async () => {
    fleet = await startFleet({
      clusters: ["us-east", "eu-west", "ap-south"].map((name) => ({
        name,
        region: name,
        zones: [`${name}-a`],
      })),
    });
    folder = mkdtempSync(join(tmpdir(), "pulumi-kubefed-manifests-"));
    writeFileSync(join(folder, "all.yaml"), manifests);
    const chart = join(folder, "hello");
    mkdirSync(join(chart, "templates"), { recursive: true });
    writeFileSync(join(chart, "Chart.yaml"), "{ apiVersion: v2, name: hello, version: 0.1.0 }\n");
    writeFileSync(join(chart, "values.yaml"), "{ greeting: none, tier: gold }\n");
    writeFileSync(join(chart, "templates/all.yaml"), template);
    const overrides = [
      { kind: "Backup", clusterName: "eu-west", merge: { spec: { schedule: "@weekly" } } },
    ];
    first = { folder, chart, overrides, greeting: "bonjour" };
    const kubeconfigs = Object.values(fleet.clusters).map(
      ({ name, kubeconfig }) => [name, kubeconfig] as const,
    );
    const secrets = { ...Object.fromEntries(kubeconfigs), password };
    stack = await createStack({ program: "manifests", secrets });
    await stack.configure(first);
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
    rmSync(folder, { recursive: true });
    await fleet.stop();
  });

  async function read(path: string, field: (object: LiveObject) => unknown) {
    const found = Object.values(fleet.clusters).map(async (cluster) => {
      const object = await readLive(cluster, path);
      return [cluster.name, object === undefined ? undefined : field(object)] as const;
    });
    return Object.fromEntries<unknown>(await Promise.all(found));
  }

  it("are previewed but for the charts of a cluster that is still to be made", async () => {
    await stack.configure({ ...first, isLate: true });
    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    const names = preview.changes.map(({ name }) => name).filter((name) => /^hello/.test(name));
    expect(names.filter((name) => /us-east/.test(name))).to.deep.equal(["hello-us-east"]);
    expect(names.filter((name) => /eu-west/.test(name))).to.have.lengthOf(3);
    expect(preview.output).to.match(/"us-east": charts are not in this preview/);
  });

  it("are refused where a component declares an object that the chart renders too", async () => {
    await stack.configure({ ...first, isDeclaredTwice: true });
    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(false);
    expect(preview.output).to.match(
      /ConfigMap manifests-test\/hello-values on "[a-z-]+" is declared by FederatedConfigMap "hello-values" already/,
    );
  });

  it("are on each cluster as the preview said", async () => {
    await stack.configure(first);
    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    const said = preview.diagnostics.map(({ message }) => message).join("\n");
    expect(said).to.match(/Chart manifests-test\/hello on 3 of 3 .+ eu-west \(1 override\)/);
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect(up.outputs.titles).to.deep.equal([
      "CustomResourceDefinition backups.x.example.com",
      "Backup manifests-test/nightly",
      "ConfigMap manifests-test/settings",
    ]);
    expect(await read(backups, ({ spec }) => spec?.schedule)).to.deep.equal({
      "ap-south": undefined,
      "eu-west": "@weekly",
      "us-east": "@daily",
    });
    const values = await read(configMapPath(namespace, "hello-values"), ({ data }) => data);
    expect(values).to.deep.equal({
      "ap-south": { greeting: "hello", tier: "gold" },
      "eu-west": { greeting: "bonjour", tier: "gold" },
      "us-east": { greeting: "hello", tier: "gold" },
    });
    expect(stack.state()).to.not.include(password);
  });

  it("have nothing to do in a second update", async () => {
    const second = await stack.up();
    expect(second.succeeded, second.output).to.equal(true);
    expect(second.changes).to.deep.equal([]);
  });

  it("are in the plan of the fleet, the chart as one row", async () => {
    await stack.configure({ ...first, greeting: "salut" });
    const { code, out, err } = await kubefed({
      words: ["plan", "--stack", "dev", "--format", "json"],
      ...stack.shell,
    });
    expect(code, err).to.equal(0);
    const plan = JSON.parse(out) as FleetPlan;
    const row = plan.objects.find(({ kind }) => kind === "Chart");
    expect(row?.cells.map(({ cluster, action }) => [cluster, action])).to.deep.equal([
      ["ap-south", "same"],
      ["eu-west", "update"],
      ["us-east", "same"],
    ]);
    expect(out).to.not.include(password);
  });

  it("stay on a cluster that is away, and are brought level when it is back", async () => {
    const path = configMapPath(namespace, "hello-values");
    const uids = await read(path, ({ metadata }) => metadata.uid);
    await fleet.clusters["ap-south"]?.stop();
    await stack.configure({ ...first, greeting: "salut" });
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect(up.changes.filter(({ op }) => op.startsWith("delete"))).to.deep.equal([]);
    await fleet.clusters["ap-south"]?.start();
    const back = await stack.up();
    expect(back.succeeded, back.output).to.equal(true);
    expect(await read(path, ({ metadata }) => metadata.uid)).to.deep.equal(uids);
    expect(await read(path, ({ data }) => data?.greeting)).to.deep.equal({
      "ap-south": "hello",
      "eu-west": "salut",
      "us-east": "hello",
    });
  });

  it("leave nothing behind", async () => {
    const destroy = await stack.destroy();
    expect(destroy.succeeded, destroy.output).to.equal(true);
    const nowhere = { "ap-south": undefined, "eu-west": undefined, "us-east": undefined };
    expect(await read(`/api/v1/namespaces/${namespace}`, Boolean)).to.deep.equal(nowhere);
  });
});
