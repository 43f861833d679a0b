import { expect } from "chai";
import { connectToCluster } from "../../../provider/adapters/kubernetes/apiClient";
import { createObject } from "../../../provider/adapters/kubernetes/objects";
import {
  createMembership,
  deleteMembership,
  updateMembership,
} from "../../../provider/resources/membership/handlers/clusterMembership";
import { HalfJoined } from "../../../provider/resources/membership/handlers/halfJoined";
import type { MembershipInputs } from "../../../provider/resources/membership/handlers/membershipInputs";
import { openApiProxy } from "../../support/apiProxy";
import { makeNamespace, statusFor } from "../../support/memberCluster";
import { errorOf, expectRefused, MembershipBed } from "../../support/membershipBed";

describe("joining a real cluster", function () {
  this.timeout(600_000);
  const bed = new MembershipBed();

  before(() => bed.start());
  after(() => bed.stop());

  it("makes KubeFed's objects under KubeFed's names, for each scope", async () => {
    for (const scope of ["Cluster", "Namespaced"] as const) {
      const inputs = bed.inputsOf({ scope });
      const { outs } = await createMembership(inputs);
      const { clusterName, namespace } = inputs;
      const main = `kubefed-controller-manager:${clusterName}-host`;
      const health = `kubefed-controller-manager:${namespace}:healthcheck-${clusterName}-host`;
      const roles =
        scope === "Cluster"
          ? [`ClusterRole ${main}`, `ClusterRoleBinding ${main}`]
          : [
              `ClusterRole ${health}`,
              `ClusterRoleBinding ${health}`,
              `Role ${main}`,
              `RoleBinding ${main}`,
            ];
      expect(Object.keys(await bed.objectsOf(inputs))).to.deep.equal(
        [
          ...roles,
          `Namespace ${namespace}`,
          `Secret ${clusterName}-host`,
          `ServiceAccount ${clusterName}-host`,
        ].sort(),
      );
      await deleteMembership(outs);
      expect(await bed.objectsOf(inputs)).to.deep.equal({});
      if (scope === "Cluster") await expectRefused(outs);
    }
  });

  async function interrupt(scope: MembershipInputs["scope"], step: number): Promise<void> {
    const steps = scope === "Cluster" ? 5 : 7;
    const about = `${scope} ${step}`;
    const way = await openApiProxy(bed.cluster);
    try {
      // Members of the whole cluster are in each other's way here; the others need no adoption.
      const adopt = scope === "Cluster";
      const inputs = bed.inputsOf({ scope, adopt, adminKubeconfig: way.kubeconfig });
      way.dropAfter(step);
      const error = await errorOf(createMembership(inputs));
      way.heal();
      expect(error.message, about).to.include("ended the connection");
      // Only where something was made has the engine something to keep.
      expect(error instanceof HalfJoined, about).to.equal(step > 0);
      const before = await bed.objectsOf(inputs);
      expect(Object.keys(before), about).to.have.lengthOf(step);
      const { outs } = await createMembership(inputs);
      const after = await bed.objectsOf(inputs);
      expect(Object.keys(after), about).to.have.lengthOf(steps);
      expect(after, about).to.include(before);
      expect(await statusFor(outs.kubeconfig ?? "", "/version"), about).to.equal(200);
      way.dropAfter(step);
      if (step < steps) {
        expect((await errorOf(deleteMembership(outs))).message).to.include("is still there");
      }
      way.heal();
      await deleteMembership(outs);
      expect(await bed.objectsOf(inputs), about).to.deep.equal({});
    } finally {
      await way.stop();
    }
  }

  it("interrupted after any step, joining and unjoining are completed by the next run, nothing twice", async () => {
    await Promise.all([
      ...[0, 1, 2, 3, 4, 5].map((step) => interrupt("Cluster", step)),
      ...[0, 1, 2, 3, 4, 5, 6, 7].map((step) => interrupt("Namespaced", step)),
    ]);
  });

  it("refuses what somebody else has made or joined, naming it, unless told to adopt", async () => {
    const theirs = bed.inputsOf({ scope: "Namespaced", owner: "organization/fleet/other" });
    const { outs } = await createMembership(theirs);
    const ours = { ...theirs, owner: "organization/fleet/dev", adopt: false };
    expect((await errorOf(createMembership(ours))).message).to.include(
      `ServiceAccount "${theirs.clusterName}-host" is there already (made by organization/fleet/other for host cluster "host")`,
    );
    const asOther = { ...ours, hostClusterName: "other" };
    expect((await errorOf(createMembership(asOther))).message).to.match(
      /was joined by somebody else: RoleBinding "kubefed-controller-manager:m\d+-host" joins it as service account "fed-\d+\/m\d+-host" \(made by organization\/fleet\/other/,
    );
    const before = await bed.objectsOf(theirs);
    const adopted = await createMembership({ ...ours, adopt: true });
    expect(await bed.objectsOf(theirs)).to.deep.equal(before);
    // What is not theirs any more, they do not remove.
    await deleteMembership(outs);
    expect(await statusFor(adopted.outs.kubeconfig ?? "", "/version")).to.equal(200);
  });

  it("takes what it made under a former id along, its namespace too, so that unjoining leaves nothing", async () => {
    const formerly = bed.inputsOf({ scope: "Namespaced", owner: "o/fleet/dev", adopt: false });
    const { outs } = await createMembership(formerly);
    const before = await bed.objectsOf(formerly);
    const updated = await updateMembership(outs, { ...formerly, owner: "5f0c" });
    expect(await bed.objectsOf(formerly)).to.deep.equal(before);
    // A stack of the same names elsewhere knows the same former id, and comes too late.
    const twin = await errorOf(updateMembership(outs, { ...formerly, owner: "77aa" }));
    expect(twin.message).to.include("made by 5f0c");
    await deleteMembership(updated.outs);
    expect(await bed.objectsOf(formerly)).to.deep.equal({});
  });

  it("does not take another token for its own: one that is no token is refused by name", async () => {
    const inputs = bed.inputsOf({ scope: "Namespaced" });
    const api = connectToCluster({ kubeconfig: bed.cluster.kubeconfig });
    await makeNamespace(bed.cluster.kubeconfig, inputs.namespace);
    await createObject(api, `/api/v1/namespaces/${inputs.namespace}/secrets`, {
      metadata: { name: `${inputs.clusterName}-host` },
    });
    expect((await errorOf(createMembership(inputs))).message).to.include(
      'is of type "Opaque", which cannot be changed',
    );
  });
});
