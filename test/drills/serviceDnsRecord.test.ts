import { expect } from "chai";
import type { ServiceDNSRecordStatus } from "pulumi-kubefed";
import { callKubeApi, type Fleet, parseKubeconfig } from "../fleet";
import { DnsTestBed } from "../support/dnsTestBed";
import { eventually } from "../support/eventually";
import { changeLive, readLive } from "../support/live";
import { digShort, type RunningNameServer } from "../support/nameServers";
import { packedStack } from "../support/packedStack";
import { sharedFleet } from "../support/sharedFleet";
import type { EngineRun, TestStack } from "../support/stack";
import { ownerIdOf } from "../support/stackOwner";
import { startTcpGate, type TcpGate } from "../support/tcpGate";
import type { DeclaredServiceDns } from "./programs/serviceDns";

const global = "web.dns-test.fed.svc.fed.test";
const nameIn = (place: string): string => `web.dns-test.fed.svc.${place}.fed.test`;
const names = {
  alias: "web.fed.test",
  global,
  asia: nameIn("asia-south1"),
  asiaA: nameIn("asia-south1-a.asia-south1"),
  europe: nameIn("europe-west1"),
  europeD: nameIn("europe-west1-d.europe-west1"),
  us: nameIn("us-east1"),
  usB: nameIn("us-east1-b.us-east1"),
  usC: nameIn("us-east1-c.us-east1"),
};
const everywhere = ["us-east", "eu-west", "ap-south"];

