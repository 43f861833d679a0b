import { expect } from "chai";
import { membersFound, recordedSource } from "../../../provider/engine/state/stateIdentities";
import { deepFreeze } from "../../support/deepFreeze";

describe("the members that a stack's last update found in a list", () => {
  const urn = (name: string, within = "") =>
    `urn:pulumi:dev::shop::${within}kubefed:index:KubeFedCluster::${name}`;

  it("are those of that list, sorted, without what is retired and what is no member", () => {
    const state = new Map(
      Object.entries(
        deepFreeze({
          [urn("us")]: { source: "kubeconfig", retire: false },
          [urn("eu", "my:index:Fleet$")]: { source: "kubeconfig" },
          [urn("ap")]: { source: "stack o/fleet/dev fleet" },
          [urn("own")]: {},
          [urn("drained")]: { source: "kubeconfig", retire: true },
          "urn:pulumi:dev::shop::my:index:Thing::thing": { source: "kubeconfig" },
        }),
      ),
    );
    expect(membersFound(state, "kubeconfig")).to.deep.equal(["eu", "us"]);
    expect(membersFound(state, "stack o/fleet/dev fleet")).to.deep.equal(["ap"]);
    expect(membersFound(state, "stack o/fleet/prod fleet")).to.deep.equal([]);
    const sources = ["us", "ap", "own", "thing", "none"].map((name) => recordedSource(state, name));
    expect(sources).to.deep.equal([
      "kubeconfig",
      "stack o/fleet/dev fleet",
      undefined,
      undefined,
      undefined,
    ]);
  });
});
