import { expect } from "chai";
import {
  clusterServices,
  sliceAddresses,
} from "../../../../provider/core/ingress/gateway/clusterServices";
import { gatewayTemplate } from "../../../../provider/core/ingress/gateway/gatewayObjects";
import { httpRoutes } from "../../../../provider/core/ingress/gateway/httpRoutes";
import type { IngressRequest } from "../../../../provider/core/ingress/model";
import { planIngress } from "../../../../provider/core/ingress/plan";
import { errorsOf } from "../../../../provider/core/issue";
import { mapAt, mapsAt } from "../../../../provider/core/plain/fields";
import { deepFreeze } from "../../../support/deepFreeze";
import { usable } from "../backends";
import { path, serviceOn } from "../samples";

const settings = { gatewayClassName: "traefik" };
const rule = (host: string | undefined, ...paths: ReturnType<typeof path>[]) => ({
  ...(host === undefined ? {} : { host }),
  http: { paths },
});
const planOf = (more: Partial<IngressRequest>) => {
  const plan = planIngress(deepFreeze(usable("gateway", more)));
  expect(errorsOf(plan.issues)).to.deep.equal([]);
  return deepFreeze(plan);
};
const long = (spec: IngressRequest["spec"], more: Partial<IngressRequest> = {}) =>
  planOf({
    isShort: false,
    host: undefined,
    spec,
    services: [serviceOn("web"), serviceOn("api")],
    ...more,
  });
const specs = (plan: ReturnType<typeof planOf>, gateway = settings) =>
  Object.fromEntries(
    httpRoutes({ plan, settings: gateway }).map(({ name, template }) => [
      name,
      mapAt(template, "spec"),
    ]),
  );

describe("a Gateway", () => {
  it("listens for HTTP, and for HTTPS at each host that has a certificate", () => {
    const tls = [
      { hosts: ["a.test", "*.b.test"], secretName: "one" },
      { hosts: ["a.test"], secretName: "two" },
    ];
    const plan = long(
      { rules: [rule("a.test", path("/"))], tls },
      { certificates: ["one", "two"] },
    );
    const of = { ...settings, httpPort: 8000, annotations: { a: "b" } };
    expect(gatewayTemplate({ plan, settings: of })).to.deep.equal({
      metadata: { name: "shop", annotations: { a: "b" } },
      spec: {
        gatewayClassName: "traefik",
        listeners: [
          { name: "http", port: 8000, protocol: "HTTP" },
          {
            name: "https.any.b.test",
            port: 443,
            protocol: "HTTPS",
            hostname: "*.b.test",
            tls: { mode: "Terminate", certificateRefs: [{ kind: "Secret", name: "shop-one" }] },
          },
          {
            name: "https.a.test",
            port: 443,
            protocol: "HTTPS",
            hostname: "a.test",
            tls: {
              mode: "Terminate",
              certificateRefs: [
                { kind: "Secret", name: "shop-one" },
                { kind: "Secret", name: "shop-two" },
              ],
            },
          },
        ],
      },
    });
  });
});

