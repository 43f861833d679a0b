import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { samplesFolder } from "../support/migrationSamples";

const main = join(__dirname, "../../provider/cli/main.ts");

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function kubefed(words: readonly string[], input?: string): Run {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--require", "tsx/cjs", main, ...words],
    { encoding: "utf8", ...(input === undefined ? {} : { input }) },
  );
  return { code: status, out: stdout, err: stderr };
}

const guide = join(samplesFolder, "kubefed-guide.yaml");
const first = join(samplesFolder, "kubefed-2018.yaml");
const shop = join(samplesFolder, "shop.yaml");
const kubemci = join(samplesFolder, "kubemci.yaml");

describe("kubefed federate and kubefed convert", function () {
  this.timeout(120_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-kubefed-cli-"));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("prints the program alone, and the verdict to the person", () => {
    const { code, out, err } = kubefed(["convert", "-f", first]);
    expect(code).to.equal(0);
    expect(out)
      .to.match(/^import \* as pulumi/)
      .and.not.include("proved");
    expect(err).to.include("\nproved: 8 objects over 2 member clusters, 14 copies equal");
  });

  it("proves nothing where a copy is unknown, says why and what to do, and exits with 1", () => {
    const { code, err } = kubefed(["convert", "-f", guide]);
    expect(code).to.equal(1);
    expect(err).to.include("\nnot proved: 19 objects over 3 member clusters, 36 copies equal");
    expect(err).to.include("unknown  ConfigMap test-namespace/one-fails: equal on cluster1");
    expect(err).to.include("say with --expect what the cluster holds");
    expect(err).to.include("left out ServiceDNSRecord test-namespace/test-service");
  });

  it("takes what kubemci was called with, an Ingress of its class and the clusters of its contexts", () => {
    const clusters = ["us-east", "eu-west"].flatMap((name) => ["--cluster", name]);
    const { code, out, err } = kubefed(["convert", "-f", kubemci, ...clusters]);
    expect(code, err).to.equal(1);
    expect(out).to.include('new kubefed.MultiClusterIngress("zone-printer", {');
    expect(err).to.include("are the same on every cluster, as kubemci needed them");
    expect(err).to.include("\nnot proved: 5 objects over 2 member clusters, 10 copies equal");
    expect(err).to.include("HAProxy on the first cluster balances");
  });

  it("proves nothing of Karmada without its bindings, and names them", () => {
    const { code, err } = kubefed(["convert", "-f", join(samplesFolder, "karmada.yaml")]);
    expect(code).to.equal(1);
    expect(err).to.include("not proved").and.include("there is no ResourceBinding");
    const help = kubefed(["convert", "--help"]).out;
    expect(help).to.include("resourcebindings.work.karmada.io").and.include("kubectl");
  });

  it("takes what every member holds for what the input does not tell", () => {
    const metadata = { name: "c", namespace: "default", labels: { "karmada.io/managed": "true" } };
    const held = { apiVersion: "v1", kind: "ConfigMap", metadata, data: { a: "1" } };
    const more = { ...held, metadata: { ...metadata, name: "more" } };
    const policy = {
      apiVersion: "policy.karmada.io/v1alpha1",
      kind: "PropagationPolicy",
      metadata: { name: "p" },
      spec: { resourceSelectors: [{ apiVersion: "v1", kind: "ConfigMap" }] },
    };
    const template = { ...held, metadata: { name: "c", namespace: "default" } };
    const write = (name: string, ...items: readonly object[]): string => {
      const file = join(folder, name);
      writeFileSync(file, JSON.stringify({ kind: "List", items }));
      return file;
    };
    const input = write("karmada.json", template, policy);
    const words = ["convert", "-f", input, "--cluster", "eu", "--cluster", "us"];
    const [same, other] = [write("same.json", held), write("other.json", held, more)];
    const settled = kubefed([...words, "--expect", `eu=${same}`, "--expect", `us=${same}`]);
    expect([settled.code, settled.err.includes("agrees with what is there")]).to.deep.equal([
      0,
      true,
    ]);
    // What is said of one cluster tells nothing of another.
    expect(kubefed([...words, "--expect", `eu=${same}`]).code).to.equal(1);
    const left = kubefed([...words, "--expect", `eu=${same}`, "--expect", `us=${other}`]);
    expect(left.code).to.equal(1);
    expect(left.err).to.include("ConfigMap default/more: otherwise on us itself");
    expect(left.err).to.include("us: there, and not in the program");
  });

  it("says what differs from what a cluster really has, and exits with 1", () => {
    const live = (greeting: string): string => {
      const file = join(folder, `${greeting}.json`);
      const metadata = { name: "test-configmap", namespace: "test-namespace" };
      const data = { foo: greeting };
      writeFileSync(file, JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata, data }));
      return file;
    };
    const input = join(folder, "one.yaml");
    const documents = readFileSync(guide, "utf8").split("\n---\n");
    const needed =
      /KubeFedCluster|kind: FederatedNamespace[^]*name: test-namespace|name: test-configmap/;
    const namespace = "name: test-namespace, namespace: test-namespace";
    writeFileSync(input, documents.filter((each) => needed.test(each)).join("\n---\n"));
    expect(readFileSync(input, "utf8")).to.include(namespace);
    const words = ["convert", "-f", input, "--expect"];
    const broken = kubefed([...words, `cluster2=${live("other")}`]);
    expect(broken.code).to.equal(1);
    expect(broken.err).to.include('cluster2 /data/foo: there "other", in the program "bar"');
    expect(broken.err).to.include("does not agree with what is there");
  });

  it("writes a whole project with the commands to run, and no secret in it", () => {
    const out = join(folder, "project");
    const { code, err } = kubefed(["federate", "-f", shop, "-o", out, "--cluster", "eu:tier=prod"]);
    expect(code, err).to.equal(0);
    const files = readdirSync(out).sort();
    expect(files).to.deep.equal([
      ".gitignore",
      "Pulumi.yaml",
      "README.md",
      "index.ts",
      "package.json",
      "tsconfig.json",
    ]);
    const texts = files.map((name) => readFileSync(join(out, name), "utf8")).join("\n");
    for (const value of ["hunter2", "aHVudGVyMg==", "shopkeeper"]) {
      expect(texts + err).not.to.include(value);
    }
    expect(texts).to.include("pulumi config set --secret eu-kubeconfig < eu.kubeconfig");
    expect(texts).to.include("--secret db-password | pulumi config set --secret db-password");
    expect(texts).to.include('labels: { tier: "prod" }');
    const again = kubefed(["federate", "-f", shop, "-o", out]);
    expect(again.code).to.equal(1);
    expect(again.err).to.include("the folder is not empty; nothing was written");
  });

  it("reads standard input, and folders", () => {
    const manifest = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"cfg"}}';
    expect(kubefed(["federate", "-f", "-"], manifest).out).to.include('FederatedConfigMap("cfg"');
    writeFileSync(join(folder, "cfg.json"), manifest);
    expect(kubefed(["federate", "-f", folder]).out).to.include('FederatedConfigMap("cfg"');
  });

  it("hands out one secret value and nothing else", () => {
    const { out, err } = kubefed(["federate", "-f", shop, "--secret", "db-password"]);
    expect([out, err]).to.deep.equal(["aHVudGVyMg==", ""]);
    const unknown = kubefed(["federate", "-f", shop, "--secret", "db-pasword"]);
    expect(unknown.code).to.equal(1);
    expect(unknown.err).to.include('there are: "db-password", "db-user"');
  });

  const mistakes = [
    { words: ["federate", "-f", "no/such"], says: '"no/such": there is no such file or folder' },
    { words: ["federate", "-f", "-"], says: "there is no Kubernetes object in it" },
    { words: ["convert", "-f", shop], says: "for plain manifests use kubefed federate" },
    {
      words: ["convert", "-f", guide, "--cluster", ":a=b"],
      says: "allowed: NAME or NAME:LABEL=VALUE",
    },
    { words: ["convert", "-f", guide, "--expect", "x"], says: "allowed: CLUSTER=FILE" },
  ];
  for (const { words, says } of mistakes) {
    it(`says what is wrong without a stack trace: ${says}`, () => {
      const { code, err } = kubefed(words, "");
      expect(code).to.equal(1);
      expect(err).to.include(says);
      expect(err).not.to.match(/^\s+at /m);
    });
  }
});
