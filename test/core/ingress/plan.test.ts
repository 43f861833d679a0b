import { expect } from "chai";
import type { IngressRequest } from "../../../provider/core/ingress/model";
import { planIngress } from "../../../provider/core/ingress/plan";
import { renderIngressLine } from "../../../provider/core/ingress/planLine";
import { deepFreeze } from "../../support/deepFreeze";
import { longForm, path, serviceOn, shortForm } from "./samples";

const plan = (request: IngressRequest) => planIngress(deepFreeze(request));
const shares = (request: IngressRequest) =>
  plan(request).clusters.map(({ cluster, weight, because }) => [cluster, weight, because]);
const rule = (host: string, ...paths: ReturnType<typeof path>[]) => ({ host, http: { paths } });

describe("an Ingress over many clusters", () => {
  it("is planned from one host and one Service", () => {
    const { routes, services, issues, failsOver } = plan(shortForm());
    expect(issues).to.deep.equal([]);
    expect(routes).to.deep.equal([
      { host: "shop.test", path: "/", pathType: "Prefix", service: "shop/web:8080" },
    ]);
    expect(
      services.map(({ clusters }) => clusters.map(({ cluster, port }) => [cluster, port])),
    ).to.deep.equal([
      [
        ["ap-south", 8080],
        ["eu-west", 8080],
        ["us-east", 8080],
      ],
    ]);
    expect(failsOver).to.deep.equal({
      byItself: true,
      because: "a connection every 1 s, down after 2 failures: about 3 s",
    });
  });

  it("tries named hosts first, exact paths first, longer paths first", () => {
    const spec = {
      rules: [
        { http: { paths: [path("/")] } },
        rule("*.shop.test", path("/")),
        rule("www.shop.test", path("/"), path("/api/v1", "api"), path("/api", "api", "Exact")),
      ],
      defaultBackend: { service: { name: "api" } },
    };
    const { routes, defaultService, issues } = plan(longForm(spec));
    expect(issues).to.deep.equal([]);
    expect(routes.map(({ host, path: at, pathType }) => [host, at, pathType])).to.deep.equal([
      ["www.shop.test", "/api", "Exact"],
      ["www.shop.test", "/api/v1", "Prefix"],
      ["www.shop.test", "/", "Prefix"],
      ["*.shop.test", "/", "Prefix"],
      ["", "/", "Prefix"],
    ]);
    expect(defaultService).to.equal("shop/api:8080");
  });

  it("gives each cluster its share with the reason", () => {
    expect(shares(shortForm())).to.deep.equal([
      ["ap-south", 1, "an equal share"],
      ["eu-west", 1, "an equal share"],
      ["us-east", 1, "an equal share"],
    ]);
    expect(shares(shortForm({ weights: { "us-east": 2, "*": 1, "eu-west": 0 } }))).to.deep.equal([
      ["ap-south", 1, "weight 1 of 3"],
      ["eu-west", 0, "drained"],
      ["us-east", 2, "weight 2 of 3"],
    ]);
    expect(shares(shortForm({ replicas: { "us-east": 6, "eu-west": 3 } }))).to.deep.equal([
      ["ap-south", 0, "no replicas"],
      ["eu-west", 3, "3/9"],
      ["us-east", 6, "6/9"],
    ]);
    const order = { failoverOrder: ["us-east"], weights: { "eu-west": 0, "*": 1 } };
    expect(shares(shortForm(order))).to.deep.equal([
      ["ap-south", 1, "serves if us-east fails"],
      ["eu-west", 0, "drained"],
      ["us-east", 1, "serves"],
    ]);
    const part = shortForm({ services: [serviceOn("web", ["eu-west"])] });
    expect(
      plan(part).clusters.map(({ cluster, selected, reason }) => [cluster, selected, reason]),
    ).to.deep.equal([
      ["ap-south", false, "not named"],
      ["eu-west", true, "named"],
      ["us-east", false, "not named"],
    ]);
  });

  it("says in one line who serves what with which weight and why", () => {
    const request = shortForm({
      replicas: { "us-east": 6, "eu-west": 3 },
      healthCheck: { path: "/healthz" },
      hostCluster: "host",
    });
    expect(renderIngressLine(plan(request), "dev")).to.equal(
      '[dev] MultiClusterIngress shop: shop.test/ → Service shop/web on 3 of 3 clusters: ap-south no replicas, eu-west 3/9, us-east 6/9; haproxy in "host", fails over by itself (GET /healthz every 1 s, down after 2 failures: about 3 s)',
    );
    const gateway = renderIngressLine(plan(shortForm({ backend: "gateway" })), "dev");
    expect(gateway).to.match(
      /; gateway, does not fail over by itself \(the Gateway API has no health/,
    );
  });

  const rules = { rules: [rule("a.test", path("/"))] };
  const withoutPort = { service: { name: "web" } };
  const wrong: readonly (readonly [string, IngressRequest, readonly string[]])[] = [
    [
      "neither form",
      shortForm({ isShort: false }),
      [
        ": nothing says what is served; give either service (with host and port), or spec with services",
      ],
    ],
    [
      "both forms",
      shortForm({ spec: rules }),
      [": both forms are given; give either service (with host and port), or spec with services"],
    ],
    [
      "a Service that is not there",
      longForm({ rules: [rule("a.test", path("/"), path("/b", "wbe"))] }),
      [
        'spec.rules[0].http.paths[1].backend.service.name: no federated Service given is called "wbe"; services has "api", "web"',
      ],
    ],
    [
      "a port that is not there, by number and by name",
      longForm({
        rules: [
          rule(
            "a.test",
            {
              path: "/",
              pathType: "Prefix",
              backend: { service: { name: "web", port: { number: 81 } } },
            },
            {
              path: "/b",
              pathType: "Prefix",
              backend: { service: { name: "web", port: { name: "https" } as never } },
            },
          ),
        ],
      }),
      [
        'spec.rules[0].http.paths[0].backend.service.port.number: Service shop/web has no port 81 on "ap-south", "eu-west", "us-east"; it has 8080 ("http")',
        'spec.rules[0].http.paths[1].backend.service.port.name: Service shop/web has no port "https" on "ap-south", "eu-west", "us-east"; it has 8080 ("http")',
      ],
    ],
    [
      "one of several ports, not said which",
      shortForm({
        services: [serviceOn("web", undefined, { ports: [{ port: 80 }, { port: 81 }] })],
      }),
      ["port: Service shop/web has more than one port: 80, 81; say which"],
    ],
    [
      "ports that are not plain",
      shortForm({
        services: [
          {
            namespace: "shop",
            name: "web",
            copies: [{ cluster: "eu", selected: true, reason: "", type: "LoadBalancer" }],
          },
        ],
      }),
      ["service: the ports of Service shop/web must be plain values, known at preview"],
    ],
    [
      "a host twice with the same path",
      longForm({ rules: [rule("a.test", path("/")), rule("a.test", path("/", "api"))] }),
      [
        'spec.rules[1].http.paths[0].path: "a.test" has Prefix "/" twice; requests could go to one of them only',
      ],
    ],
    [
      "two rules without a host",
      longForm({ rules: [{ http: { paths: [path("/")] } }, { http: { paths: [path("/b")] } }] }),
      [
        "spec.rules[1]: is the second rule without a host, after spec.rules[0]; put their paths into one",
      ],
    ],
    [
      "a Service on no cluster",
      shortForm({ services: [serviceOn("web", [])] }),
      ["service: Service shop/web is on no cluster, so there is nothing to send requests to"],
    ],
    [
      "a Service that nothing outside reaches",
      shortForm({ services: [serviceOn("web", ["eu-west"], { type: "ClusterIP" })] }),
      [
        'service: Service shop/web is of type ClusterIP on "eu-west", which nothing outside reaches; make it a LoadBalancer, or give addresses for its node ports',
      ],
    ],
    [
      "weights that mean nothing",
      shortForm({ weights: { "us-wst": 1, "eu-west": -1, "us-east": 1_000_001, "ap-south": 0.5 } }),
      [
        'weights["ap-south"]: must be a whole number from 0 to 1000000, came 0.5',
        'weights["eu-west"]: must be a whole number from 0 to 1000000, came -1',
        'weights["us-east"]: must be a whole number from 0 to 1000000, came 1000001',
        'weights["us-wst"]: no Service of it is for a member cluster "us-wst"; there are "ap-south", "eu-west", "us-east"',
      ],
    ],
    [
      "weights that are all 0",
      shortForm({ weights: { "*": 0 } }),
      ["weights: are 0 for every cluster, so it would serve nobody; give one more than 0"],
    ],
    [
      "a workload without replicas",
      shortForm({ replicas: {} }),
      ["weights: no cluster has a replica of the workload, so it would serve nobody"],
    ],
    [
      "an order beside weights, and one that repeats itself",
      shortForm({
        failoverOrder: ["us-east", "us-east", "mars"],
        weights: { "eu-west": 2, "*": 1 },
      }),
      [
        'failoverOrder[1]: "us-east" is named before; name each once',
        'failoverOrder[2]: no Service of it is for a member cluster "mars"; there are "ap-south", "eu-west", "us-east"',
        'weights["eu-west"]: beside failoverOrder only 0 (drained) and 1 mean something, came 2',
      ],
    ],
    [
      "what the Gateway API cannot do",
      shortForm({
        backend: "gateway",
        failoverOrder: ["us-east"],
        healthCheck: {},
        affinity: "cookie",
        addressed: ["us-east"],
      }),
      [
        'addresses: cannot be done by "gateway": its EndpointSlices have one port for all addresses. Alternatives: leave it out, or use backend "haproxy"',
        'affinity: cannot be done by "gateway": no affinity is part of its core. Alternatives: leave it out, or use backend "haproxy"',
        'failoverOrder: cannot be done by "gateway": an HTTPRoute has weights and no order. Alternatives: leave it out, or use backend "haproxy"',
        'healthCheck: cannot be done by "gateway": a Gateway has no health checks of its own. Alternatives: leave it out, or use backend "haproxy"',
      ],
    ],
    [
      "checks that cannot be",
      shortForm({
        healthCheck: { path: "healthz", host: "*.a", timeoutSeconds: 90, unhealthyThreshold: 0.5 },
        affinity: "ip",
      }),
      [
        'affinity: must be "none" or "cookie", came "ip"',
        'healthCheck.host: must be a host name, came "*.a"',
        'healthCheck.path: must begin with "/" and hold letters, digits and -._~!$&()*+,;=:@%/ only, came "healthz"',
        "healthCheck.timeoutSeconds: must be a number from 0.1 to 60, came 90",
        "healthCheck.unhealthyThreshold: must be a whole number from 1 to 10, came 0.5",
      ],
    ],
    [
      "a check that lasts longer than what it finds out",
      shortForm({ healthCheck: { timeoutSeconds: 3 } }),
      ["healthCheck.timeoutSeconds: 3 is longer than 2 checks every 1 s take; use at most 2"],
    ],
    [
      "a backend that is not there",
      shortForm({ backend: "nginx" }),
      ['backend: must be one of "gateway", "haproxy", came "nginx"'],
    ],
    [
      "text that could add a line",
      longForm({
        rules: [
          rule("a.test\n  bind :1", path("/")),
          rule("b.test", path("/x\nbackend y"), path('/"'), path("/#")),
        ],
      }),
      [
        'spec.rules[0].host: must be a host name in lower case, with "*." before it for all names one label below it, came "a.test\\n  bind :1"',
        'spec.rules[1].http.paths[0].path: must begin with "/" and hold letters, digits and -._~!$&()*+,;=:@%/ only, came "/x\\nbackend y"',
        'spec.rules[1].http.paths[1].path: must begin with "/" and hold letters, digits and -._~!$&()*+,;=:@%/ only, came "/\\""',
        'spec.rules[1].http.paths[2].path: must begin with "/" and hold letters, digits and -._~!$&()*+,;=:@%/ only, came "/#"',
      ],
    ],
    [
      "a pattern as a path",
      longForm({ rules: [rule("a.test", path("/", "web", "ImplementationSpecific"))] }),
      [
        'spec.rules[0].http.paths[0].pathType: must be "Exact" or "Prefix", came "ImplementationSpecific"; what "ImplementationSpecific" means differs from backend to backend',
      ],
    ],
    [
      "hosts and certificates that do not meet",
      longForm(
        { ...rules, tls: [{ hosts: ["a.test"], secretName: "a-tls" }] },
        { certificates: ["b-tls"] },
      ),
      [
        'certificates["b-tls"]: is used by no host; name it as a secretName in spec.tls',
        'spec.tls[0]: there is no certificate "a-tls" for "a.test"; certificates has "b-tls"',
      ],
    ],
    [
      "a way to HTTPS that nobody answers",
      shortForm({ redirectToHttps: true }),
      ["redirectToHttps: no host has a certificate, so nothing would answer there"],
    ],
    [
      "a backend without a Service",
      longForm({
        rules: [rule("a.test", { path: "/", pathType: "Prefix", backend: {} as never })],
      }),
      [
        "spec.rules[0].http.paths[0].backend.service: must name one of the federated Services; a resource cannot be reached from another cluster",
      ],
    ],
    ["nothing at all", longForm({}), ["spec: has neither a path nor a defaultBackend"]],
    [
      "a name that no object can have",
      shortForm({ name: "Shop" }),
      [
        'name: "Shop" cannot be in the names of objects; use at most 47 lower-case letters, digits and "-"',
      ],
    ],
  ];
  for (const [what, request, messages] of wrong) {
    it(`refuses ${what}`, () => {
      const found = plan(request).issues.map((issue) => `${issue.path}: ${issue.message}`);
      const wanted = messages.map((message) => (message.startsWith(": ") ? message : message));
      expect(found).to.deep.equal(wanted);
    });
  }

  it("warns where a path has fewer clusters than another, and needs no default backend", () => {
    const services = [serviceOn("web"), serviceOn("api", ["us-east"])];
    const spec = { rules: [rule("a.test", path("/"), path("/api", "api"))] };
    const { issues } = plan(longForm(spec, { services }));
    expect(issues.map(({ severity, message }) => [severity, message])).to.deep.equal([
      [
        "warning",
        'a.test/api is not served by "ap-south", "eu-west": Service shop/api is not there',
      ],
    ]);
    expect(plan(longForm({ defaultBackend: withoutPort })).issues).to.deep.equal([]);
  });
});
