import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { callKubeApi, type Cluster, parseKubeconfig } from "../fleet";
import { parse } from "yaml";
import { kubefed } from "../support/kubefed";
import { changeLive, configMapPath, deploymentPath, readLive } from "../support/live";
import { type RunningNameServer, startNameServer, digShort } from "../support/nameServers";
import { sharedFleet } from "../support/sharedFleet";
import { ownerIdOf } from "../support/stackOwner";
import { startTcpGate, type TcpGate } from "../support/tcpGate";
import { ensureToolchain } from "../toolchain";
import {
  type YamlProgram,
  yamlExample,
  type YamlResource,
  type YamlStack,
  yamlStack,
} from "../support/yamlStack";

const password = "correct-horse-battery";
const settings = configMapPath("shop", "settings");
const theirs = configMapPath("shop", "theirs");

/** Where the mistakes of each wrong component are, and the values that are there. */
const mistakes: Readonly<Record<string, readonly string[]>> = {
  wrong: [
    "overrides[0].clusterOverrides[0].path {/kind}",
    "overrides[1].clusterName {somewhere}",
    "placement.clusterNames[1] {nowhere}",
  ],
  worse: ["overrides[0] (an object)", "retain[0] {data..}"],
  twice: ["template.metadata.name {settings}"],
};

/** Makes a chart of one ConfigMap in a folder. */
function makeChart(folder: string): void {
  const rendered = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "hello" }, data: {} };
  mkdirSync(join(folder, "templates"));
  writeFileSync(join(folder, "Chart.yaml"), "{ apiVersion: v2, name: hello, version: 0.1.0 }\n");
  writeFileSync(join(folder, "templates/all.yaml"), JSON.stringify(rendered));
}

/** A ConfigMap of the shop's namespace. */
function configMap(more: Record<string, unknown>): YamlResource {
  const properties = { namespace: "${shop}", template: { data: { a: "b" } }, ...more };
  return { type: "kubefed:FederatedConfigMap", properties };
}

