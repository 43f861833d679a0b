import { expect } from "chai";
import { connectToCluster } from "../../../provider/adapters/kubernetes/apiClient";
import { createObject } from "../../../provider/adapters/kubernetes/objects";
import {
  createMembership,
  deleteMembership,
  readMembership,
  updateMembership,
} from "../../../provider/resources/membership/handlers/clusterMembership";
import type { MembershipOutputs } from "../../../provider/resources/membership/handlers/membershipInputs";
import { parseKubeconfig } from "../../fleet";
import { makeNamespace } from "../../support/memberCluster";
import { errorOf, MembershipBed } from "../../support/membershipBed";

describe("unjoining a real cluster", function () {
  this.timeout(600_000);
  const bed = new MembershipBed();

  before(() => bed.start());
  after(() => bed.stop());

  it("leaves a namespace that was there, and one that others have come to use", async () => {
    const existing = bed.inputsOf();
    await makeNamespace(bed.cluster.kubeconfig, existing.namespace);
    await deleteMembership((await createMembership(existing)).outs);
    expect(Object.keys(await bed.objectsOf(existing))).to.deep.equal([
      `Namespace ${existing.namespace}`,
    ]);

    const shared = bed.inputsOf();
    const { outs } = await createMembership(shared);
    const api = connectToCluster({ kubeconfig: bed.cluster.kubeconfig });
    await createObject(api, `/api/v1/namespaces/${shared.namespace}/configmaps`, {
      metadata: { name: "theirs" },
    });
    await deleteMembership(outs);
    expect(Object.keys(await bed.objectsOf(shared))).to.deep.equal([
      `Namespace ${shared.namespace}`,
    ]);
  });

  it("leaves a namespace in which something of others stands behind many automatic objects", async () => {
    const api = connectToCluster({ kubeconfig: bed.cluster.kubeconfig });
    // More than a page of 500; whoever looks at the first ones only sees nothing of others.
    for (const [automatic, ofOthers] of [
      [510, true],
      [60, false],
    ] as const) {
      const inputs = bed.inputsOf();
      const { outs } = await createMembership(inputs);
      const secrets = `/api/v1/namespaces/${inputs.namespace}/secrets`;
      const names = Array.from({ length: automatic }, (_, index) => `default-token-${index}`);
      if (ofOthers) names.push("zz-theirs");
      const make = async (): Promise<void> => {
        for (let name = names.pop(); name !== undefined; name = names.pop()) {
          await createObject(api, secrets, { metadata: { name } });
        }
      };
      await Promise.all(Array.from({ length: 8 }, make));
      await deleteMembership(outs);
      expect(Object.keys(await bed.objectsOf(inputs)).length > 0).to.equal(ofOthers);
    }
  });

  it("never forgets a cluster that cannot be reached, unless told to", async () => {
    const inputs = bed.inputsOf({ adminKubeconfig: bed.proxy.kubeconfig });
    const { id, outs } = await createMembership(inputs);
    bed.proxy.dropAfter(0);
    expect((await readMembership(id, outs)).props).to.deep.equal(outs);
    expect((await errorOf(deleteMembership(outs))).message).to.include("set join.forget to true");
    expect((await errorOf(updateMembership(outs, { ...inputs, rotate: "x" }))).message).to.include(
      "ended the connection",
    );
    const { outs: forgettable } = await updateMembership(outs, { ...inputs, forget: true });
    expect(forgettable).to.deep.equal({ ...outs, forget: true });
    await deleteMembership(forgettable);
    bed.proxy.heal();
    // It was not gone after all; with `forget` a member that answers is unjoined like any other.
    await deleteMembership(forgettable);
    expect(await bed.objectsOf(inputs)).to.deep.equal({});
    const refused: MembershipOutputs = {
      ...forgettable,
      adminKubeconfig: bed.cluster.kubeconfig.replace(
        parseKubeconfig(bed.cluster.kubeconfig).token,
        "wrong",
      ),
    };
    expect((await errorOf(deleteMembership(refused))).message).to.include("401");
  });
});
