import { expect } from "chai";
import type { ObservedCapacity, ObservedReplicas } from "pulumi-kubefed";
import type { Cluster, Fleet } from "../fleet";
import { eventually } from "../support/eventually";
import { changeLive, deploymentPath, type LiveObject, readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";
import { packedStack } from "../support/packedStack";
import type { TestStack } from "../support/stack";
import type { ObservedProgram } from "./programs/observed";

const theirs = deploymentPath("default", "theirs");
const nodes = "/api/v1/nodes";

/** A Deployment as somebody would make it with `kubectl create`. */
const theirDeployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "theirs" },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: "theirs" } },
    template: {
      metadata: { labels: { app: "theirs" } },
      spec: { containers: [{ name: "theirs", image: "nginx:1.29" }] },
    },
  },
};

const small = {
  apiVersion: "v1",
  kind: "Node",
  metadata: { name: "us-east-small", annotations: { "kwok.x-k8s.io/node": "fake" } },
  status: { allocatable: { cpu: "2", memory: "32Gi", pods: "110" } },
};

/** What the program exports. */
interface Found {
  readonly observed: ObservedReplicas;
  readonly room: ObservedCapacity;
  readonly previous: Readonly<Record<string, number>>;
}

describe("replicas that follow what was observed on real clusters", function () {
  this.timeout(600_000);
  let fleet: Fleet;
  let stack: TestStack;
  let us: Cluster;

  before(async () => {
    fleet = await sharedFleet();
    const all = Object.values(fleet.clusters);
    us = clusterNamed("us-east");
    const body = theirDeployment;
    const path = "/apis/apps/v1/namespaces/default/deployments?fieldManager=kubectl-create";
    await Promise.all(all.map((each) => changeLive(each, { method: "POST", path, body })));
    await cordon(true);
    await changeLive(us, { method: "POST", path: nodes, body: small });
    const kubeconfigs = all.map(({ name, kubeconfig }) => [name, kubeconfig] as const);
    stack = await packedStack({ program: "observed", secrets: Object.fromEntries(kubeconfigs) });
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
    await changeLive(us, { method: "DELETE", path: `${nodes}/us-east-small` });
    await cordon(false);
    const all = Object.values(fleet.clusters);
    await Promise.all(all.map((each) => changeLive(each, { method: "DELETE", path: theirs })));
  });

  function clusterNamed(name: string): Cluster {
    const cluster = fleet.clusters[name];
    if (cluster === undefined) throw new Error(`no cluster "${name}"`);
    return cluster;
  }

  async function cordon(unschedulable: boolean): Promise<void> {
    for (const node of ["us-east-1", "us-east-2"]) {
      const body = { spec: { unschedulable } };
      await changeLive(us, { method: "PATCH", path: `${nodes}/${node}`, body });
    }
  }

  /** Wanted and ready replicas by cluster. */
  async function replicas(path: string): Promise<Record<string, unknown>> {
    const read = Object.values(fleet.clusters).map(async (cluster) => {
      const object = await readLive(cluster, path);
      return [cluster.name, [object?.spec?.replicas, object?.status?.readyReplicas]] as const;
    });
    return Object.fromEntries(await Promise.all(read));
  }

  const web = () => replicas(deploymentPath("busy", "web"));
  const configure = (value: ObservedProgram) => stack.configure(value);

  it("are refused at preview for a workload that is not there", async () => {
    await configure({ observe: false, target: "absent" });
    const preview = await stack.preview();
    expect(preview.succeeded).to.equal(false);
    const errors = preview.diagnostics.filter(({ severity }) => severity === "error");
    const [title, subject, ...problems] = errors[0]?.message.split("\n") ?? [];
    expect([title, subject]).to.deep.equal([
      "3 problems in 1 resource, nothing was written",
      'ReplicaSchedulingPreference "theirs": 3 problems',
    ]);
    for (const name of Object.keys(fleet.clusters)) {
      const problem = `target.clusters["${name}"]: Deployment default/absent does not exist on "${name}"; have it made there`;
      expect(
        problems.find((each) => each.includes(problem)),
        name,
      ).not.to.equal(undefined);
    }
  });

  it("are divided by weight while nothing is known, also those of a Deployment made by kubectl", async () => {
    await configure({ observe: false });
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect((up.outputs.found as Found).previous).to.deep.equal({});
    await eventually(async () => {
      expect(await web()).to.deep.equal({
        "ap-south": [2, 2],
        "eu-west": [2, 2],
        "us-east": [5, 2],
      });
      expect(await replicas(theirs)).to.deep.equal({
        "ap-south": [2, 2],
        "eu-west": [2, 2],
        "us-east": [5, 5],
      });
    });
    const object = await readLive(us, theirs);
    expect(object?.spec?.template).to.have.nested.property(
      "spec.containers[0].image",
      "nginx:1.29",
    );
  });

  it("move at preview from a cluster whose node has room for 2 of its 5", async () => {
    await configure({ observe: true });
    await eventually(async () => {
      const preview = await stack.preview();
      expect(preview.succeeded, preview.output).to.equal(true);
      const said = preview.diagnostics.map(({ message }) => message);
      expect(said.find((each) => each.includes("as observed: ap-south: 2 of 2 ready"))).to.match(
        /us-east: 2 of 5 ready, 3 unschedulable, so room for 2$/,
      );
      expect(said.find((each) => each.startsWith("[dev] Deployment busy/web"))).to.match(
        /3 replicas have no room in "us-east" \(room for 2\) and go to "ap-south" \(\d\), "eu-west" \(\d\)$/,
      );
    });
  });

  it("are all ready after the update, where the room is", async () => {
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    const { observed, room, previous } = up.outputs.found as Found;
    expect(observed.capacity).to.deep.equal({ "us-east": 2 });
    expect(room.capacity).to.include({ "us-east": 2 });
    expect(room.because["us-east"]).to.match(
      /^room for 2: us-east-1 0 \(cordoned\), us-east-2 0 \(cordoned\), us-east-small 2 \(cpu\)$/,
    );
    expect(previous).to.deep.equal({ "ap-south": 2, "eu-west": 2, "us-east": 5 });
    await eventually(async () => {
      const now = await web();
      expect(now["us-east"]).to.deep.equal([2, 2]);
      const ready = Object.values(now).map((each) => (each as number[])[1] ?? 0);
      expect(ready.reduce((a, b) => a + b, 0)).to.equal(9);
    });
  });

  it("stay where they went when room comes back, until they are asked to return", async () => {
    await cordon(false);
    const still = await stack.up();
    expect(still.succeeded, still.output).to.equal(true);
    expect(still.changes).to.deep.equal([]);
    await configure({ observe: true, moveBack: "always", targetReplicas: 10 });
    const preview = await stack.preview();
    expect(preview.changes.map(({ op, name }) => `${op} ${name}`)).to.include("update web-us-east");
    const ofTheirs = preview.changes.filter(({ name }) => name.startsWith("theirs-"));
    expect(new Set(ofTheirs.map(({ type }) => type))).to.deep.equal(
      new Set(["kubernetes:apps/v1:DeploymentPatch"]),
    );
  });

  it("are reported as unknown of a cluster that does not answer, and not guessed", async () => {
    const eu = clusterNamed("eu-west");
    await configure({ observe: true });
    await eu.pause();
    try {
      const preview = await stack.preview();
      const warnings = preview.diagnostics.filter(({ severity }) => severity === "warning");
      expect(warnings.map(({ message }) => message).join("\n")).to.match(
        /Deployment busy\/web: nothing is known of member cluster "eu-west": /,
      );
    } finally {
      await eu.resume();
    }
  });

  it("of a Deployment made by kubectl stay as they are when the preference is destroyed", async () => {
    const before = await readLive(us, theirs);
    expect(managersOf(before)).to.include("pulumi-kubefed-theirs");
    expect(before?.metadata.annotations).to.include({ "pulumi.com/patchForce": "true" });
    const destroyed = await stack.destroy();
    expect(destroyed.succeeded, destroyed.output).to.equal(true);
    expect((await readLive(us, theirs))?.metadata.uid).to.equal(before?.metadata.uid);
    expect(await replicas(theirs)).to.deep.equal({
      "ap-south": [2, 2],
      "eu-west": [2, 2],
      "us-east": [5, 5],
    });
    expect(await web()).to.deep.equal({
      "ap-south": [undefined, undefined],
      "eu-west": [undefined, undefined],
      "us-east": [undefined, undefined],
    });
  });

  it("have no owner then: nothing of ours is in the object, and whoever applies next has no conflict", async () => {
    for (const cluster of Object.values(fleet.clusters)) {
      const object = await readLive(cluster, theirs);
      expect(managersOf(object)).to.include("kubectl-create");
      expect(managersOf(object)).not.to.include("pulumi-kubefed-theirs");
      const annotations = Object.keys(object?.metadata.annotations ?? {});
      expect(annotations.filter((key) => key.startsWith("pulumi.com/"))).to.deep.equal([]);
    }
    const { apiVersion, kind, metadata } = theirDeployment;
    const applied = await changeLive(us, {
      method: "PATCH",
      path: `${theirs}?fieldManager=somebody&force=false`,
      body: { apiVersion, kind, metadata, spec: { replicas: 1 } },
      contentType: "application/apply-patch+yaml",
    });
    expect(applied.spec?.replicas).to.equal(1);
  });
});

/** Who owns fields of an object. */
function managersOf(object: LiveObject | undefined): string[] {
  return (object?.metadata.managedFields ?? []).map(({ manager }) => manager);
}
