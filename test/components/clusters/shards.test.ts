import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { currentRun } from "../../../provider/engine/run";
import * as kubefed from "../../../sdk/nodejs";

const place = (region: string) => ({ labels: {}, region, zones: ["z"], kubeconfig: "{}" });
const exported = {
  clusters: { a: place("eu"), b: place("eu"), c: place("us") },
  shards: { a: "eu-1", b: "eu-1", c: "us-1" },
  salt: "salt",
};

interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Lets a program run in a stack of that name, which reads a fleet's output. */
async function inStack(stack: string, fleet: unknown = exported): Promise<Registered[]> {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        registered.push({ type, name, inputs: inputs as Registered["inputs"] });
        const isFleet = type === "pulumi:pulumi:StackReference";
        const state = isFleet ? { outputs: { fleet } } : (inputs as object);
        return { id: `${name}-id`, state };
      },
      call: () => ({}),
    },
    "app",
    stack,
    false,
  );
  return registered;
}

const read = (shard?: string) =>
  kubefed.clustersFromStack(new pulumi.StackReference("org/fleet/prod"), "fleet", { shard });

const failureOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "",
    (error: unknown) => String(error),
  );

describe("a program in a shard", () => {
  it("plans for the whole fleet and writes its own part", async () => {
    const registered = await inStack("prod-eu-1");
    const clusters = await read("eu-1");
    expect(clusters.map(({ name, elsewhere }) => [name, elsewhere])).to.deep.equal([
      ["a", undefined],
      ["b", undefined],
      ["c", "us-1"],
    ]);
    const namespace = new kubefed.FederatedNamespace("shop", {
      clusters,
      placement: { clusterSelector: {} },
    });
    const web = new kubefed.FederatedDeployment("web", {
      namespace,
      scheduling: new kubefed.ReplicaSchedulingPreference("web", { totalReplicas: 7 }),
      template: { spec: { selector: {}, template: { spec: { containers: [] } } } },
    });
    await currentRun().shard?.division;
    for (const cluster of clusters) {
      if (cluster.elsewhere === undefined)
        await new Promise((known) => cluster.provider.urn.apply(known));
    }
    expect(Object.keys(web.resources)).to.deep.equal(["a", "b"]);
    // The namespace on the other shard's cluster counts, though it has no resource here.
    const replicas = web.plan.clusters.map((each) => each.replicas ?? 0);
    expect(replicas).to.have.length(3);
    expect(replicas.reduce((sum, each) => sum + each, 0)).to.equal(7);
    const providers = registered.filter(({ type }) => type === "pulumi:providers:kubernetes");
    expect(providers.map(({ name }) => name).sort()).to.deep.equal(["a", "b"]);
    expect(currentRun().shard?.others).to.deep.equal({ "us-1": "organization/app/prod-us-1" });
  });

  it("divides as its other shards do, and says the same of it", async () => {
    const divisionIn = async (shard: string, totalReplicas: number) => {
      await inStack(shard);
      const clusters = await read(shard);
      new kubefed.FederatedDeployment("web", {
        clusters,
        placement: { clusterSelector: {} },
        scheduling: new kubefed.ReplicaSchedulingPreference("web", { totalReplicas }),
        template: { spec: { selector: {}, template: { spec: { containers: [] } } } },
      });
      return currentRun().shard?.division;
    };
    const first = await divisionIn("eu-1", 7);
    expect(first).to.match(/^[0-9a-f]{8}$/);
    expect(await divisionIn("us-1", 7)).to.equal(first);
    expect(await divisionIn("us-1", 8)).to.not.equal(first);
  });

  it("has no provider for another shard's cluster, and says so", async () => {
    await inStack("eu-1");
    const [, , other] = await read("eu-1");
    expect(() => other?.provider).to.throw(
      'KubeFedCluster "c" is in shard "us-1": it has no provider in this stack',
    );
    expect(other?.memberKubeconfig).to.equal(undefined);
  });

  const service = (clusters: kubefed.KubeFedCluster[], placement: kubefed.Placement) =>
    new kubefed.FederatedService("web", {
      clusters,
      placement,
      template: { spec: { type: "LoadBalancer", ports: [{ port: 80 }] } },
    });
  const publish = (clusters: kubefed.KubeFedCluster[], placement: kubefed.Placement): void => {
    const dns = new kubefed.Rfc2136Zone("bind", { server: "192.0.2.1", zone: "example.com" });
    const web = service(clusters, placement);
    new kubefed.ServiceDNSRecord("web", { service: web, dns, domain: "example.com" });
    const ingress = new kubefed.FederatedIngress("web", {
      clusters,
      placement,
      template: { spec: { defaultBackend: { service: { name: "web", port: { number: 80 } } } } },
    });
    new kubefed.IngressDNSRecord("web", { ingress, dns, hosts: ["a.example.com"] });
    new kubefed.MultiClusterIngress("web", { service: web, host: "b.example.com" });
  };

  it("publishes and balances nothing that other shards' clusters have as well, and says what to do", async () => {
    await inStack("eu-1");
    publish(await read("eu-1"), { clusterSelector: {} });
    const gate = await failureOf(currentRun().batch?.gate ?? Promise.resolve());
    expect(gate.match(/is on clusters of other shards too: "c" \(shard "us-1"\)/g)).to.have.length(
      3,
    );
    expect(
      gate.match(/^(Service|Ingress)DNSRecord "web"|^MultiClusterIngress "web"/gm),
    ).to.have.length(3);
    expect(gate).to.match(/write them by a DomainRecord in a stack of its own/);
    expect(gate).to.match(/3 problems in 3 resources/);
  });

  it("publishes and balances what its own clusters have alone", async () => {
    await inStack("eu-1");
    const clusters = await read("eu-1");
    publish(clusters, { clusterNames: ["a", "b"] });
    await (currentRun().batch?.gate ?? Promise.resolve());
    const host = clusters.find(({ name }) => name === "c");
    new kubefed.MultiClusterIngress("far", {
      service: service(clusters, { clusterNames: [] }),
      host: "c.example.com",
      ...(host === undefined ? {} : { hostCluster: host }),
    });
    const gate = await failureOf(currentRun().batch?.gate ?? Promise.resolve());
    expect(gate).to.match(/hostCluster[^]*is in shard "us-1", which alone can write there/);
  });

  const refused: readonly [string, string, string | undefined, RegExp][] = [
    ["a shard that the fleet has not", "eu-7", "eu-7", /no shard "eu-7"; known: "eu-1", "us-1"/],
    ["a stack with another name", "dev", "eu-1", /a stack is called after its shard, "eu-1"/],
  ];
  for (const [title, stack, shard, message] of refused) {
    it(`refuses ${title}`, async () => {
      await inStack(stack);
      expect(await failureOf(read(shard))).to.match(message);
    });
  }

  it("refuses to be two shards", async () => {
    await inStack("us-1");
    await read("us-1");
    expect(await failureOf(read("us-1"))).to.match(/a stack is one shard/);
  });

  it("is the whole fleet without a shard, with the shards exported or not", async () => {
    for (const fleet of [exported, exported.clusters]) {
      await inStack("dev", fleet);
      const clusters = await read();
      expect(clusters.map(({ elsewhere }) => elsewhere)).to.deep.equal([
        undefined,
        undefined,
        undefined,
      ]);
      expect(currentRun().shard).to.equal(undefined);
    }
  });
});

describe("a fleet that is exported with shards", () => {
  it("says which cluster has which, and refuses settings that cannot be meant", async () => {
    await inStack("prod");
    const clusters = ["a", "b", "c"].map(
      (name) => new kubefed.KubeFedCluster(name, { kubeconfig: "{}", region: "eu" }),
    );
    const { shards } = kubefed.exportClusters(clusters, { shards: { maxClusters: 2 } });
    const known = await new Promise((resolve) => shards.apply(resolve));
    expect(known).to.deep.equal({ a: "eu-1", b: "eu-1", c: "eu-2" });
    expect(() => kubefed.exportClusters(clusters, { shards: { maxClusters: 0 } })).to.throw(
      "shards.maxClusters must be a whole number from 1; got 0",
    );
  });

  it("refuses credentials for a cluster of another shard", async () => {
    await inStack("prod");
    new kubefed.KubeFedCluster("a", { kubeconfig: "{}", elsewhere: "eu-2" });
    const gate = await failureOf(currentRun().batch?.gate ?? Promise.resolve());
    expect(gate).to.match(/a cluster of another shard has no credentials here; given: kubeconfig/);
  });
});
