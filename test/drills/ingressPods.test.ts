import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { get } from "lodash";
import { type Cluster, type Fleet, startFleet } from "../fleet";
import { eventually } from "../support/eventually";
import { haproxyImage } from "../support/haproxy";
import { type DataPlane, distribution, startDataPlane, underLoad } from "../support/ingressTraffic";
import { readLive } from "../support/live";
import { type LoadBalancer, startLoadBalancer } from "../support/loadBalancer";
import { selfSigned } from "../support/selfSigned";
import { createStack, type TestStack } from "../support/stack";
import type { DeclaredPods } from "./programs/ingressPods";

const host = "shop.test";
const image = "docker.io/library/haproxy:2.6-debian";
const nodePort = 30_080;
const name = "shop-haproxy";

describe("HAProxy of a MultiClusterIngress as real pods", function () {
  this.timeout(600_000);
  let directory: string;
  let fleet: Fleet;
  let stack: TestStack;
  let certificate: string;
  let declared: DeclaredPods;
  let isGone = false;
  const planes: DataPlane[] = [];
  const balancers: LoadBalancer[] = [];

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-ingress-"));
    const archive = join(directory, "haproxy.tar");
    await haproxyImage(image, archive);
    fleet = await startFleet({
      clusters: [
        {
          name: "host",
          region: "europe-west1",
          zones: ["europe-west1-c", "europe-west1-d"],
          nodes: "real",
          images: [archive],
        },
        { name: "us-east", region: "us-east1", zones: ["us-east1-b"] },
      ],
    });
    const [own, key] = selfSigned(host);
    certificate = own;
    stack = await createStack({
      program: "ingressPods",
      secrets: {
        host: member("host").kubeconfig,
        "us-east": member("us-east").kubeconfig,
        key,
      },
    });
    await stack.setConfig("certificate", certificate);
    // Addresses of this machine that pods reach, which those of a loopback are not.
    const [first = "", second = ""] = member("host").realNodes.map(({ address }) => address);
    declared = {
      image,
      nodePort,
      addresses: { host: [first], "us-east": [second] },
      weights: { host: 2, "us-east": 1 },
    };
    await stack.configure(declared);
    for (const [cluster, [address = ""] = []] of Object.entries(declared.addresses))
      planes.push(await startDataPlane({ name: cluster, address, port: nodePort }));
  });
  after(async () => {
    await Promise.all(balancers.map((balancer) => balancer.stop()));
    if (!isGone) await stack.destroy();
    stack.remove();
    await Promise.all(planes.map((plane) => plane.kill()));
    await fleet.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const member = (cluster: string): Cluster => {
    const found = fleet.clusters[cluster];
    if (found === undefined) throw new Error(`there is no ${cluster}`);
    return found;
  };
  const pods = async (): Promise<unknown[]> => {
    const list = await readLive(member("host"), "/api/v1/namespaces/shop/pods");
    const items: unknown = get(list, "items");
    return Array.isArray(items) ? (items as unknown[]) : [];
  };
  let front: { address: string; port: number; host: string };
  const secure = () => ({ ...front, port: 443, authority: certificate });

  it("has two pods, one a node, through which the clusters serve by their weights", async () => {
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    const nodes = (await pods()).map((pod): unknown => get(pod, "spec.nodeName"));
    expect(nodes.sort()).to.deep.equal(["host-1", "host-2"]);
    const address = String(up.outputs.address);
    front = { address, port: 80, host };
    for (const [portName, port] of [
      ["http", 80],
      ["https", 443],
    ] as const) {
      const { kubeconfig } = member("host");
      const of = { kubeconfig, namespace: "shop", service: name, portName, address, port };
      balancers.push(await startLoadBalancer(of));
    }
    expect(balancers[0]?.endpoints()).to.have.length(2);
    const shares = { host: 40, "us-east": 20 };
    expect(await distribution(front, 60)).to.deep.equal(shares);
    expect(await distribution(secure(), 60)).to.deep.equal(shares);
  });

  it("replaces its pods for a change of the weights, and fails no request", async () => {
    const before = (await pods()).map((pod): unknown => get(pod, "metadata.uid"));
    await stack.configure({ ...declared, weights: { host: 1, "us-east": 3 } });
    const { failed, total } = await underLoad(
      { ...secure(), perSecond: 50, connections: 40 },
      async () => {
        const up = await stack.up();
        expect(up.succeeded, up.output).to.equal(true);
      },
    );
    expect(failed, `of ${total}`).to.deep.equal([]);
    const now = balancers[0]?.endpoints() ?? [];
    expect(now).to.have.length(2);
    const serving = (await pods()).filter((pod) => now.includes(String(get(pod, "status.podIP"))));
    for (const pod of serving) expect(before).to.not.include(get(pod, "metadata.uid"));
    expect(await distribution(front, 60)).to.deep.equal({ host: 15, "us-east": 45 });
  });

  it("is gone with its pods when the stack is destroyed", async () => {
    const destroyed = await stack.destroy();
    expect(destroyed.succeeded, destroyed.output).to.equal(true);
    isGone = true;
    await eventually(async () => {
      expect(await pods()).to.deep.equal([]);
    });
  });
});
