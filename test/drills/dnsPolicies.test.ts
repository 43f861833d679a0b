import { expect } from "chai";
import type { ServiceDNSRecordStatus } from "pulumi-kubefed";
import { callKubeApi, type Cluster, parseKubeconfig } from "../fleet";
import { pickPort } from "../fleet/port";
import { Backend } from "../support/backend";
import { DnsTestBed, zone } from "../support/dnsTestBed";
import { eventually } from "../support/eventually";
import { changeLive, readLive } from "../support/live";
import { packedStack } from "../support/packedStack";
import { sharedFleet } from "../support/sharedFleet";
import type { EngineRun, TestStack } from "../support/stack";
import { ownerIdOf } from "../support/stackOwner";
import type { DeclaredDnsPolicies } from "./programs/dnsPolicies";

const definition =
  "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/dnsendpoints.externaldns.k8s.io";
const object = "/apis/externaldns.k8s.io/v1alpha1/namespaces/default/dnsendpoints/service-cloud";
const global = `web.dns-policies.fed.svc.${zone}`;

describe("records with a policy", function () {
  this.timeout(600_000);
  const bed = new DnsTestBed("powerdns");
  const backends: Backend[] = [];
  let host: Cluster;
  let stack: TestStack;
  let checked = 0;

  before(async () => {
    const fleet = await sharedFleet();
    const member = fleet.clusters["us-east"];
    if (member === undefined) throw new Error("there is no us-east");
    host = member;
    await bed.start();
    checked = await pickPort();
    const kubeconfigs = Object.values(fleet.clusters).map(
      ({ name, kubeconfig }): [string, string] => [name, kubeconfig],
    );
    const tsig = bed.server.writer.secret;
    const secrets = { ...Object.fromEntries<string>(kubeconfigs), tsig };
    stack = await packedStack({ program: "dnsPolicies", secrets });
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
    for (const backend of backends) await backend.stop();
    await callKubeApi(parseKubeconfig(host.kubeconfig), { method: "DELETE", path: definition });
    await bed.stop();
  });

  const declare = (more: Partial<DeclaredDnsPolicies> = {}) =>
    stack.configure({
      port: bed.server.port,
      key: bed.server.writer.name,
      software: "powerdns",
      provider: "aws",
      server: {
        policy: "failover",
        failoverOrder: ["eu-west", "us-east"],
        healthCheck: { port: checked },
      },
      cloud: { policy: "weighted", weights: { "us-east": 3, "*": 1 } },
      ...more,
    });
  const changed = ({ changes }: EngineRun) =>
    changes.map(({ op, type, name }) => `${op} ${type.split(":").at(-1) ?? ""} ${name}`);

  it("is refused where the backend cannot do it, with the reason and the alternatives", async () => {
    await declare({ software: "bind", provider: "google", server: { policy: "geo", geo: {} } });
    const preview = await stack.preview();
    expect(preview.succeeded).to.equal(false);
    expect(preview.output).to.include("3 problems in 2 resources, nothing was written");
    expect(preview.output).to.include('"geo" cannot be done by BIND');
    expect(preview.output).to.include('"weighted" cannot be done by Cloud DNS');
    expect(preview.output).to.include("a proxy of your own in front of the clusters");
  });

  it("is published to PowerDNS as code, and to external-dns as sets with identifiers", async () => {
    await declare();
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    const { dns, because } = up.outputs.status as ServiceDNSRecordStatus;
    expect(because[global]).to.equal(
      'the global name of "ap-south", "eu-west", "us-east" is answered by "eu-west", if that fails by "us-east", if that fails by "ap-south"',
    );
    expect(up.outputs.failsOver).to.deep.equal([true, false]);
    const ip = Object.fromEntries(
      dns.map(({ cluster, loadBalancer: [first] = [] }) => [
        cluster,
        first?.ip ?? first?.hostname ?? "",
      ]),
    );
    const live = await readLive(host, object);
    const { endpoints } = live?.spec as { endpoints: { dnsName: string }[] };
    const dnsName = global.replace(zone, "example.com");
    const weight = (cluster: string, value: string) => ({
      dnsName,
      recordType: "A",
      targets: [ip[cluster]],
      recordTTL: 180,
      setIdentifier: cluster,
      providerSpecific: [{ name: "aws/weight", value }],
    });
    expect(endpoints.filter((each) => each.dnsName === dnsName)).to.deep.equal([
      weight("ap-south", "1"),
      weight("eu-west", "1"),
      weight("us-east", "3"),
    ]);
    expect(live?.metadata.labels).to.deep.equal({ "pulumi-kubefed/managed": "true" });
    expect(live?.metadata.annotations?.["pulumi-kubefed/owner"]).to.equal(
      `${ownerIdOf(stack)}/DNSEndpoint/default/service-cloud`,
    );
    for (const cluster of ["eu-west", "us-east"]) {
      const backend = new Backend(ip[cluster] ?? "", checked);
      await backend.start();
      backends.push(backend);
    }
    // Nothing but a refresh looks at LUA records, and it finds them as they were written.
    const refresh = await stack.refresh();
    expect(refresh.succeeded, refresh.output).to.equal(true);
    const records = changed(refresh).filter((line) => line.includes("DnsRecordSet"));
    expect(records.filter((line) => !line.startsWith("refresh "))).to.deep.equal([]);
  });

  it("fails over between updates, for the names of the failed cluster's region as well", async () => {
    const regional = global.replace(zone, `eu.${zone}`);
    const [eu, us] = backends.map(({ address }) => address);
    await eventually(() => {
      expect([global, regional].flatMap((name) => bed.dig(name, "A"))).to.deep.equal([eu, eu]);
      return Promise.resolve();
    });
    await backends[0]?.stop();
    await eventually(() => {
      expect([global, regional].flatMap((name) => bed.dig(name, "A"))).to.deep.equal([us, us]);
      return Promise.resolve();
    });
  });

  it("changes in place with its settings", async () => {
    await declare({
      server: { policy: "simple" },
      cloud: { policy: "weighted", weights: { "us-east": 1, "eu-west": 0, "*": 1 } },
    });
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect(changed(up).every((line) => line.startsWith("update "))).to.equal(true);
    expect(bed.dig(global, "A")).to.have.length(3);
    const live = await readLive(host, object);
    const { endpoints } = live?.spec as { endpoints: { dnsName: string; targets: string[] }[] };
    const drained = endpoints.find(({ dnsName }) => dnsName.endsWith("svc.eu.example.com"));
    expect(drained?.targets).to.deep.equal(["web.dns-policies.fed.svc.example.com"]);
  });

  it("is gone after destroy, but not the definition that others may use", async () => {
    const destroyed = await stack.destroy();
    expect(destroyed.succeeded, destroyed.output).to.equal(true);
    expect(bed.dig(global, "A")).to.deep.equal([]);
    expect(await readLive(host, object)).to.equal(undefined);
    expect((await readLive(host, definition))?.metadata.name).to.match(/^dnsendpoints/);
  });

  it("are not written into the object of somebody else", async () => {
    const path = object.slice(0, object.lastIndexOf("/"));
    const body = {
      apiVersion: "externaldns.k8s.io/v1alpha1",
      kind: "DNSEndpoint",
      metadata: { name: "service-cloud" },
      spec: { endpoints: [] },
    };
    const theirs = await changeLive(host, { method: "POST", path, body });
    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(false);
    expect(preview.output).to.include(
      'DNSEndpoint default/service-cloud exists on "us-east" and is not of this stack',
    );
    expect((await readLive(host, object))?.metadata.uid).to.equal(theirs.metadata.uid);
  });
});
