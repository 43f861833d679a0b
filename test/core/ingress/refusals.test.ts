import { expect } from "chai";
import type { IngressRequest } from "../../../provider/core/ingress/model";
import { planIngress } from "../../../provider/core/ingress/plan";
import { deepFreeze } from "../../support/deepFreeze";
import { longForm, path, serviceOn, shortForm } from "./samples";

const rule = (host: string, ...paths: ReturnType<typeof path>[]) => ({ host, http: { paths } });

describe("a plan of an Ingress over many clusters", () => {
  const rules = { rules: [rule("a.test", path("/"))] };
  const wrong: readonly (readonly [string, IngressRequest, readonly string[]])[] = [
    [
      "neither form",
      shortForm({ isShort: false }),
      [
        ": nothing says what is served; give either service (with host and port), or spec with services, or ingress",
      ],
    ],
    [
      "both forms",
      shortForm({ spec: rules }),
      [
        ": both forms are given; give either service (with host and port), or spec with services, or ingress",
      ],
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
      ['backend: must be one of "dns", "gateway", "gcp", "gke", "haproxy", came "nginx"'],
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
    [
      "what is no spec",
      longForm({
        rules: [{ http: { paths: "all" } }, { http: { paths: [{ backend: new Date(0) }] } }],
        tls: {},
      } as never),
      [
        "spec.rules[0].http.paths: must be a list of plain values, known at preview; came a string",
        "spec.rules[1].http.paths[0].backend: must be a map of plain values, known at preview; came a value only known after apply",
        "spec.tls: must be a list of plain values, known at preview; came a map",
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
      const found = planIngress(deepFreeze(request)).issues.map(
        (issue) => `${issue.path}: ${issue.message}`,
      );
      expect(found).to.deep.equal(messages);
    });
  }
});
