import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { callKubeApi, type Cluster, parseKubeconfig } from "../fleet";
import { kubefed } from "../support/kubefed";
import {
  changeLive,
  configMapPath,
  deploymentPath,
  readLive,
  removeNamespace,
} from "../support/live";
import { type RunningNameServer, startNameServer, digShort } from "../support/nameServers";
import { createStack } from "../support/stack";
import { movedProgram } from "../support/movedProgram";
import { sharedFleet } from "../support/sharedFleet";
import { startTcpGate, type TcpGate } from "../support/tcpGate";
import {
  type YamlProgram,
  yamlExample,
  type YamlResource,
  type YamlStack,
  yamlStack,
} from "../support/yamlStack";
import type { Moved } from "./programs/moved";

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
  // The host asks for both at once, and who comes second is refused.
  settings: ["template.metadata.name"],
};

/** A ConfigMap of the shop's namespace. */
function configMap(more: Record<string, unknown>): YamlResource {
  const properties = { namespace: "${shop}", template: { data: { a: "b" } }, ...more };
  return { type: "kubefed:FederatedConfigMap", properties };
}

describe("a program in YAML on real clusters", function () {
  this.timeout(600_000);
  const program = yamlExample("shop-yaml");
  let clusters: readonly [Cluster, Cluster, Cluster];
  let gate: TcpGate;
  let dns: RunningNameServer;
  let stack: YamlStack;

  before(async () => {
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
        usEastKubeconfig: us.kubeconfig,
        euWestKubeconfig: eu.kubeconfig.replace(`:${port}`, `:${gate.port}`),
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
        twice: configMap({ template: { metadata: { name: "settings" }, data: { a: "b" } } }),
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
    const asked = { port: dns.port, name: `yaml.${dns.zone}`, type: "A" };
    expect(digShort(asked)).to.deep.equal(["10.0.0.7"]);
    const [, still] = await live(settings);
    expect(still?.data).to.include({ currency: "EUR" });
    for (const secret of [dns.writer.secret, parseKubeconfig(clusters[2].kubeconfig).token])
      expect(stack.state()).not.to.include(secret);
  });

  it("takes everything back, unjoins, and leaves no plugin behind", async () => {
    const destroyed = await stack.destroy();
    expect(destroyed.succeeded, destroyed.output).to.equal(true);
    expect(await live(settings)).to.deep.equal([undefined, undefined]);
    // Nobody has looked into it, so it stays, with what others have there.
    for (const cluster of clusters.slice(0, 2)) {
      expect(await readLive(cluster, "/api/v1/namespaces/shop")).to.have.property("kind");
      await removeNamespace(cluster, "shop");
    }
    const { status } = await callKubeApi(parseKubeconfig(clusters[2].kubeconfig), {
      path: "/api/v1/namespaces/kube-federation-system",
    });
    expect(status).to.equal(404);
    const plugin = join(stack.shell.directory, "node_modules/pulumi-kubefed/bin");
    expect(spawnSync("pgrep", ["-f", plugin], { encoding: "utf8" }).stdout).to.equal("");
  });

  it("takes over the stack of a TypeScript program, joined and published, without a change", async () => {
    const { port, zone, writer } = dns;
    const before = await createStack({
      program: "moved",
      secrets: { kubeconfig: clusters[2].kubeconfig, tsig: writer.secret },
    });
    await before.configure({ server: `127.0.0.1:${port}`, zone, key: writer.name } satisfies Moved);
    const first = await before.up();
    expect(first.succeeded, first.output).to.equal(true);
    const after = await yamlStack({
      program: movedProgram({ port, zone, key: writer.name }),
      secrets: { kubeconfig: clusters[2].kubeconfig, tsig: writer.secret },
      backend: join(before.shell.directory, "backend"),
    });
    try {
      const path = configMapPath("moved", "settings");
      const uid = (await readLive(clusters[2], path))?.metadata.uid;
      const taken = await after.up();
      expect(taken.succeeded, taken.output).to.equal(true);
      // What runs the resources of the package that were dynamic ones.
      const changed = taken.changes.filter(({ type }) => type !== "pulumi:providers:kubefed");
      expect(changed, taken.output).to.deep.equal([]);
      expect((await readLive(clusters[2], path))?.metadata.uid).to.equal(uid);
      expect(digShort({ port, name: `moved.${zone}`, type: "A" })).to.deep.equal(["10.0.0.8"]);
      const again = await after.preview();
      expect(again.changes, again.output).to.deep.equal([]);
      const destroyed = await after.destroy();
      expect(destroyed.succeeded, destroyed.output).to.equal(true);
    } finally {
      await after.destroy();
      after.remove();
      before.remove();
    }
  });
});
