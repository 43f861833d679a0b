import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as kubefed from "../../../sdk/nodejs";
import { clustersOf, problemsOf } from "../../support/declaredIngress";
import { runWithMocks } from "../../support/pulumiMocks";

const addresses = { eu: ["203.0.113.1"], us: ["203.0.113.2", "203.0.113.3"] };

describe("MultiClusterIngress before a federated Ingress", () => {
  const ingressOn = (clusters: kubefed.KubeFedCluster[]) =>
    new kubefed.FederatedIngress("shop", {
      clusters,
      namespace: "shop",
      placement: { clusterSelector: {} },
      template: {
        spec: {
          rules: ["a.test", "b.test"].map((host) => ({
            host,
            http: {
              paths: [
                {
                  path: "/api",
                  pathType: "Prefix",
                  backend: { service: { name: "api", port: { number: 80 } } },
                },
              ],
            },
          })),
        },
      },
    });

  it("has its hosts, whatever their paths, at the load balancers that it has", async () => {
    let config = pulumi.output("");
    let routes: unknown;
    await runWithMocks(() => {
      const ingress = ingressOn(clustersOf());
      const of = new kubefed.MultiClusterIngress("front", { ingress, addresses });
      config = of.config;
      routes = of.plan.routes.map(({ host, path, service }) => [host, path, service]);
      return [of];
    });
    const text = await new Promise<string>((resolve) => config.apply(resolve));
    expect(routes).to.deep.equal([
      ["a.test", "/", "shop/shop:80"],
      ["b.test", "/", "shop/shop:80"],
    ]);
    expect(text).to.include("server eu 203.0.113.1:80 ");
  });

  it("stands alone", async () => {
    const text = await problemsOf(({ clusters }) => ({
      ingress: ingressOn(clusters),
      host: "a.test",
    }));
    expect(text).to.include("both forms are given");
  });
});
