import { expect } from "chai";
import {
  createMembership,
  deleteMembership,
  diffMembership,
  readMembership,
  updateMembership,
} from "../../../provider/resources/membership/handlers/clusterMembership";
import type { MembershipOutputs } from "../../../provider/resources/membership/handlers/membershipInputs";
import type { Cluster } from "../../fleet";
import { clusterOf, identityOf, rewritten } from "../../support/identityBed";
import { joinObjects, membershipInputs } from "../../support/memberCluster";
import { errorOf } from "../../support/membershipBed";
import { sharedFleet } from "../../support/sharedFleet";

const namespace = "other-cluster";

describe("a membership at whose address another cluster answers", function () {
  this.timeout(300_000);
  let own: Cluster;
  let other: Cluster;
  let id: string;
  let outs: MembershipOutputs;
  let made: Record<string, string>;
  let swapped: MembershipOutputs;

  before(async () => {
    const { clusters } = await sharedFleet();
    const [us, eu] = [clusters["us-east"], clusters["eu-west"]];
    if (us === undefined || eu === undefined) throw new Error("a shared cluster is missing");
    [own, other] = [us, eu];
    const inputs = membershipInputs({
      adminKubeconfig: own.kubeconfig,
      clusterName: "swapped",
      namespace,
    });
    ({ id, outs } = await createMembership(inputs));
    made = await joinObjects(own.kubeconfig, namespace);
    swapped = { ...outs, adminKubeconfig: other.kubeconfig };
  });
  after(async () => {
    await deleteMembership(outs);
    expect(await joinObjects(own.kubeconfig, namespace)).to.deep.equal({});
  });
  afterEach(async () => {
    expect(await joinObjects(own.kubeconfig, namespace)).to.deep.equal(made);
    expect(await joinObjects(other.kubeconfig, namespace)).to.deep.equal({});
  });

  it("is not forgotten by a refresh", async () => {
    expect(await readMembership(id, swapped)).to.deep.equal({ id, props: swapped });
  });

  it("is neither unjoined nor updated, with forget neither, and both clusters are named", async () => {
    const both = [await identityOf(own), await identityOf(other)];
    for (const forget of [false, true]) {
      const known = { ...swapped, forget };
      for (const attempt of [deleteMembership(known), updateMembership(known, known)]) {
        const { message } = await errorOf(attempt);
        for (const identity of both) expect(message).to.include(identity);
      }
    }
  });

  it("is not joined there where the program says which cluster it is", async () => {
    const { kubeconfig, clusterUid, drift, ...inputs } = swapped;
    const error = await errorOf(createMembership({ ...inputs, identity: clusterUid }));
    expect(error.message).to.include("is not the one that was joined");
  });

  it("changes, and is no other membership, where the program accepts the other cluster", async () => {
    const identity = await identityOf(other);
    expect(await diffMembership(outs, { ...swapped, identity })).to.deep.equal({
      changes: true,
      replaces: [],
    });
    const same = await identityOf(own);
    expect(await diffMembership(outs, { ...outs, identity: same })).to.deep.equal({
      changes: false,
      replaces: [],
    });
  });

  it("is not forgotten because of credentials, certificates or contexts that do not work", async () => {
    const wrong: Record<string, string> = {
      "a missing plugin": rewritten(own.kubeconfig, (document) => {
        const [user] = document.users;
        if (user !== undefined)
          user.user = {
            exec: { apiVersion: "client.authentication.k8s.io/v1", command: "no-such-plugin" },
          };
      }),
      "another authority": rewritten(own.kubeconfig, (document) => {
        delete clusterOf(document)["certificate-authority-data"];
      }),
      "an unknown context": rewritten(own.kubeconfig, (document) => {
        document["current-context"] = "nowhere";
      }),
    };
    for (const [what, adminKubeconfig] of Object.entries(wrong)) {
      const error = await errorOf(deleteMembership({ ...outs, adminKubeconfig, forget: true }));
      expect(error.message, what).to.include("cannot unjoin");
      expect(error.message, what).to.include("not the cluster");
    }
  });

  it("is forgotten with forget where nothing listens at its address", async () => {
    const adminKubeconfig = rewritten(own.kubeconfig, (document) => {
      clusterOf(document).server = "https://127.0.0.1:1";
    });
    await deleteMembership({ ...outs, adminKubeconfig, forget: true });
    expect((await errorOf(deleteMembership({ ...outs, adminKubeconfig }))).message).to.include(
      "set join.forget",
    );
  });
});
