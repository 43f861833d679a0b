import { expect } from "chai";
import type { IngressRequest, MultiClusterBackend } from "../../../../provider/core/ingress/model";
import { planIngress } from "../../../../provider/core/ingress/plan";
import { renderIngressLine } from "../../../../provider/core/ingress/planLine";
import { warningsOf } from "../../../../provider/core/issue";
import { deepFreeze } from "../../../support/deepFreeze";
import { path, serviceOn, shortForm } from "../samples";
import { usable } from "../backends";

const issuesOf = (request: IngressRequest) =>
  planIngress(deepFreeze(request)).issues.map((issue) => `${issue.path}: ${issue.message}`);
const rule = (host: string, ...paths: ReturnType<typeof path>[]) => ({ host, http: { paths } });

/** All that some backend cannot do, in one spec. */
const everything: Partial<IngressRequest> = {
  weights: { "us-east": 2, "*": 1 },
  affinity: "cookie",
  healthCheck: { path: "/healthz" },
};

describe("what a backend cannot do", () => {
  for (const backend of ["haproxy", "gateway", "dns", "gke", "gcp"] as const) {
    it(`is nothing of what ${backend} is made for`, () => {
      expect(issuesOf(usable(backend))).to.deep.equal([]);
    });
  }

  const google = "Google's load balancer sends each client to the nearest cluster that works";
  const shares = `weights: cannot be done: ${google}; 0 (drained) and one same number for all others are possible, or backend "haproxy" or "gateway"`;
  const order = `failoverOrder: cannot be done: ${google}; use backend "haproxy" or "dns"`;
  const rows: readonly (readonly [
    MultiClusterBackend,
    Partial<IngressRequest>,
    readonly string[],
  ])[] = [
    ["haproxy", everything, []],
    [
      "gateway",
      everything,
      [
        'affinity: cannot be done: no cookie is part of the Gateway API\'s core; use backend "haproxy", or a policy of the implementation\'s own (backend "gateway")',
        'healthCheck: cannot be done: the Gateway API has no health checks; use backend "haproxy", or a policy of the implementation\'s own (backend "gateway")',
      ],
    ],
    [
      "gateway",
      { failoverOrder: ["us-east"] },
      [
        'failoverOrder: cannot be done: routes of the Gateway API have weights and no order; use backend "haproxy" or "dns", or weights (backend "gateway")',
      ],
    ],
    [
      "dns",
      { ...everything, certificates: ["tls"], redirectToHttps: true, hostCluster: "host" },
      [
        'affinity: cannot be done: a name server knows resolvers, not clients; use backend "haproxy" or "gcp" (backend "dns")',
        'certificates: have no use: names lead to the clusters themselves, which have their own; leave them out (backend "dns")',
        'hostCluster: has no use: records go to the name server of dns; leave it out (backend "dns")',
        'redirectToHttps: cannot be done: names lead to the clusters themselves; do it there (backend "dns")',
      ],
    ],
    [
      "dns",
      {
        failoverOrder: ["us-east"],
        weights: { "eu-west": 0, "*": 1 },
        healthCheck: { intervalSeconds: 2, timeoutSeconds: 2 },
        addressed: ["us-east"],
      },
      [
        'addresses: have no use: names lead to the clusters\' load balancers; use a DomainRecord for other addresses (backend "dns")',
        "healthCheck.intervalSeconds: is the name server's own setting; leave it out",
        'weights: cannot be 0 beside failoverOrder: names have no order without a cluster; use backend "haproxy"',
      ],
    ],
    [
      "gke",
      { ...everything, redirectToHttps: true, certificates: ["tls"] },
      [
        'affinity: cannot be done: it is a BackendConfig\'s; use backend "haproxy" or "gcp" (backend "gke")',
        "gke.staticIp: is needed: Google serves HTTPS at reserved addresses only",
        'healthCheck: cannot be done: Google asks what the pods\' readiness probes ask; leave it out, or name a BackendConfig in annotations of the Service (backend "gke")',
        'redirectToHttps: cannot be done: it is a FrontendConfig\'s; make one and name it in gke.frontendConfig (backend "gke")',
        `${shares} (backend "gke")`,
      ],
    ],
    ["gke", { failoverOrder: ["us-east"] }, [`${order} (backend "gke")`]],
    ["gcp", everything, [`${shares} (backend "gcp")`]],
    [
      "gcp",
      {
        failoverOrder: ["us-east"],
        hostCluster: "host",
        addressed: ["us-east"],
        healthCheck: { intervalSeconds: 0.5, timeoutSeconds: 1 },
      },
      [
        'addresses: have no use: the groups of gcp.backends are what it sends to; leave them out (backend "gcp")',
        `${order} (backend "gcp")`,
        "healthCheck.intervalSeconds: must be whole seconds for Google, came 0.5",
        "healthCheck.timeoutSeconds: must be at most the interval of 0.5 s for Google, came 1",
        'hostCluster: has no use: the load balancer is in no cluster; leave it out (backend "gcp")',
      ],
    ],
  ];
  for (const [backend, more, messages] of rows) {
    it(`is said at once: ${backend}, ${Object.keys(more).join(", ")}`, () => {
      expect(issuesOf(usable(backend, more))).to.deep.equal(messages);
    });
  }

  it("is said of replicas as of weights, and not where all that serve have the same", () => {
    const replicas = { "us-east": 2, "eu-west": 1, "ap-south": 1 };
    expect(issuesOf(usable("gke", { replicas }))).to.have.length(1);
    expect(issuesOf(usable("gke", { replicas }))[0]).to.match(/^weightsFrom: cannot be done/);
    const drained = { weights: { "us-east": 0, "*": 3 } };
    expect(issuesOf(usable("gke", drained))).to.deep.equal([]);
    expect(issuesOf(usable("gcp", drained))).to.deep.equal([]);
  });

  it("is said of an Ingress where pods are sent to", () => {
    const services = [{ ...serviceOn("web"), kind: "Ingress" as const }];
    for (const backend of ["gke", "gcp"] as const)
      expect(issuesOf(usable(backend, { services })).join("\n")).to.match(
        /^ingress: cannot be done/m,
      );
    expect(issuesOf(usable("gateway", { services }))).to.deep.equal([]);
    expect(issuesOf(usable("dns", { services }))).to.deep.equal([]);
  });

  it("are settings of another", () => {
    const settings = { gateway: { gatewayClassName: "x" }, records: {}, haproxy: {} };
    expect(issuesOf(shortForm({ settings }))).to.deep.equal([
      'gateway: belongs to backend "gateway", the backend is "haproxy"; leave it out',
      'records: belongs to backend "dns", the backend is "haproxy"; leave it out',
    ]);
  });

  it("is a Secret that no cluster is there to be read in", () => {
    const held = { certificates: ["tls"], certificateSecrets: { tls: "shop-tls" } };
    const said = (request: IngressRequest) =>
      issuesOf(request).filter((each) => each.startsWith('certificates["tls"].secretName: '));
    const why = "is a Secret's in the host cluster, and there is none; give";
    expect(said(shortForm({ ...held, hostCluster: undefined }))).to.deep.equal([
      `certificates["tls"].secretName: ${why} hostCluster, or certificate and key (backend "haproxy")`,
    ]);
    expect(said(usable("gcp", held))).to.deep.equal([
      `certificates["tls"].secretName: ${why} certificate and key (backend "gcp")`,
    ]);
    expect(said(usable("gateway", held))).to.deep.equal([]);
  });

  it("is a wildcard for one label only, which is a warning", () => {
    const spec = { rules: [rule("*.shop.test", path("/"))] };
    const request = usable("gateway", { isShort: false, spec, host: undefined });
    const { issues } = planIngress(deepFreeze(request));
    expect(warningsOf(issues).map(({ message }) => message)).to.deep.equal([
      '"*.shop.test" stands for names of several labels more too with backend "gateway"',
    ]);
    expect(warningsOf(issues)).to.have.length(issues.length);
  });
});

