import { expect } from "chai";
import { declaredBed } from "../support/declaredBed";
import type { Declaration } from "../support/declaredStack";
import { changeLive, deploymentPath, readLive } from "../support/live";

const placement = { clusterNames: ["us-east"] };
const namespace: Declaration = { kind: "Namespace", name: "own-test", args: { placement } };
const webPath = deploymentPath("own-test", "web");

function web(image: string, settings: Record<string, unknown>): Declaration {
  const pod = {
    metadata: { labels: { app: "web" } },
    spec: { containers: [{ name: "web", image }] },
  };
  const spec = {
    replicas: 2,
    revisionHistoryLimit: 10,
    selector: { matchLabels: { app: "web" } },
    template: pod,
  };
  return {
    kind: "Deployment",
    name: "web",
    args: { namespace: "own-test", template: { spec }, ...settings },
  };
}

describe("fields that the member cluster owns", function () {
  this.timeout(600_000);
  const bed = declaredBed();

  it("stay as an autoscaler left them with retainReplicas, also when something else changes", async () => {
    await bed.updated([namespace, web("nginx:1.28", { retainReplicas: true })]);
    await changeLive(bed.cluster("us-east"), {
      method: "PATCH",
      path: `${webPath}/scale`,
      body: { spec: { replicas: 5 } },
    });
    await bed.stack.refresh();
    expect((await bed.stack.up()).changes).to.deep.equal([]);
    await bed.updated([namespace, web("nginx:1.29", { retainReplicas: true })]);
    const live = await readLive(bed.cluster("us-east"), webPath);
    expect(live?.spec?.replicas).to.equal(5);
    expect(JSON.stringify(live?.spec?.template)).to.include("nginx:1.29");
  });

  it("include what the user lists under retain", async () => {
    const settings = { retain: ["/spec/revisionHistoryLimit"], retainReplicas: true };
    await bed.updated([namespace, web("nginx:1.29", settings)]);
    await changeLive(bed.cluster("us-east"), {
      method: "PATCH",
      path: webPath,
      body: { spec: { revisionHistoryLimit: 3 } },
    });
    await bed.stack.refresh();
    expect((await bed.stack.up()).changes).to.deep.equal([]);
    await bed.updated([namespace, web("nginx:1.27", settings)]);
    const live = await readLive(bed.cluster("us-east"), webPath);
    expect(live?.spec?.revisionHistoryLimit).to.equal(3);
    expect(JSON.stringify(live?.spec?.template)).to.include("nginx:1.27");
  });

  it("are not taken back from another field manager unless the template says so", async () => {
    await bed.stack.declare([namespace, web("nginx:1.27", {})]);
    const refused = await bed.stack.up();
    expect(refused.succeeded).to.equal(false);
    expect(refused.output).to.match(/field conflict.*[\s\S]*\.spec\.replicas/);
    expect((await readLive(bed.cluster("us-east"), webPath))?.spec?.replicas).to.equal(5);
    const forced = web("nginx:1.27", {});
    const metadata = { annotations: { "pulumi.com/patchForce": "true" } };
    const template = { ...(forced.args?.template as object), metadata };
    await bed.updated([namespace, { ...forced, args: { ...forced.args, template } }]);
    expect((await readLive(bed.cluster("us-east"), webPath))?.spec?.replicas).to.equal(2);
  });

  it("include a Service's addresses and node ports", async () => {
    const path = "/api/v1/namespaces/own-test/services/web";
    const service = (app: string): Declaration => ({
      kind: "Service",
      name: "web",
      args: {
        namespace: "own-test",
        template: {
          spec: { type: "LoadBalancer", selector: { app }, ports: [{ name: "http", port: 80 }] },
        },
      },
    });
    await bed.updated([namespace, service("web")]);
    const before = await readLive(bed.cluster("us-east"), path);
    await bed.stack.refresh();
    expect((await bed.stack.up()).changes).to.deep.equal([]);
    await bed.updated([namespace, service("shop")]);
    const after = await readLive(bed.cluster("us-east"), path);
    const { clusterIP, ports } = before?.spec ?? {};
    expect(after?.spec).to.deep.include({ clusterIP, ports, selector: { app: "shop" } });
    expect(JSON.stringify(ports)).to.include("nodePort");
  });

  it("include a ServiceAccount's secrets", async () => {
    const path = "/api/v1/namespaces/own-test/serviceaccounts/robot";
    const account = (team: string): Declaration => ({
      kind: "ServiceAccount",
      name: "robot",
      args: { namespace: "own-test", template: { metadata: { labels: { team } } } },
    });
    await bed.updated([namespace, account("a")]);
    const secrets = [{ name: "robot-token" }];
    await changeLive(bed.cluster("us-east"), { method: "PATCH", path, body: { secrets } });
    await bed.stack.refresh();
    expect((await bed.stack.up()).changes).to.deep.equal([]);
    await bed.updated([namespace, account("b")]);
    const robot = await readLive(bed.cluster("us-east"), path);
    expect(robot?.secrets).to.deep.equal(secrets);
    expect(robot?.metadata.labels).to.include({ team: "b" });
  });
});