describe("HTTPRoutes", () => {
  it("lead to one Service of the host cluster for each cluster, by weight", () => {
    const plan = planOf({ weights: { "us-east": 2, "ap-south": 0, "*": 1 } });
    expect(specs(plan)).to.deep.equal({
      "shop.shop.test": {
        parentRefs: [{ name: "shop" }],
        hostnames: ["shop.test"],
        rules: [
          {
            matches: [{ path: { type: "PathPrefix", value: "/" } }],
            backendRefs: [
              { name: "shop-web-8080-ap-south", port: 8080, weight: 0 },
              { name: "shop-web-8080-eu-west", port: 8080, weight: 1 },
              { name: "shop-web-8080-us-east", port: 8080, weight: 2 },
            ],
          },
        ],
      },
    });
  });

  it("are one for each host, with what no path takes for every one that does not take all", () => {
    const plan = long({
      rules: [
        rule("a.test", path("/api/", "api"), path("/x", "api", "Exact"), path("/")),
        rule("*.b.test", path("/b")),
      ],
      defaultBackend: { service: { name: "api" } },
    });
    const found = Object.entries(specs(plan)).map(([name, spec]) => [
      name,
      spec.hostnames,
      mapsAt(spec, "rules").map(({ matches, backendRefs }) => [
        (matches as { path: { value: string } }[]).map((each) => each.path.value).join(" "),
        String(mapAt((backendRefs as object[])[0]).name).split("-")[1],
      ]),
    ]);
    expect(found).to.deep.equal([
      [
        "shop.a.test",
        ["a.test"],
        [
          ["/x /api", "api"],
          ["/", "web"],
        ],
      ],
      [
        "shop.any.b.test",
        ["*.b.test"],
        [
          ["/", "api"],
          ["/b", "web"],
        ],
      ],
      ["shop", undefined, [["/", "api"]]],
    ]);
  });

  it("are as many as their definition's limits need", () => {
    const paths = Array.from({ length: 200 }, (_, index) => path(`/${index}`));
    const found = Object.entries(specs(long({ rules: [rule("a.test", ...paths)] })));
    expect(found.map(([name]) => name)).to.deep.equal(["shop.a.test", "shop.a.test-2"]);
    const counts = found.map(([, spec]) =>
      mapsAt(spec, "rules").map((each) => mapsAt(each, "matches").length),
    );
    expect(counts.flat().reduce((a, b) => a + b, 0)).to.equal(200);
    for (const each of counts) {
      expect(each.length).to.be.at.most(16);
      expect(each.reduce((a, b) => a + b, 0)).to.be.at.most(128);
    }
  });

  it("send to HTTPS at hosts that have a certificate, and serve those there only", () => {
    const tls = [{ hosts: ["*.a.test"], secretName: "one" }];
    const rules = [rule("www.a.test", path("/")), rule("b.test", path("/"))];
    const plan = long({ rules, tls }, { certificates: ["one"], redirectToHttps: true });
    const { "shop.www.a.test": secure, "shop.b.test": open, "shop-to-https": sent } = specs(plan);
    expect(secure?.parentRefs).to.deep.equal([{ name: "shop", sectionName: "https.any.a.test" }]);
    expect(open?.parentRefs).to.deep.equal([{ name: "shop" }]);
    expect(sent).to.deep.equal({
      parentRefs: [{ name: "shop", sectionName: "http" }],
      hostnames: ["*.a.test"],
      rules: [
        {
          filters: [
            { type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } },
          ],
        },
      ],
    });
    const all = long(
      { rules, tls: [{ secretName: "one" }] },
      { certificates: ["one"], redirectToHttps: true },
    );
    expect(specs(all)["shop-to-https"]).to.not.have.property("hostnames");
    expect(specs(all)["shop.b.test"]?.parentRefs).to.deep.equal([
      { name: "shop", sectionName: "https" },
    ]);
  });

  it("lead to a ServiceImport that is all clusters in one", () => {
    const imports = { ...settings, importKind: "ServiceImport" as const };
    const plan = planOf({ settings: { gateway: imports } });
    const refs = (gateway: typeof imports & { importGroup?: string }) =>
      mapsAt(specs(plan, gateway)["shop.shop.test"] ?? {}, "rules")[0]?.backendRefs;
    const reference = { kind: "ServiceImport", name: "web", port: 8080 };
    expect(refs(imports)).to.deep.equal([{ group: "multicluster.x-k8s.io", ...reference }]);
    expect(refs({ ...imports, importGroup: "net.gke.io" })).to.deep.equal([
      { group: "net.gke.io", ...reference },
    ]);
  });
});

describe("the Services of a host cluster that stand for other clusters", () => {
  it("have no selector, and an EndpointSlice of their name beside them", () => {
    const [first, ...others] = clusterServices(planOf({}));
    expect(others).to.have.length(2);
    expect(first).to.deep.include({
      name: "shop-web-8080-ap-south",
      key: "shop/web:8080",
      cluster: "ap-south",
      service: {
        metadata: { name: "shop-web-8080-ap-south" },
        spec: { ports: [{ name: "http", port: 8080 }] },
      },
    });
    expect(first?.sliceMetadata).to.deep.equal({
      name: "shop-web-8080-ap-south",
      labels: {
        "kubernetes.io/service-name": "shop-web-8080-ap-south",
        "endpointslice.kubernetes.io/managed-by": "pulumi-kubefed",
      },
    });
  });

  it("hold addresses of one family, at a node port where there is one", () => {
    const of = (...addresses: string[]) => sliceAddresses(deepFreeze({ addresses }), 80).slice;
    expect(of("203.0.113.1", "2001:DB8::1", "203.0.113.2")).to.deep.equal({
      addressType: "IPv4",
      endpoints: ["203.0.113.1", "203.0.113.2"].map((each) => ({
        addresses: [each],
        conditions: { ready: true },
      })),
      ports: [{ name: "http", port: 80, protocol: "TCP" }],
    });
    expect(of("2001:DB8::1")).to.deep.include({
      addressType: "IPv6",
      endpoints: [{ addresses: ["2001:db8::1"], conditions: { ready: true } }],
    });
    expect(of()).to.deep.include({ addressType: "IPv4", endpoints: [] });
    const nodes = sliceAddresses({ addresses: ["203.0.113.1"], port: 30061 }, 80);
    expect(nodes.slice.ports[0]?.port).to.equal(30061);
  });

  it("cannot hold host names and loopback addresses, which clusters may say they have", () => {
    const { slice, problems } = sliceAddresses(
      { addresses: ["elb.example.com", "127.0.0.2", "203.0.113.1"] },
      80,
    );
    expect(problems).to.have.length(2);
    expect(problems.join("\n")).to.match(
      /"elb.example.com" is a host name.*\n"127.0.0.2" is a loop/,
    );
    expect(slice.endpoints).to.have.length(2);
  });
});