describe("whether it fails over by itself", () => {
  const line = (request: IngressRequest) =>
    renderIngressLine(planIngress(deepFreeze(request)), "dev");
  const ends: readonly (readonly [MultiClusterBackend, Partial<IngressRequest>, string])[] = [
    [
      "gateway",
      { weights: { "us-east": 2, "*": 1 } },
      'gateway in "host", does not fail over by itself (the Gateway API has no health checks: a cluster that fails gets its share of the requests until its weight is 0)',
    ],
    [
      "gke",
      {},
      'gke in "host", fails over by itself (Google\'s load balancer sends requests to pods that are ready, wherever they are)',
    ],
    ["gcp", {}, "gcp, fails over by itself (GET / every 5 s, down after 2 failures: about 15 s)"],
    [
      "dns",
      {},
      "dns, does not fail over by itself (nothing checks the addresses; what fails stays in the answers of PowerDNS until the next update, and in caches for the TTL after it)",
    ],
    [
      "dns",
      { healthCheck: { path: "/healthz" } },
      "dns, fails over by itself (PowerDNS checks http://shop.test:8080/healthz of each address itself, every lua-health-checks-interval (5 s unless configured), and answers without those that fail)",
    ],
  ];
  for (const [backend, more, end] of ends) {
    it(`is in the preview's line: ${backend} ${Object.keys(more).join()}`, () => {
      expect(line(usable(backend, more)).split("; ").slice(1).join("; ")).to.equal(end);
    });
  }
});
