import { expect } from "chai";
import type { IngressGcp } from "../../../../provider/core/ingress/backendSettings";
import { cloudName } from "../../../../provider/core/ingress/gcp/cloudNames";
import { cloudResources } from "../../../../provider/core/ingress/gcp/cloudResources";
import type { IngressRequest } from "../../../../provider/core/ingress/model";
import { planIngress } from "../../../../provider/core/ingress/plan";
import { isPlainObject } from "../../../../provider/core/plain/plainObject";
import { deepFreeze } from "../../../support/deepFreeze";
import { cloud, usable } from "../backends";
import { everywhere, path, serviceOn } from "../samples";
import known from "./gcpArguments.json";

const resourcesOf = (more: Partial<IngressRequest> = {}, settings: IngressGcp = cloud) => {
  const request = deepFreeze(usable("gcp", { settings: { gcp: settings }, ...more }));
  const plan = planIngress(request);
  expect(plan.issues).to.deep.equal([]);
  return cloudResources({ plan, request, settings, hashOf: (host) => `<${host}>` });
};
const link = (of: string) => ({ take: "selfLink", of });

/** Everything that there is of it. */
const whole = () =>
  resourcesOf(
    {
      certificates: ["tls"],
      redirectToHttps: true,
      affinity: "cookie",
      healthCheck: { path: "/healthz", host: "health.test" },
      spec: {
        rules: [{ host: "shop.test", http: { paths: [path("/api"), path("/x", "web", "Exact")] } }],
        defaultBackend: { service: { name: "web" } },
        tls: [{ hosts: ["shop.test"], secretName: "tls" }],
      },
      weights: { "us-east": 0, "*": 1 },
    },
    { ...cloud, project: "p", firewall: { targetTags: ["node"] }, loadBalancerName: "front" },
  );

describe("kubemci's load balancer", () => {
  it("has kubemci's resources with kubemci's names, each after what it refers to", () => {
    const all = resourcesOf();
    expect(all.map(({ kind, name }) => `${kind} ${name}`)).to.deep.equal([
      "HealthCheck mci1-hc-30061--shop",
      "BackendService mci1-be-30061--shop",
      "URLMap mci1-um--shop",
      "TargetHttpProxy mci1-tp--shop",
      "GlobalForwardingRule mci1-fw--shop",
    ]);
    for (const each of [...all, ...whole()]) expect(each.args.name).to.not.equal(undefined);
    const order = whole();
    for (const [index, { args }] of order.entries()) {
      const before = order.slice(0, index).map(({ name }) => name);
      const links = JSON.stringify(args).matchAll(/"take":"selfLink","of":"([^"]+)"/g);
      for (const [, name] of links) expect(before).to.include(name);
    }
  });

  it("keeps in its URL map's description what kubemci lists it by", () => {
    const map = resourcesOf().find(({ kind }) => kind === "URLMap");
    expect(map?.args).to.deep.equal({
      name: "mci1-um--shop",
      description:
        '{"Description":"URL map for kubernetes multicluster loadbalancer shop","LoadBalancerName":"shop","Clusters":["ap-south","eu-west","us-east"],"IPAddress":"203.0.113.7"}',
      defaultService: link("mci1-be-30061--shop"),
      hostRules: [{ hosts: ["shop.test"], pathMatcher: "host<shop.test>" }],
      pathMatchers: [
        {
          name: "host<shop.test>",
          defaultService: link("mci1-be-30061--shop"),
          pathRules: [{ paths: ["/api", "/api/*"], service: link("mci1-be-30061--shop") }],
        },
      ],
    });
  });

  it("is asked every 5 seconds and not every minute, and sends nothing to a drained cluster", () => {
    const [check, backend] = whole();
    expect(check?.args).to.deep.include({
      checkIntervalSec: 5,
      timeoutSec: 5,
      healthyThreshold: 2,
      unhealthyThreshold: 2,
      httpHealthCheck: { port: 30061, requestPath: "/healthz", host: "health.test" },
      project: "p",
    });
    expect(backend?.args).to.deep.include({
      name: "mci1-be-30061--front",
      portName: "port30061",
      timeoutSec: 30,
      sessionAffinity: "GENERATED_COOKIE",
      healthChecks: link("mci1-hc-30061--front"),
      backends: everywhere.map((cluster) => ({
        group: cloud.backends[cluster]?.[0],
        balancingMode: "RATE",
        maxRatePerInstance: 1e14,
        capacityScaler: cluster === "us-east" ? 0 : 1,
      })),
    });
  });

  it("serves HTTPS with certificates called by their hash, and sends to it who comes without", () => {
    const found = Object.fromEntries(whole().map(({ name, args }) => [name, args]));
    expect(found["mci1-ssl-tls--front"]).to.deep.equal({
      name: { take: "certificateName", of: "tls" },
      certificate: { take: "certificate", of: "tls" },
      privateKey: { take: "key", of: "tls" },
      project: "p",
    });
    expect(found["mci1-tp--front"]).to.deep.include({ urlMap: link("mci1-um-redirect--front") });
    expect(found["mci1-tps--front"]).to.deep.include({
      urlMap: link("mci1-um--front"),
      sslCertificates: [link("mci1-ssl-tls--front")],
    });
    expect(found["mci1-fws--front"]).to.deep.include({
      portRange: "443-443",
      ipAddress: "203.0.113.7",
      target: link("mci1-tps--front"),
    });
    expect(found["mci1-fr--front"]).to.deep.include({
      sourceRanges: ["130.211.0.0/22", "35.191.0.0/16"],
      targetTags: ["node"],
      allows: [{ protocol: "tcp", ports: ["30061"] }],
    });
  });

  it("asks pods themselves where the groups are of endpoints", () => {
    const backends = Object.fromEntries(
      everywhere.map((each) => [each, [`projects/p/zones/z/networkEndpointGroups/${each}`]]),
    );
    const services = [serviceOn("web", everywhere, { type: "ClusterIP" })];
    const [check, backend] = resourcesOf({ services }, { ...cloud, backends });
    expect(check?.args.name).to.equal("mci1-hc-8080--shop");
    expect(check?.args.httpHealthCheck).to.deep.equal({
      portSpecification: "USE_SERVING_PORT",
      requestPath: "/",
    });
    expect(backend?.args).to.not.have.property("portName");
    expect(JSON.stringify(backend?.args.backends)).to.include('"maxRatePerEndpoint"');
  });

  it("has names that are cut as kubemci cut them", () => {
    expect(cloudName("um", "a".repeat(53))).to.equal(`mci1-um--${"a".repeat(53)}`);
    expect(cloudName("um", "a".repeat(54))).to.equal(`mci1-um--${"a".repeat(53)}0`);
    expect(cloudName("be-30061", "a".repeat(80))).to.have.length(63);
  });

  it("gives arguments of the classes' own names only, down to the last", () => {
    const names = known.arguments as Readonly<Record<string, readonly string[]>>;
    const unknown = [...resourcesOf(), ...whole()].flatMap(({ kind, args }) =>
      pathsOf(args).filter((each) => !names[kind]?.includes(each)),
    );
    expect(unknown).to.deep.equal([]);
    expect(known.version).to.match(/^9\./);
  });
});

/** The paths of all values: `backends.group`; those of references end before them. */
function pathsOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => pathsOf(each, path));
  if (!isPlainObject(value) || "take" in value) return [path];
  return Object.entries(value).flatMap(([key, each]) =>
    pathsOf(each, path === "" ? key : `${path}.${key}`),
  );
}
