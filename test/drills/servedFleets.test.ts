import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Cluster, parseKubeconfig } from "../fleet";
import { allowDeletes } from "../support/allowDeletes";
import { contextsFile } from "../support/contextsFile";
import { configMapPath, readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";
import { type YamlProgram, type YamlStack, yamlStack } from "../support/yamlStack";

const fromFile = configMapPath("default", "from-file");
const fromStack = configMapPath("default", "from-stack");

describe("fleets of a program in YAML", function () {
  this.timeout(600_000);
  let clusters: readonly [Cluster, Cluster, Cluster];
  let exporting: YamlStack;
  let stack: YamlStack;
  let path: string;

  const fleet: YamlProgram = {
    name: "fleet",
    runtime: "yaml",
    resources: {},
    config: { kubeconfig: { type: "string", secret: true } },
  };
  const withOutput = (names: readonly string[]): YamlProgram => {
    const exported = { labels: { tier: "prod" }, zones: [], kubeconfig: "${kubeconfig}" };
    const entries = names.map((name) => [name, exported] as const);
    return { ...fleet, outputs: { fleet: Object.fromEntries(entries) } };
  };
  const map = (clusters: string | readonly string[]) => ({
    type: "kubefed:FederatedConfigMap",
    properties: {
      clusters,
      namespaceName: "default",
      placement: { clusterSelector: { matchLabels: { tier: "prod" } } },
      template: { data: { greeting: "hello" } },
    },
  });
  const program = (more: Record<string, unknown> = {}): YamlProgram => ({
    name: "app",
    runtime: "yaml",
    plugins: { providers: [{ name: "kubefed", path: "node_modules/pulumi-kubefed/bin" }] },
    resources: {
      file: {
        type: "kubefed:FleetFromKubeconfig",
        properties: {
          path: "clusters.yaml",
          names: { gke_EU: "eu-west" },
          members: { "eu-west": { labels: { tier: "prod" } }, "us-east": { labels: {} } },
          ...more,
        },
      },
      stack: {
        type: "kubefed:FleetFromStack",
        properties: { stack: "organization/fleet/dev", output: "fleet" },
      },
      "from-file": map("${file.clusters}"),
      "from-stack": map(["${stack.clusters[0]}"]),
    },
    outputs: { names: "${file.clusterNames}", plan: "${from-file.plan}" },
  });

  before(async () => {
    const { clusters: all } = await sharedFleet();
    const [us, eu, ap] = ["us-east", "eu-west", "ap-south"].map((name) => all[name]);
    if (us === undefined || eu === undefined || ap === undefined) throw new Error("no fleet");
    clusters = [us, eu, ap];
    exporting = await yamlStack({
      program: withOutput(["ap-south"]),
      secrets: { kubeconfig: ap.kubeconfig },
    });
    const backend = exporting.shell.env.PULUMI_BACKEND_URL?.replace("file://", "") ?? "";
    stack = await yamlStack({ program: program(), secrets: {}, backend });
    path = join(stack.shell.directory, "clusters.yaml");
    writeFileSync(path, contextsFile({ "us-east": us, gke_EU: eu }));
    const up = await exporting.up();
    expect(up.succeeded, up.output).to.equal(true);
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
    exporting.remove();
  });

  const live = async () =>
    await Promise.all([
      ...clusters.map((each) => readLive(each, fromFile)),
      ...clusters.map((each) => readLive(each, fromStack)),
    ]);
  const uids = async () => (await live()).map((each) => each?.metadata.uid);
  const nothing = [1, 2, 3, 4, 5, 6].map(() => undefined);

  it("are known at preview, in every component that takes them", async () => {
    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    const said = preview.diagnostics.map(({ message }) => message).join("\n");
    expect(said)
      .to.match(/ConfigMap default\/from-file on 1 of 2 member clusters, .+: eu-west/)
      .and.match(/ConfigMap default\/from-stack on 1 of 1 member cluster, .+: ap-south/);
    expect(await uids()).to.deep.equal(nothing);
  });

  it("are written to, and their credentials are in no state", async () => {
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect(up.outputs.names).to.deep.equal(["eu-west", "us-east"]);
    const found = (await live()).map((each) => each?.data);
    const data = { greeting: "hello" };
    const none = undefined;
    expect(found).to.deep.equal([none, data, none, none, none, data]);
    for (const { kubeconfig } of clusters)
      expect(stack.state()).not.to.include(parseKubeconfig(kubeconfig).token);
  });

  it("lose no cluster in silence, whose labels or context are changed or mistyped, or which is exported no more", async () => {
    const before = await uids();
    const refused = async (message: string) => {
      const up = await stack.up();
      expect(up.succeeded, up.output).to.equal(false);
      expect(up.output).to.include(message);
      const touched = up.changes.filter(
        ({ op, type }) => op === "delete" || type.startsWith("kubernetes:"),
      );
      expect(touched).to.deep.equal([]);
      expect(await uids()).to.deep.equal(before);
    };
    allowDeletes(stack, "0");
    stack.write(program({ members: { "us-east": { labels: { tier: "prod" } } } }));
    await refused(
      'at least 1 of 2 copies would be deleted (1 of FederatedConfigMap "from-file"); 0 may, as PULUMI_KUBEFED_ALLOW_DELETES says',
    );
    allowDeletes(stack, "false");
    stack.write(program({ contexts: ["us-east", "gke_EUR"] }));
    await refused('"clusters.yaml" has no context "gke_EUR"; known: "gke_EU", "us-east"');
    stack.write(program({ names: {}, members: {} }));
    const [us, eu] = clusters;
    writeFileSync(path, contextsFile({ "us-east": us, eu }));
    await refused(
      'cluster "eu-west" is in this stack, and no context of "clusters.yaml" stands for it any more; mend the file, keep the name of one that was renamed by names',
    );
    stack.write(program());
    writeFileSync(path, contextsFile({ "us-east": us, gke_EU: eu }));
    exporting.write(withOutput([]));
    await exporting.up();
    await refused(
      'cluster "ap-south" is in this stack, and stack "organization/fleet/dev" exports it no more in "fleet"',
    );
  });

  it("go with the stack", async () => {
    const destroyed = await stack.destroy();
    expect(destroyed.succeeded, destroyed.output).to.equal(true);
    expect(await uids()).to.deep.equal(nothing);
  });
});
