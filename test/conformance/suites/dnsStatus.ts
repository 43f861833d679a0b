import { planChanges } from "../original/dnsChanges";
import { serviceEndpoints } from "../../../provider/core/dns/records/endpoints";
import type { ClusterDns } from "../../../provider/core/dns/records/levels";
import {
  type ClusterObservation,
  ingressDnsStatus,
  serviceDnsStatus,
} from "../../../provider/core/dns/records/status";
import type { Outcome } from "../outcome";

const place = (cluster: string): { cluster: string; region: string; zones: string[] } => ({
  cluster,
  region: `r-${cluster}`,
  zones: [`z-${cluster}`],
});
const loadBalancer = (cluster: string): { ip: string }[] => [
  { ip: `10.20.30.${cluster.slice(1)}` },
];

/** A ready cluster with a Service that has an address and a ready endpoint. */
const serving = (cluster: string): ClusterObservation => ({
  ...place(cluster),
  isReady: true,
  loadBalancer: loadBalancer(cluster),
  hasReadyEndpoints: true,
});

const withoutEndpoints = { ...serving("c1"), hasReadyEndpoints: false };

function recordOf(
  dns: readonly ClusterDns[],
  domain?: string,
): Parameters<typeof serviceEndpoints>[0] {
  return {
    name: "web",
    namespace: "ns",
    spec: { domainRef: "fed", recordTTL: 300 },
    status: { dns, ...(domain !== undefined && { domain }) },
  };
}

/** The prose cases of KubeFed's status controllers, each as data; the key is the case's id. */
export const statusControllerOutcomes: Readonly<Record<string, () => Outcome>> = {
  "no service/endpoints anywhere": () => ({
    expected: [place("c1"), place("c2")],
    got: serviceDnsStatus({
      clusters: ["c1", "c2"].map((cluster) => ({ ...place(cluster), isReady: true })),
    }).dns,
  }),
  "service + endpoints + LB status in each cluster": () => {
    const { dns } = serviceDnsStatus({ clusters: [serving("c1"), serving("c2")] });
    const { endpoints } = serviceEndpoints(recordOf(dns, "example.com"));
    return {
      expected: [
        "web.ns.fed.svc.example.com A 300 10.20.30.1,10.20.30.2",
        "web.ns.fed.svc.r-c1.example.com A 300 10.20.30.1",
        "web.ns.fed.svc.r-c2.example.com A 300 10.20.30.2",
        "web.ns.fed.svc.z-c1.r-c1.example.com A 300 10.20.30.1",
        "web.ns.fed.svc.z-c2.r-c2.example.com A 300 10.20.30.2",
      ],
      got: endpoints.map(({ dnsName, recordType, recordTTL, targets }) =>
        [dnsName, recordType, recordTTL, targets.join(",")].join(" "),
      ),
    };
  },
  "LB but no ready endpoint addresses": () => ({
    expected: [place("c1")],
    got: serviceDnsStatus({ clusters: [withoutEndpoints] }).dns,
  }),
  "LB but no ready endpoint addresses, allowed": () => ({
    expected: [{ ...place("c1"), loadBalancer: loadBalancer("c1") }],
    got: serviceDnsStatus({ clusters: [withoutEndpoints], allowServiceWithoutEndpoints: true }).dns,
  }),
  "ready cluster without region or zones": () => {
    const noZones = { ...serving("c2"), zones: [] };
    const { dns, issues } = serviceDnsStatus({ clusters: [serving("c1"), noZones] });
    return {
      expected: { dns: [], issues: [["dns-location", 'clusters["c2"]']] },
      got: { dns, issues: issues.map(({ code, path }) => [code, path]) },
    };
  },
  "Domain object missing": () => {
    const { endpoints, issues } = serviceEndpoints(recordOf([]));
    return {
      expected: { endpoints: [], severities: ["warning"] },
      got: { endpoints, severities: issues.map(({ severity }) => severity) },
    };
  },
  "cluster goes offline": () => {
    const previous = serviceDnsStatus({ clusters: [serving("c1"), serving("c2")] }).dns;
    const offline = { cluster: "c2", isReady: false };
    return {
      expected: [{ ...place("c1"), loadBalancer: loadBalancer("c1") }, place("c2")],
      got: serviceDnsStatus({ clusters: [serving("c1"), offline], previous }).dns,
    };
  },
  "ingress record": () => ({
    expected: [{ cluster: "c1", loadBalancer: loadBalancer("c1") }, { cluster: "c3" }],
    got: ingressDnsStatus({
      clusters: [
        { cluster: "c3", isReady: true },
        { cluster: "c2", isReady: false, loadBalancer: loadBalancer("c2") },
        { cluster: "c1", isReady: true, loadBalancer: loadBalancer("c1") },
      ],
    }).dns,
  }),
  "record deleted": () => {
    const { dns } = serviceDnsStatus({ clusters: [serving("c1")] });
    const { endpoints } = serviceEndpoints(recordOf(dns, "example.com"));
    const current = endpoints.map((endpoint) => ({ ...endpoint, ownerId: "us" }));
    const changes = planChanges({ current, desired: [], ownerId: "us" });
    return {
      expected: endpoints.map(({ dnsName }) => dnsName),
      got: changes.delete.map(({ dnsName }) => dnsName),
    };
  },
};