describe("the names of a federated Service on three clusters", function () {
  this.timeout(600_000);
  let fleet: Fleet;
  const bed = new DnsTestBed("bind");
  let server: RunningNameServer;
  let gate: TcpGate;
  const ways: Record<string, TcpGate> = {};
  let stack: TestStack;

  before(async () => {
    fleet = await sharedFleet();
    await bed.start();
    server = bed.server;
    gate = await startTcpGate(server.port);
    const kubeconfigs = Object.values(fleet.clusters).map(
      ({ name, kubeconfig }): [string, string] => [name, kubeconfig],
    );
    const secrets: Record<string, string> = {
      ...Object.fromEntries(kubeconfigs),
      tsig: server.writer.secret,
    };
    for (const name of everywhere) {
      const kubeconfig = secrets[name] ?? "";
      const port = Number(/127\.0\.0\.1:(\d+)/.exec(kubeconfig)?.[1]);
      const way = await startTcpGate(port);
      ways[name] = way;
      secrets[name] = kubeconfig.replace(`127.0.0.1:${port}`, `127.0.0.1:${way.port}`);
    }
    stack = await packedStack({ program: "serviceDns", secrets });
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
    await Promise.all([gate, ...Object.values(ways)].map((each) => each.shut()));
    await bed.stop();
  });

  const declare = (more: Partial<DeclaredServiceDns> = {}) => {
    const { zone, writer } = server;
    const usual = { port: gate.port, zone, key: writer.name, clusterNames: everywhere, record: {} };
    return stack.configure({ ...usual, hosts: ["shop.fed.test"], ...more });
  };
  /** What `dig` sees at every name: its addresses, or `-> name` for an alias. */
  const published = () =>
    Object.fromEntries(
      Object.entries(names).map(([key, name]) => {
        const [alias] = digShort({ port: server.port, name, type: "CNAME" });
        const addresses = digShort({ port: server.port, name, type: "A" });
        return [key, alias === undefined ? addresses : [`-> ${alias}`]];
      }),
    );
  /** The address that a cluster's load balancer has, asked of the cluster itself. */
  const addressOf = async (cluster: string): Promise<string> => {
    const member = fleet.clusters[cluster];
    const path = "/api/v1/namespaces/dns-test/services/web";
    const live = member && (await readLive(member, path));
    const status = live?.status as { loadBalancer?: { ingress?: { ip?: string }[] } } | undefined;
    return status?.loadBalancer?.ingress?.[0]?.ip ?? "none";
  };
  const recordSets = ({ changes }: EngineRun) =>
    changes.filter(({ type }) => /DnsRecordSet/.test(type)).map(({ op, name }) => `${op} ${name}`);

  it("are known at preview, before any address is", async () => {
    await declare();
    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    const wanted = [...Object.values(names).map((name) => `web-${name}`), "shop-shop.fed.test"];
    expect(recordSets(preview)).to.deep.equal(wanted.sort().map((name) => `create ${name}`));
    expect(digShort({ port: server.port, name: global, type: "ANY" })).to.deep.equal([]);
  });

  it("lead to the clusters of each region and zone after the update", async () => {
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    const [us, eu, ap] = await Promise.all(everywhere.map(addressOf));
    expect(published()).to.deep.equal({
      alias: [`-> ${global}.`],
      global: [us, eu, ap].sort(),
      asia: [ap],
      asiaA: [ap],
      europe: [eu],
      europeD: [eu],
      us: [us],
      usB: [us],
      usC: [us],
    });
    const owner = digShort({ port: server.port, name: `a-${global}`, type: "TXT" });
    expect(owner).to.deep.equal([
      `"heritage=external-dns,external-dns/owner=${ownerIdOf(stack)},external-dns/resource=service/dns-test/web"`,
    ]);
    const status = up.outputs.status as ServiceDNSRecordStatus;
    expect(status.dns.map(({ cluster, loadBalancer }) => [cluster, loadBalancer])).to.deep.equal([
      ["ap-south", [{ ip: ap }]],
      ["eu-west", [{ ip: eu }]],
      ["us-east", [{ ip: us }]],
    ]);
    const warnings = up.diagnostics.map(({ message }) => message);
    expect(warnings).to.include(
      'IngressDNSRecord "shop": no cluster has a load balancer address; nothing is published',
    );
    expect(stack.state()).to.not.include(server.writer.secret);
    expect(up.output).to.not.include(server.writer.secret);
  });

  it("keep all that they have where no cluster answers, but the name server does", async () => {
    const before = published();
    for (const name of everywhere) await ways[name]?.shut();
    const away = await stack.up();
    expect(away.succeeded, away.output).to.equal(true);
    expect(published()).to.deep.equal(before);
    expect(recordSets(away)).to.deep.equal([]);
    const warnings = away.diagnostics.map(({ message }) => message);
    expect(warnings).to.include(
      "web: none of its clusters answers (us-east, eu-west, ap-south), so its names keep what they have",
    );
    // A cluster that is there again is believed again, and the others are away.
    for (const name of ["us-east", "ap-south"]) await ways[name]?.open();
  });

  it("leave a cluster that is away, whose objects are kept, and find it again", async () => {
    const [us, eu, ap] = await Promise.all(everywhere.map(addressOf));
    const away = await stack.up();
    expect(away.succeeded, away.output).to.equal(true);
    expect(published()).to.deep.include({
      global: [us, ap].sort(),
      europe: [`-> ${global}.`],
      europeD: [`-> ${names.europe}.`],
      us: [us],
    });
    const { because } = away.outputs.status as ServiceDNSRecordStatus;
    expect(because["eu-west"]).to.equal("is not ready; its targets are left out");
    await ways["eu-west"]?.open();
    const back = await stack.up();
    expect(back.succeeded, back.output).to.equal(true);
    expect(await addressOf("eu-west")).to.equal(eu);
    expect(published()).to.deep.include({
      global: [us, eu, ap].sort(),
      europe: [eu],
      europeD: [eu],
    });
  });

  it("are shown by a refresh when a hand has changed one", async () => {
    await bed.replaceByHand(names.us, "A", "10.9.9.9");
    await bed.addByHand(`theirs.${server.zone}`, "A", "10.8.8.8");
    const ingress = fleet.clusters["us-east"];
    if (ingress === undefined) throw new Error("there is no us-east");
    await changeLive(ingress, {
      method: "PATCH",
      path: "/apis/networking.k8s.io/v1/namespaces/dns-test/ingresses/web/status",
      body: { status: { loadBalancer: { ingress: [{ hostname: "lb.example.net" }] } } },
    });
    const refresh = await stack.refresh();
    expect(refresh.succeeded, refresh.output).to.equal(true);
    const changed = /~ .*DnsRecordSet (\S+) updated/g;
    expect([...refresh.output.matchAll(changed)].map(([, name]) => name)).to.deep.equal([
      `web-${names.us}`,
    ]);
  });

  it("are repaired by the next update, and follow a Service that leaves a cluster", async () => {
    await declare({ clusterNames: ["us-east", "ap-south"] });
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    const [us, ap] = await Promise.all(["us-east", "ap-south"].map(addressOf));
    expect(published()).to.deep.include({
      global: [us, ap].sort(),
      europe: [`-> ${global}.`],
      europeD: [`-> ${names.europe}.`],
      us: [us],
    });
    expect(recordSets(up)).to.deep.equal(
      [
        "shop-shop.fed.test",
        ...[names.europe, names.europeD, global, names.us].map((name) => `web-${name}`),
      ]
        .sort()
        .map((name) => `update ${name}`),
    );
    expect(digShort({ port: server.port, name: "shop.fed.test", type: "CNAME" })).to.deep.equal([
      "lb.example.net.",
    ]);
  });

  it("leave a cluster out whose Service has no ready endpoint, or keep it if told so", async () => {
    const member = fleet.clusters["ap-south"];
    if (member === undefined) throw new Error("there is no ap-south");
    await changeLive(member, {
      method: "PATCH",
      path: "/apis/apps/v1/namespaces/dns-test/deployments/web",
      body: { spec: { replicas: 0 } },
    });
    await eventually(async () => {
      const slices = await callKubeApi(parseKubeconfig(member.kubeconfig), {
        path: "/apis/discovery.k8s.io/v1/namespaces/dns-test/endpointslices",
      });
      const { items } = slices.body as { items: { endpoints?: unknown[] | null }[] };
      expect(items.flatMap(({ endpoints }) => endpoints ?? [])).to.deep.equal([]);
    });
    const clusterNames = ["us-east", "ap-south"];
    await declare({ clusterNames, record: { unhealthy: "keep" } });
    const kept = await stack.preview();
    expect(recordSets(kept)).to.deep.equal([]);
    await declare({ clusterNames });
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect(published()).to.deep.include({
      global: [await addressOf("us-east")],
      asia: [`-> ${global}.`],
      asiaA: [`-> ${names.asia}.`],
    });
    const { because } = up.outputs.status as ServiceDNSRecordStatus;
    expect(because["ap-south"]).to.equal("has no ready endpoint of the Service");
  });

  it("are deleted before the Services, which stay while the name server is down", async () => {
    await gate.shut();
    const refused = await stack.destroy();
    expect(refused.succeeded).to.equal(false);
    expect(refused.output).to.match(/127\.0\.0\.1:\d+.*(refused|nothing listens|down)/i);
    expect(refused.output).to.not.include(server.writer.secret);
    expect(await addressOf("us-east")).to.match(/^127\./);
    expect(stack.state()).to.include(`::web-${global}"`);
    await gate.open();
  });

  it("are gone after destroy, all of them and no other", async () => {
    const destroyed = await stack.destroy();
    expect(destroyed.succeeded, destroyed.output).to.equal(true);
    const zone = await bed.client().transferZone(server.zone);
    const left = zone.filter(({ type }) => type !== "SOA" && type !== "NS");
    expect(left.map(({ name, type }) => [name, type])).to.deep.include([
      `theirs.${server.zone}`,
      "A",
    ]);
    expect(left.filter(({ name }) => /web|shop/.test(name))).to.deep.equal([]);
    expect(await addressOf("us-east")).to.equal("none");
  });
});
