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
  });

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
    expect(plan(longForm({ defaultBackend: { service: { name: "web" } } })).issues).to.deep.equal(
      [],
    );
  });
});
