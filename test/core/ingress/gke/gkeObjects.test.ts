import { expect } from "chai";
import {
  multiClusterIngress,
  multiClusterServices,
} from "../../../../provider/core/ingress/gke/gkeObjects";
import type { IngressRequest } from "../../../../provider/core/ingress/model";
import { planIngress } from "../../../../provider/core/ingress/plan";
import { deepFreeze } from "../../../support/deepFreeze";
import { google, usable } from "../backends";
import { everywhere, path, serviceOn } from "../samples";

const objects = (more: Partial<IngressRequest>, settings = google) => {
  const request = deepFreeze(usable("gke", { settings: { gke: settings }, ...more }));
  const plan = planIngress(request);
  expect(plan.issues).to.deep.equal([]);
  const of = { plan, request, settings };
  return { ingress: multiClusterIngress(of), services: multiClusterServices(of) };
};

describe("Google's objects for one Ingress over many clusters", () => {
  it("are a Service with the pods of those clusters that are not drained", () => {
    const ports = [{ port: 80, name: "http", targetPort: "web" }, { port: 81 }];
    const selector = { app: "web" };
    const services = [serviceOn("web", everywhere, { type: "ClusterIP", selector, ports })];
    const found = objects({ services, port: 80, weights: { "eu-west": 0, "*": 1 } });
    expect(found.services).to.deep.equal([
      {
        name: "shop-web",
        template: {
          metadata: { name: "shop-web" },
          spec: {
            template: {
              spec: {
                selector: { app: "web" },
                ports: [
                  { name: "http", protocol: "TCP", port: 80, targetPort: "web" },
                  { protocol: "TCP", port: 81, targetPort: 81 },
                ],
              },
            },
            clusters: [{ link: "ap-south-b/shop" }, { link: "us-east-b/shop" }],
          },
        },
      },
    ]);
    expect(found.ingress).to.deep.equal({
      metadata: { name: "shop" },
      spec: {
        template: {
          spec: {
            rules: [
              {
                host: "shop.test",
                http: {
                  paths: [{ path: "/*", backend: { serviceName: "shop-web", servicePort: 80 } }],
                },
              },
            ],
          },
        },
      },
    });
  });

  it("are an Ingress as it was before its version 1, with what Google wants of annotations", () => {
    const rules = [
      { host: "a.test", http: { paths: [path("/x", "web", "Exact"), path("/api")] } },
      { http: { paths: [path("/")] } },
    ];
    const spec = {
      rules,
      tls: [{ hosts: ["a.test"], secretName: "tls" }],
      defaultBackend: { service: { name: "web" } },
    };
    const backend = { serviceName: "shop-web", servicePort: 8080 };
    const { ingress } = objects({ isShort: false, host: undefined, spec, certificates: ["tls"] }, {
      ...google,
      staticIp: "203.0.113.9",
      frontendConfig: "to-https",
    } as typeof google);
    expect(ingress).to.deep.equal({
      metadata: {
        name: "shop",
        annotations: {
          "networking.gke.io/static-ip": "203.0.113.9",
          "networking.gke.io/frontend-config": "to-https",
        },
      },
      spec: {
        template: {
          spec: {
            backend,
            rules: [
              {
                host: "a.test",
                http: { paths: ["/x", "/api", "/api/*"].map((each) => ({ path: each, backend })) },
              },
              { http: { paths: [{ path: "/*", backend }] } },
            ],
            tls: [{ secretName: "shop-tls" }],
          },
        },
      },
    });
  });
});
