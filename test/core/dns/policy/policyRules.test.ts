import { expect } from "chai";
import type { PolicySettings } from "../../../../provider/core/dns/policy/policy";
import type { PolicyBackend } from "../../../../provider/core/dns/policy/policyBackends";
import { validatePolicy } from "../../../../provider/core/dns/policy/policyRules";
import { deepFreeze } from "../../../support/deepFreeze";

const powerdns: PolicyBackend = { backend: "powerdns" };
const bind: PolicyBackend = { backend: "bind" };
const aws: PolicyBackend = { backend: "external-dns", externalDnsProvider: "aws" };
const clusters = ["eu", "us", "jp"];
const problems = (at: PolicyBackend, settings: PolicySettings): string[] =>
  validatePolicy(deepFreeze({ ...at, settings, clusters })).map(({ path }) => path);
const check = { port: 80 };

describe("validatePolicy", () => {
  const accepted: readonly (readonly [PolicyBackend, PolicySettings])[] = [
    [bind, {}],
    [bind, { policy: "multivalue" }],
    [powerdns, { policy: "multivalue", healthCheck: check }],
    [powerdns, { policy: "weighted", weights: { eu: 1, us: 0 } }],
    [powerdns, { policy: "weighted", weights: { "*": 255 } }],
    [powerdns, { policy: "failover", failoverOrder: ["us", "eu", "jp"], healthCheck: check }],
    [powerdns, { policy: "geo", geo: { eu: { continents: ["EU"], countries: ["TR"] } } }],
    [aws, { policy: "failover", failoverOrder: ["us"], healthCheckIds: { us: "id" } }],
    [aws, { policy: "multivalue", healthCheckIds: { us: "id" }, providerSpecific: { a: "b" } }],
    [{ backend: "external-dns" }, { providerSpecific: { "aws/region": "eu-1" } }],
    [
      powerdns,
      { policy: "multivalue", healthCheck: { url: "https://a.test/z?a=(b)", text: "OK 200" } },
    ],
  ];
  for (const [at, settings] of accepted) {
    it(`accepts ${JSON.stringify(settings)} on ${JSON.stringify(at)}`, () => {
      expect(problems(at, settings)).to.deep.equal([]);
    });
  }

  const refused: readonly (readonly [string, PolicyBackend, PolicySettings, string[]])[] = [
    ["weights on BIND", bind, { policy: "weighted", weights: { eu: 1 } }, ["policy"]],
    [
      "places on Knot",
      { backend: "knot" },
      { policy: "geo", geo: { eu: { isDefault: true } } },
      ["policy"],
    ],
    [
      "checks that nobody makes",
      bind,
      { policy: "multivalue", healthCheck: check },
      ["healthCheck"],
    ],
    [
      "checks of a policy that does not look at them",
      powerdns,
      { healthCheck: check },
      ["healthCheck"],
    ],
    [
      "PowerDNS's checks on Route 53",
      aws,
      { policy: "multivalue", healthCheck: check },
      ["healthCheck"],
    ],
    [
      "Route 53's checks on PowerDNS",
      powerdns,
      { policy: "multivalue", healthCheckIds: {} },
      ["healthCheckIds"],
    ],
    [
      "failover without checks",
      powerdns,
      { policy: "failover", failoverOrder: ["eu"] },
      ["healthCheck"],
    ],
    [
      "failover without check ids",
      aws,
      { policy: "failover", failoverOrder: ["eu"] },
      ["healthCheckIds"],
    ],
    [
      "three steps on Route 53",
      aws,
      { policy: "failover", failoverOrder: ["eu", "us", "jp"], healthCheckIds: { eu: "a" } },
      ["failoverOrder"],
    ],
    ["settings that are missing", powerdns, { policy: "weighted" }, ["weights"]],
    [
      "settings of another policy",
      powerdns,
      { policy: "multivalue", weights: { eu: 1 } },
      ["weights"],
    ],
    ["only drained clusters", powerdns, { policy: "weighted", weights: { eu: 0 } }, ["weights"]],
    [
      "weights that are none",
      powerdns,
      { policy: "weighted", weights: { eu: 1.5, us: 256, jp: -1 } },
      ['weights["eu"]', 'weights["jp"]', 'weights["us"]'],
    ],
    [
      "clusters that are not there",
      powerdns,
      { policy: "failover", failoverOrder: ["eu", "xx", "eu"], healthCheck: check },
      ["failoverOrder[1]", "failoverOrder[2]"],
    ],
    [
      "places that are none",
      powerdns,
      { policy: "geo", geo: { eu: { countries: ["Germany"], continents: ["XX"] }, us: {} } },
      ['geo["eu"].continents[0]', 'geo["eu"].countries[0]', 'geo["us"]'],
    ],
    [
      "checks that are none",
      powerdns,
      { policy: "multivalue", healthCheck: { port: 70_000, timeoutSeconds: 0, text: "a" } },
      ["healthCheck.port", "healthCheck.text", "healthCheck.timeoutSeconds"],
    ],
    ["checks of nothing", powerdns, { policy: "multivalue", healthCheck: {} }, ["healthCheck"]],
    [
      "checks that would break out of the code",
      powerdns,
      { policy: "multivalue", healthCheck: { url: "http://a'}) os.exit()", text: "a\\" } },
      ["healthCheck.text", "healthCheck.url"],
    ],
    ["properties for a name server", bind, { providerSpecific: { a: "b" } }, ["providerSpecific"]],
  ];
  for (const [what, at, settings, paths] of refused) {
    it(`refuses ${what}`, () => {
      expect(problems(at, settings)).to.deep.equal(paths);
    });
  }

  it("says why a backend cannot do it and what can be done instead", () => {
    const settings: PolicySettings = { policy: "weighted", weights: { eu: 1 } };
    const texts = [
      bind,
      { backend: "rfc2136" } as const,
      { backend: "external-dns", externalDnsProvider: "google" } as const,
      { backend: "external-dns", externalDnsProvider: "gandi" } as const,
    ].map((at) => validatePolicy({ ...at, settings, clusters })[0]?.message);
    const instead =
      'Alternatives: "multivalue" here, PowerDNS, external-dns with Route 53, or a proxy of your own in front of the clusters';
    expect(texts).to.deep.equal([
      `"weighted" cannot be done by BIND: it answers with all records of a name; views, which tell askers apart, are configuration. ${instead}`,
      `"weighted" cannot be done by a name server of unknown kind: by standard all records of a name are answered; if it is PowerDNS, say so. ${instead}`,
      `"weighted" cannot be done by Cloud DNS: external-dns does not write its routing policies. ${instead}`,
      `"weighted" cannot be done by external-dns's "gandi": no routing policies of this provider are known. ${instead}`,
    ]);
  });
});