describe("a program in YAML on real clusters", function () {
  this.timeout(600_000);
  const shop = yamlExample("shop-yaml");
  const chart = mkdtempSync(join(tmpdir(), "pulumi-kubefed-chart-"));
  const hello: YamlResource = {
    type: "kubefed:FederatedHelmChart",
    properties: { namespace: "${shop}", chart },
  };
  const settingsOfShop = shop.resources.settings;
  const template = { data: { greeting: "hello", currency: "USD", password: "${password}" } };
  const resources = {
    ...shop.resources,
    settings: { ...settingsOfShop, properties: { ...settingsOfShop?.properties, template } },
    hello,
  } as YamlProgram["resources"];
  const config = { ...(shop.config as object), password: { type: "string", secret: true } };
  const clusterNames = ["${us-east.name}", "${eu-west.name}"];
  const invoked = (name: string, args: Record<string, unknown>) => ({
    "fn::invoke": { function: `kubefed:${name}`, arguments: args },
  });
  const asked = { kind: "Deployment", namespace: "shop", name: "web", clusters: clusterNames };
  const outputs = {
    planned: invoked("planReplicas", { clusters: ["a", "b"], totalReplicas: 4 }),
    previous: invoked("previousReplicas", { name: "web", clusters: clusterNames }),
    observed: invoked("observeReplicas", asked),
  };
  const program = { ...shop, config, resources, outputs };
  let clusters: readonly [Cluster, Cluster, Cluster];
  let gate: TcpGate;
  let dns: RunningNameServer;
  let stack: YamlStack;

  before(async () => {
    makeChart(chart);
    const fleet = await sharedFleet();
    const [us, eu, ap] = ["us-east", "eu-west", "ap-south"].map((name) => fleet.clusters[name]);
    if (us === undefined || eu === undefined || ap === undefined) throw new Error("no fleet");
    clusters = [us, eu, ap];
    const port = Number(new URL(parseKubeconfig(eu.kubeconfig).server).port);
    gate = await startTcpGate(port);
    dns = await startNameServer("bind");
    stack = await yamlStack({
      program,
      secrets: {
        "us-east-kubeconfig": us.kubeconfig,
        "eu-west-kubeconfig": eu.kubeconfig.replace(`:${port}`, `:${gate.port}`),
        password,
      },
    });
  });
  after(async () => {
    await gate.open();
    await stack.destroy();
    stack.remove();
    await gate.shut();
    await dns.stop();
    rmSync(chart, { recursive: true });
  });

  const withResources = (resources: YamlProgram["resources"]): YamlProgram => ({
    ...program,
    resources: { ...program.resources, ...resources },
  });
  const live = async (path: string) =>
    await Promise.all(clusters.slice(0, 2).map((each) => readLive(each, path)));
  const messages = (run: { readonly diagnostics: readonly { readonly message: string }[] }) =>
    run.diagnostics.map(({ message }) => message).join("\n");

  it("says at preview which clusters get what and why, as a TypeScript program does", async () => {
    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    const said = messages(preview);
    expect(said).to.match(
      /\[dev\] ConfigMap shop\/settings on 2 of 2 member clusters, .+: eu-west \(2 overrides\), us-east/,
    );
    expect(said).to.include("6 of 9: weight 2 of 3");
    expect(await readLive(clusters[0], "/api/v1/namespaces/shop")).to.equal(undefined);
  });

  it("writes the same objects, with overrides, replicas and a secret that stays one", async () => {
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    const [us, eu] = await live(settings);
    expect(us?.data).to.deep.equal({ greeting: "hello", currency: "USD", password });
    expect(eu?.data).to.deep.equal({ greeting: "bonjour", currency: "EUR", password });
    const replicas = (await live(deploymentPath("shop", "web"))).map(
      (each) => each?.spec?.replicas,
    );
    expect(replicas).to.deep.equal([6, 3]);
    // What a chart renders is registered by a callback of the engine, outside of what asked for the chart.
    const owners = [us, ...(await live(configMapPath("shop", "hello")))].map(
      (each) => each?.metadata.annotations?.["pulumi-kubefed/owner"]?.split("/")[0],
    );
    expect(owners).to.deep.equal([1, 2, 3].map(() => ownerIdOf(stack)));
    expect(stack.state()).not.to.include(password);
    expect(stack.state()).not.to.include(parseKubeconfig(clusters[0].kubeconfig).token);
    const again = await stack.preview();
    expect(again.changes, again.output).to.deep.equal([]);
  });

  it("shows a changed override on its cluster alone, in the table of every language", async () => {
    await stack.setConfig("euGreeting", "salut");
    const { code, out, err } = await kubefed({ words: ["plan", "--exit-code"], ...stack.shell });
    expect(code, err).to.equal(2);
    expect(out, out).to.match(/ConfigMap shop\/settings +~ update +=/);
    expect(out, out).to.match(/Deployment shop\/web +=? ?3 +=? ?6 /);
    expect(out, out).to.include("1 to update");
  });

  it("names every mistake where it is, of each component by itself, and writes nothing of them", async () => {
    stack.write(
      withResources({
        wrong: configMap({
          placement: { clusterNames: ["us-east", "nowhere"] },
          overrides: [
            { clusterName: "eu-west", clusterOverrides: [{ path: "/kind", value: "${password}" }] },
            { clusterName: "somewhere", merge: { data: { a: "c" } } },
          ],
        }),
        worse: configMap({ overrides: [{ merge: { data: { a: "c" } } }], retain: ["data.."] }),
        twice: {
          ...configMap({ template: { metadata: { name: "settings" }, data: { a: "b" } } }),
          // Of two that are asked for at once the second is refused: the object would be this one's.
          options: { dependsOn: ["${settings}"] },
        },
      }),
    );
    const up = await stack.up();
    expect(up.succeeded).to.equal(false);
    const refused = up.diagnostics
      .map(({ message }) => message)
      .filter((each) => each.includes("- property"));
    // The host gives up when the first is refused; whoever was asked for by then is told everything.
    expect(refused.length, up.output).to.be.greaterThan(0);
    for (const message of refused) {
      const name = /resource '(\w+)' has a problem/.exec(message)?.[1] ?? "";
      const places = [
        ...message.matchAll(/- property (.+?)(?: with value '(.*)')? has a problem/g),
      ];
      const found = places.map(([, path, value = ""]) => `${path ?? ""} ${value}`.trim());
      expect(found, message).to.have.members([...(mistakes[name] ?? [])]);
      expect(message).not.to.include(password);
    }
    for (const name of ["wrong", "worse"])
      expect(await live(configMapPath("shop", name))).to.deep.equal([undefined, undefined]);
  });

  it("reports what is there and somebody else's", async () => {
    await changeLive(clusters[0], {
      method: "POST",
      path: "/api/v1/namespaces/shop/configmaps",
      body: { metadata: { name: "theirs" }, data: { theirs: "yes" } },
    });
    const template = { metadata: { name: "theirs" }, data: { a: "b" } };
    stack.write(withResources({ foreign: configMap({ template }) }));
    const preview = await stack.preview();
    expect(preview.succeeded).to.equal(false);
    expect(messages(preview)).to.match(
      /property clusters\["us-east"\] has a problem: ConfigMap shop\/theirs exists on "us-east" and is not of this stack/,
    );
    expect((await live(theirs)).map((each) => each?.data)).to.deep.equal([
      { theirs: "yes" },
      undefined,
    ]);
  });

  it("keeps what is on a cluster that is away, joins another, and publishes a name", async () => {
    const { "eu-west": eu, ...others } = program.resources;
    const kept = { ...eu, properties: { ...eu?.properties, unreachable: "keep" } } as YamlResource;
    const direct = { port: dns.port, name: `direct.${dns.zone}` };
    await gate.shut();
    stack.write({
      ...program,
      resources: {
        ...others,
        "eu-west": kept,
        "ap-south": {
          type: "kubefed:KubeFedCluster",
          properties: { kubeconfig: clusters[2].kubeconfig, join: { hostClusterName: "host" } },
        },
        zone: {
          type: "kubefed:Rfc2136Zone",
          properties: {
            server: [`127.0.0.1:${dns.port}`],
            zone: dns.zone,
            tsig: { name: dns.writer.name, secret: dns.writer.secret },
          },
        },
        direct: {
          type: "kubefed:DnsRecordSet",
          properties: {
            dnsName: direct.name,
            records: { A: ["10.0.0.9"] },
            ttlSeconds: 60,
            registry: { ownerId: "yaml" },
            servers: [{ host: "127.0.0.1", port: dns.port }],
            tsig: { name: dns.writer.name, secret: dns.writer.secret },
          },
        },
        api: {
          type: "kubefed:DomainRecord",
          properties: {
            rfc2136Zone: "${zone}",
            dnsName: `yaml.${dns.zone}`,
            records: { A: ["10.0.0.7"] },
          },
        },
      },
    });
    const up = await stack.up();
    await gate.open();
    expect(up.succeeded, up.output).to.equal(true);
    const deleted = up.changes.filter(
      ({ op, type }) => op === "delete" && /^kube[^:]*:[^i]/.test(type),
    );
    expect(deleted).to.deep.equal([]);
    expect(up.outputs.planned).to.deep.include({ replicas: { a: 2, b: 2 }, unplaced: 0 });
    expect(up.outputs.previous).to.deep.equal({ replicas: { "eu-west": 3, "us-east": 6 } });
    expect(up.outputs.observed).to.have.nested.property("unreachable.eu-west");
    expect(digShort({ ...direct, type: "A" })).to.deep.equal(["10.0.0.9"]);
    const asked = { port: dns.port, name: `yaml.${dns.zone}`, type: "A" };
    expect(digShort(asked)).to.deep.equal(["10.0.0.7"]);
    const [, still] = await live(settings);
    expect(still?.data).to.include({ currency: "EUR" });
    for (const secret of [dns.writer.secret, parseKubeconfig(clusters[2].kubeconfig).token])
      expect(stack.state()).not.to.include(secret);
  });

  it("takes no namespace back that others have something in", async () => {
    const refused = await stack.destroy();
    expect(refused.succeeded).to.equal(false);
    expect(messages(refused)).to.include(
      'Namespace shop on "us-east" holds what is not of this stack: ConfigMap shop/theirs. It would be gone too',
    );
    expect((await readLive(clusters[0], theirs))?.data).to.deep.equal({ theirs: "yes" });
  });

  it("takes everything back, unjoins, and leaves no plugin behind", async () => {
    await changeLive(clusters[0], { method: "DELETE", path: theirs });
    const destroyed = await stack.destroy();
    expect(destroyed.succeeded, destroyed.output).to.equal(true);
    expect(await live("/api/v1/namespaces/shop")).to.deep.equal([undefined, undefined]);
    const { status } = await callKubeApi(parseKubeconfig(clusters[2].kubeconfig), {
      path: "/api/v1/namespaces/kube-federation-system",
    });
    expect(status).to.equal(404);
    const plugin = join(stack.shell.directory, "node_modules/pulumi-kubefed/bin");
    expect(spawnSync("pgrep", ["-f", plugin], { encoding: "utf8" }).stdout).to.equal("");
  });

  it("is added to a project by the plugin, which has the schema", async () => {
    const project = mkdtempSync(join(tmpdir(), "pulumi-kubefed-added-"));
    writeFileSync(join(project, "Pulumi.yaml"), "{ name: added, runtime: yaml }\n");
    const plugin = join(stack.shell.directory, "node_modules/pulumi-kubefed/bin");
    const words = ["package", "add", join(plugin, "pulumi-resource-kubefed")];
    const toolchain = await ensureToolchain();
    const env = { ...process.env, ...toolchain.env(), ...stack.shell.env };
    const run = { cwd: project, env, encoding: "utf8" } as const;
    const { status, stdout, stderr } = spawnSync("pulumi", words, run);
    const added = parse(readFileSync(join(project, "Pulumi.yaml"), "utf8")) as YamlProgram;
    rmSync(project, { recursive: true });
    expect(status, stdout + stderr).to.equal(0);
    expect(added.packages).to.deep.equal({ kubefed: "kubefed@0.1.0" });
  });
});
