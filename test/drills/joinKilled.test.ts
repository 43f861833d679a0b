import { expect } from "chai";
import type { Cluster } from "../fleet";
import { type ApiProxy, openApiProxy } from "../support/apiProxy";
import { killUp } from "../support/killedEngine";
import { configMapPath, readLive } from "../support/live";
import { joinObjects } from "../support/memberCluster";
import { packedStack } from "../support/packedStack";
import { sharedFleet } from "../support/sharedFleet";
import type { TestStack } from "../support/stack";

const namespace = "joined-late";
/** Namespace, service account, two roles, their bindings, token. */
const steps = 7;

describe("an engine that is killed after every step of joining", function () {
  this.timeout(900_000);
  let cluster: Cluster;
  let way: ApiProxy;
  let stack: TestStack;

  before(async () => {
    const { "eu-west": eu } = (await sharedFleet()).clusters;
    if (eu === undefined) throw new Error("the shared fleet has no eu-west");
    cluster = eu;
    way = await openApiProxy(eu);
    stack = await packedStack({ program: "joined", secrets: { kubeconfig: way.kubeconfig } });
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
    await way.stop();
  });

  it("goes on where it was, makes nothing twice, is joined in the first run that ends, and stays so when it is moved", async () => {
    let made: Record<string, string> = {};
    for (let step = 1; step <= steps; step += 1) {
      // A namespace that is there is used as it is; everything else that is there is written again.
      const changes = Math.max(1, step - 1);
      const { signal, output } = await killUp(stack, (end) => way.afterWrites(changes, end));
      way.heal();
      expect(signal, output).to.equal("SIGKILL");
      const now = await joinObjects(cluster.kubeconfig, namespace);
      expect(Object.keys(now), `step ${step}\n${output}`).to.have.lengthOf(step);
      expect(now).to.include(made);
      made = now;
    }
    // The kubernetes plugin sends no token over plain HTTP, as the way is.
    await stack.setSecret("kubeconfig", cluster.kubeconfig);
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect(await joinObjects(cluster.kubeconfig, namespace)).to.deep.equal(made);
    const settings = await readLive(cluster, configMapPath(namespace, "settings"));
    expect(settings?.data).to.deep.equal({ greeting: "hello" });

    // Moved below another component it is the same membership, and the object the same object.
    await stack.setConfig("within", "true");
    const moved = await stack.up();
    expect(moved.succeeded, moved.output).to.equal(true);
    expect(await joinObjects(cluster.kubeconfig, namespace)).to.deep.equal(made);
    const after = await readLive(cluster, configMapPath(namespace, "settings"));
    expect(after?.metadata.uid).to.equal(settings?.metadata.uid);
    expect((await stack.up()).changes).to.deep.equal([]);
    const destroyed = await stack.destroy();
    expect(destroyed.succeeded, destroyed.output).to.equal(true);
    expect(await joinObjects(cluster.kubeconfig, namespace)).to.deep.equal({});
  });
});
