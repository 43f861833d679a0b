import { expect } from "chai";
import type { IngressRequest } from "../../../../provider/core/ingress/model";
import { planIngress } from "../../../../provider/core/ingress/plan";
import { deepFreeze } from "../../../support/deepFreeze";
import { cloud, google, usable } from "../backends";
import { everywhere, longForm, path, serviceOn, shortForm } from "../samples";

const issuesOf = (request: IngressRequest) =>
  planIngress(deepFreeze(request)).issues.map((issue) => `${issue.path}: ${issue.message}`);
const rule = (host: string, ...paths: ReturnType<typeof path>[]) => ({ host, http: { paths } });

describe("what a backend needs", () => {
  const nothing = shortForm({ host: undefined });
  const needs: readonly (readonly [string, IngressRequest, readonly string[]])[] = [
    [
      "a Gateway",
      { ...nothing, backend: "gateway" },
      [
        "gateway.gatewayClassName: is needed: the GatewayClass of the implementation that runs in the host cluster",
        'hostCluster: is needed: the objects of backend "gateway" go there',
      ],
    ],
    [
      "a Gateway's settings and addresses",
      usable("gateway", {
        settings: {
          gateway: {
            gatewayClassName: "No Name",
            importKind: "Ingress" as never,
            httpPort: 443,
            importGroup: "?",
          },
        },
        addressed: ["eu-west"],
        addresses: { "eu-west": ["lb.example.com", "127.0.0.1", "203.0.113.1", "::1"] },
      }),
      [
        'addresses["eu-west"][0]: "lb.example.com" is a host name, which no EndpointSlice leads to; give IP addresses, or use backend "haproxy"',
        'addresses["eu-west"][1]: "127.0.0.1" is a loopback address, which no EndpointSlice may hold',
        'addresses["eu-west"][3]: "::1" is a loopback address, which no EndpointSlice may hold',
        'gateway.gatewayClassName: must be the name of a GatewayClass, came "No Name"',
        "gateway.httpsPort: 443 is the port for HTTP already",
        'gateway.importGroup: must be an API group, came "?"',
        'gateway.importKind: must be "Service" or "ServiceImport", came "Ingress"',
      ],
    ],
    [
      "a ServiceImport",
      usable("gateway", {
        settings: { gateway: { gatewayClassName: "x", importKind: "ServiceImport" } },
        weights: { "*": 1 },
        hostNamespace: "edge",
        services: [serviceOn("web", everywhere, { type: "ClusterIP" })],
      }),
      [
        'namespace: must be "shop": a ServiceImport is where its Services are, came "edge"',
        'weights: cannot be done: a ServiceImport is all clusters in one; use gateway.importKind "Service"',
      ],
    ],
    [
      "a name of a Service for every cluster",
      usable("gateway", { name: "a".repeat(47) }),
      everywhere
        .slice(0, 1)
        .map(
          () =>
            `name: "${"a".repeat(47)}-web-8080-ap-south" cannot be the name of a Service; use shorter names, of lower-case letters, digits and "-"`,
        ),
    ],
    [
      "names",
      { ...nothing, backend: "dns" },
      [
        "dns: is needed: an Rfc2136Zone or an ExternalDns",
        "host: a name server answers for names: say which host is served",
      ],
    ],
    [
      "names without paths",
      longForm(
        {
          rules: [
            rule("a.test", path("/"), path("/api", "api")),
            rule("b.test", path("/", "api", "Exact")),
            rule("c.test", path("/"), path("/", "api", "Exact")),
          ],
          defaultBackend: { service: { name: "web" } },
        },
        usable("dns", { services: [serviceOn("web"), serviceOn("api")] }),
      ),
      [
        "spec.defaultBackend: a name server answers for names that it has only",
        ...["0].http.paths[1", "1].http.paths[0", "2].http.paths[1"].map(
          (at) =>
            `spec.rules[${at}]: a name server knows no paths: only "/" with pathType Prefix can be served; use backend "haproxy" or "gateway"`,
        ),
      ],
    ],
    [
      "Google's objects",
      { ...nothing, backend: "gke", hostNamespace: "edge" },
      [
        ": Service shop/web has no selector that is plain, and Google looks for its pods",
        ...everywhere.map(
          (cluster) =>
            `gke.links["${cluster}"]: is needed: Google knows the cluster as "<location>/<cluster>"`,
        ),
        "hostCluster: is needed: it is Google's config cluster",
        'namespace: must be "shop", where the pods of Service shop/web are, came "edge"',
      ],
    ],
    [
      "Google's objects, said rightly",
      usable("gke", {
        settings: {
          gke: {
            links: { ...google.links, "us-east": "us east", mars: "a/b" },
            staticIp: "a b",
            frontendConfig: "A",
          },
        },
      }),
      [
        'gke.frontendConfig: must be the name of a FrontendConfig, came "A"',
        'gke.links["mars"]: no Service of it is on a member cluster of that name',
        'gke.links["us-east"]: must be "<location>/<cluster>" as Google names it, came "us east"',
        'gke.staticIp: must be an address or the link of one, came "a b"',
      ],
    ],
    [
      "Google's load balancer",
      shortForm({ backend: "gcp" }),
      [
        "gcp: is needed: an ipAddress, and groups of every cluster as backends",
        "host: a URL map needs a Service for all other hosts; give spec with a defaultBackend",
      ],
    ],
    [
      "Google's load balancer, said rightly",
      usable("gcp", {
        services: [serviceOn("web")],
        settings: {
          gcp: {
            ipAddress: "shop.test",
            loadBalancerName: "Shop",
            firewall: { targetTags: [] },
            backends: { "us-east": ["my-group"], "eu-west": [], mars: cloud.backends["us-east"] },
          } as never,
        },
      }),
      [
        ": Service shop/web needs a nodePort in its template, the same on all clusters: instance groups are reached there",
        'gcp.backends["ap-south"]: is needed: the links of the cluster\'s groups',
        'gcp.backends["eu-west"]: is needed: the links of the cluster\'s groups',
        'gcp.backends["mars"]: no Service of it is on a member cluster of that name',
        'gcp.backends["us-east"][0]: must be the link of an instance group or network endpoint group, came "my-group"',
        "gcp.firewall.targetTags: names no node, so the rule would be for all of them",
        'gcp.ipAddress: must be an IP address, came "shop.test"',
        'gcp.loadBalancerName: must begin with a lower-case letter and hold such, digits and "-" only, came "Shop"',
      ],
    ],
  ];
  for (const [what, request, messages] of needs) {
    it(`is said all at once: ${what}`, () => {
      expect(issuesOf(request)).to.deep.equal(messages);
    });
  }
});
