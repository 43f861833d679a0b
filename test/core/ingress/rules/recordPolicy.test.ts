import { expect } from "chai";
import type { IngressRequest } from "../../../../provider/core/ingress/model";
import { recordPolicy } from "../../../../provider/core/ingress/rules/dnsRules";
import { deepFreeze } from "../../../support/deepFreeze";
import { usable } from "../backends";
import { longForm, serviceOn } from "../samples";

describe("the policy of names before many clusters", () => {
  const rows: readonly (readonly [string, Partial<IngressRequest>, object])[] = [
    ["is none where all get the same", {}, {}],
    ["is none where all get the same number", { weights: { "*": 7 } }, {}],
    [
      "is weighted where they differ",
      { weights: { "us-east": 0, "*": 1 } },
      { policy: "weighted", weights: { "us-east": 0, "*": 1 } },
    ],
    [
      "has weights in proportion where a record has none so large, and drops nobody",
      { replicas: { "us-east": 1000, "eu-west": 1, "ap-south": 0 } },
      { policy: "weighted", weights: { "us-east": 255, "eu-west": 1, "ap-south": 0 } },
    ],
    [
      "is an order",
      { failoverOrder: ["us-east"], healthCheck: {} },
      { policy: "failover", failoverOrder: ["us-east"], healthCheck: { port: 8080 } },
    ],
    [
      "is all that work",
      { healthCheck: { path: "/healthz", host: "a.test", timeoutSeconds: 3 } },
      {
        policy: "multivalue",
        healthCheck: { url: "http://a.test:8080/healthz", timeoutSeconds: 3 },
      },
    ],
    [
      "is all that Route 53's own checks find working",
      {
        settings: {
          dns: {
            backend: "external-dns",
            externalDnsProvider: "aws",
            healthCheckIds: { "us-east": "1" },
          },
        },
      },
      { policy: "multivalue", healthCheckIds: { "us-east": "1" } },
    ],
  ];
  for (const [what, more, policy] of rows) {
    it(what, () => {
      expect(recordPolicy(deepFreeze(usable("dns", more)))).to.deep.equal(policy);
    });
  }

  it("asks each Service at its own port and host", () => {
    const services = [serviceOn("web"), serviceOn("api")];
    const request = longForm({}, { services, healthCheck: { path: "/ready" } });
    const asked = { port: 80, host: "api.test" };
    expect(recordPolicy(deepFreeze(request), asked).healthCheck).to.deep.equal({
      url: "http://api.test/ready",
    });
  });
});
