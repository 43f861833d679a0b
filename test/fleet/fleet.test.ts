import { expect } from "chai";
import { get } from "lodash";
import { callKubeApi, type KubeRequest, type KubeResponse } from "./kubeApi";
import { parseKubeconfig } from "./kubeconfig";
import { startFleet, type Cluster, type Fleet } from "./fleet";
import { clusterNamed } from "./locations";
import { deployment, gadgetDefinition, podSpec } from "./testObjects";
import { eventually } from "./trace";

describe("a fleet of two clusters", function () {
  this.timeout(600_000);
  let fleet: Fleet;

  before(async () => {
    fleet = await startFleet({
      clusters: [
        clusterNamed("us-east"),
        { ...clusterNamed("eu-west"), nodes: [{ cpu: "500m", labels: { disk: "ssd" } }] },
      ],
      progress: { write: () => undefined },
    });
  });
  after(() => fleet.stop());

  const cluster = (name: string): Cluster => {
    const found = fleet.clusters[name];
    if (found === undefined) throw new Error(`no cluster is called "${name}"`);
    return found;
  };
  const call = (name: string, request: KubeRequest): Promise<KubeResponse> =>
    callKubeApi(parseKubeconfig(cluster(name).kubeconfig), request);
  /** The value at `field` of the object at `path`. */
  const read = async (path: string, field: string, name = "us-east"): Promise<unknown> => {
    const { body } = await call(name, { path });
    const value: unknown = get(body, field);
    return value;
  };
  const create = async (path: string, body: object, name = "us-east"): Promise<void> => {
    const answer = await call(name, { method: "POST", path, body });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
  };
  /** Waits until the value at `field` of the object at `path` equals `value`. */
  const becomes = (path: string, field: string, value: unknown, name = "us-east") =>
    eventually({
      what: `${path} has ${field} ${String(value)}`,
      probe: async () => ((await read(path, field, name)) === value ? true : undefined),
    });
  const createNamespace = (name: string) => create("/api/v1/namespaces", { metadata: { name } });

  it("has nodes with the region and zone labels of its clusters", async () => {
    const labels = async (node: string, name: string): Promise<unknown[]> => {
      const found = await read(`/api/v1/nodes/${node}`, "metadata.labels", name);
      const keys = ["topology.kubernetes.io/region", "topology.kubernetes.io/zone", "disk"];
      return keys.map((key): unknown => get(found, [key]));
    };
    expect(await labels("us-east-2", "us-east")).to.deep.equal([
      "us-east1",
      "us-east1-c",
      undefined,
    ]);
    expect(await labels("eu-west-1", "eu-west")).to.deep.equal([
      "europe-west1",
      "europe-west1-c",
      "ssd",
    ]);
  });

  it("makes the pods of a Deployment ready", async () => {
    await create("/apis/apps/v1/namespaces/default/deployments", deployment("web", 3));
    await becomes("/apis/apps/v1/namespaces/default/deployments/web", "status.readyReplicas", 3);
  });

  it("makes the pods of a StatefulSet and of a DaemonSet ready", async () => {
    const { spec } = deployment("db", 2);
    const { selector, template } = deployment("agent", 1).spec;
    await create("/apis/apps/v1/namespaces/default/statefulsets", {
      metadata: { name: "db" },
      spec: { ...spec, serviceName: "db" },
    });
    await create("/apis/apps/v1/namespaces/default/daemonsets", {
      metadata: { name: "agent" },
      spec: { selector, template },
    });
    await becomes("/apis/apps/v1/namespaces/default/statefulsets/db", "status.readyReplicas", 2);
    await becomes("/apis/apps/v1/namespaces/default/daemonsets/agent", "status.numberReady", 2);
  });

  it("leaves pods pending that its nodes have no room for", async () => {
    const wanted = deployment("large", 2, { requests: { cpu: "300m" } });
    const path = "/apis/apps/v1/namespaces/default/deployments";
    await create(path, wanted, "eu-west");
    await becomes(`${path}/large`, "status.readyReplicas", 1, "eu-west");
    await becomes(`${path}/large`, "status.unavailableReplicas", 1, "eu-west");
  });

  it("never makes a pod ready whose image does not exist", async () => {
    const path = "/apis/apps/v1/namespaces/default/deployments";
    await create(path, deployment("broken", 1, undefined, "registry/does-not-exist:1"));
    await eventually({
      what: "a pod waits for its image",
      probe: async () => {
        const pods = "/api/v1/namespaces/default/pods?labelSelector=app%3Dbroken";
        const field = "items[0].status.containerStatuses[0].state.waiting.reason";
        return (await read(pods, field)) === "ImagePullBackOff" ? true : undefined;
      },
    });
    expect(await read(`${path}/broken`, "status.readyReplicas")).to.equal(undefined);
  });

  it("completes a Job", async () => {
    await create("/apis/batch/v1/namespaces/default/jobs", {
      metadata: { name: "import" },
      spec: {
        completions: 3,
        parallelism: 2,
        template: { spec: { ...podSpec(), restartPolicy: "Never" } },
      },
    });
    await becomes("/apis/batch/v1/namespaces/default/jobs/import", "status.succeeded", 3);
  });

  it("gives each LoadBalancer Service an address of its own, from a range of the cluster", async () => {
    const path = "/api/v1/namespaces/default/services";
    const addressOf = (service: string, name: string) =>
      eventually({
        what: `${service} has an address`,
        probe: async () => {
          const ip = await read(`${path}/${service}`, "status.loadBalancer.ingress[0].ip", name);
          return typeof ip === "string" ? ip : undefined;
        },
      });
    const addresses: string[] = [];
    for (const [service, name] of [
      ["front", "us-east"],
      ["back", "us-east"],
      ["front", "eu-west"],
    ] as const) {
      const spec = { type: "LoadBalancer", ports: [{ port: 80 }] };
      await create(path, { metadata: { name: service }, spec }, name);
      addresses.push(await addressOf(service, name));
    }
    expect(new Set(addresses).size).to.equal(3);
    expect(addresses[0]).to.match(/^127\.96\./);
    expect(addresses[1]).to.match(/^127\.96\./);
    expect(addresses[2]).to.match(/^127\.97\./);

    const body = { spec: { type: "ClusterIP" } };
    await call("us-east", { method: "PATCH", path: `${path}/front`, body });
    await becomes(`${path}/front`, "status.loadBalancer.ingress[0].ip", undefined);
  });

  it("binds a claim of the default storage class to a volume, and deletes the volume with it", async () => {
    const path = "/api/v1/namespaces/default/persistentvolumeclaims";
    await create(path, {
      metadata: { name: "data" },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    });
    await becomes(`${path}/data`, "status.phase", "Bound");
    await call("us-east", { method: "DELETE", path: `${path}/data` });
    await becomes("/api/v1/persistentvolumes", "items.length", 0);
  });

  it("lets a service account do what its role allows and refuses the rest", async () => {
    await createNamespace("shop");
    const core = "/api/v1/namespaces/shop";
    const rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/shop";
    await create(`${core}/serviceaccounts`, { metadata: { name: "reader" } });
    await create(`${rbac}/roles`, {
      metadata: { name: "reader" },
      rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["list"] }],
    });
    await create(`${rbac}/rolebindings`, {
      metadata: { name: "reader" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" },
      subjects: [{ kind: "ServiceAccount", name: "reader", namespace: "shop" }],
    });
    const answer = await call("us-east", {
      method: "POST",
      path: `${core}/serviceaccounts/reader/token`,
      body: { spec: { expirationSeconds: 600 } },
    });
    const token = String(get(answer.body, "status.token"));
    const admin = parseKubeconfig(cluster("us-east").kubeconfig);
    const statusFor = async (path: string, with_ = token) =>
      (await callKubeApi({ ...admin, token: with_ }, { path })).status;

    expect(await statusFor(`${core}/configmaps`)).to.equal(200);
    expect(await statusFor(`${core}/secrets`)).to.equal(403);
    expect(await statusFor("/api/v1/namespaces/default/configmaps")).to.equal(403);
    expect(await statusFor(`${core}/configmaps`, "made-up")).to.equal(401);
  });

  it("fills in the token of a Secret that is made for a service account", async () => {
    await create("/api/v1/namespaces/default/secrets", {
      metadata: {
        name: "old-token",
        annotations: { "kubernetes.io/service-account.name": "default" },
      },
      type: "kubernetes.io/service-account-token",
    });
    await eventually({
      what: "the Secret has a token",
      probe: async () => {
        const secret = "/api/v1/namespaces/default/secrets/old-token";
        const token = await read(secret, "data.token");
        return typeof token === "string" ? token : undefined;
      },
    });
  });

  it("serves a custom resource while its definition exists", async () => {
    const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    const gadgets = "/apis/example.com/v1/namespaces/default/gadgets";
    await create(definitions, gadgetDefinition);
    await eventually({
      what: "gadgets are served",
      probe: async () =>
        (await call("us-east", { path: gadgets })).status === 200 ? true : undefined,
    });
    await create(gadgets, {
      apiVersion: "example.com/v1",
      kind: "Gadget",
      metadata: { name: "one" },
      spec: { size: 3 },
    });
    await call("us-east", { method: "DELETE", path: `${definitions}/gadgets.example.com` });
    await becomes(`${definitions}/gadgets.example.com`, "code", 404);
  });

  it("collects what a deleted owner leaves, and empties and removes a deleted namespace", async () => {
    await createNamespace("gone");
    const path = "/apis/apps/v1/namespaces/gone";
    await create(`${path}/deployments`, deployment("web", 2));
    await becomes(`${path}/deployments/web`, "status.readyReplicas", 2);
    await call("us-east", { method: "DELETE", path: `${path}/deployments/web` });
    await becomes(`${path}/replicasets`, "items.length", 0);
    await becomes("/api/v1/namespaces/gone/pods", "items.length", 0);

    await create(`${path}/deployments`, deployment("web", 2));
    await call("us-east", { method: "DELETE", path: "/api/v1/namespaces/gone" });
    await becomes("/api/v1/namespaces/gone", "code", 404);
  });

  it("is reached over a certificate that no other cluster's certificate verifies", async () => {
    const [us, eu] = ["us-east", "eu-west"].map((name) =>
      parseKubeconfig(cluster(name).kubeconfig),
    );
    if (us === undefined || eu === undefined) throw new Error("a cluster is missing");
    const refusal = await callKubeApi(
      { ...us, certificates: eu.certificates },
      { path: "/version" },
    ).then(String, String);
    expect(refusal).to.match(/certificate/);
    expect(cluster("us-east").kubeconfig).not.to.include("insecure");
  });

  it("accepts and never answers while a cluster is paused, and goes on when it is resumed", async () => {
    const { pause, resume } = cluster("eu-west");
    await pause();
    const silence = await call("eu-west", { path: "/version", timeoutMs: 1000 }).then(
      String,
      String,
    );
    expect(silence).to.include("no answer to GET /version within 1000 ms");
    expect((await call("us-east", { path: "/version" })).status).to.equal(200);
    await resume();
    expect((await call("eu-west", { path: "/version" })).status).to.equal(200);
  });

  it("refuses connections while a cluster is stopped, and has its objects when it is started again", async () => {
    const { stop, start, apiEndpoint } = cluster("eu-west");
    const path = "/api/v1/namespaces/default/configmaps";
    await create(path, { metadata: { name: "kept" }, data: { key: "value" } }, "eu-west");
    await stop();
    const refusal = await call("eu-west", { path }).then(String, String);
    expect(refusal).to.include("ECONNREFUSED");
    await start();
    expect(cluster("eu-west").apiEndpoint).to.equal(apiEndpoint);
    expect(await read(`${path}/kept`, "data.key", "eu-west")).to.equal("value");
  });

  it("can stop a cluster that is paused, but not pause one that is stopped", async () => {
    const { pause, stop, start } = cluster("eu-west");
    await pause();
    await stop();
    expect(await pause().then(String, String)).to.include('"eu-west/kube-apiserver" does not run');
    await start();
    await start();
    expect((await call("eu-west", { path: "/version" })).status).to.equal(200);
  });
});
