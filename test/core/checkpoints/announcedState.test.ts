import { expect } from "chai";
import {
  announceUpdate,
  type Announcement,
} from "../../../provider/core/checkpoints/announcedState";
import { mapAt, mapsAt } from "../../../provider/core/plain/fields";
import { deepFreeze } from "../../support/deepFreeze";

const head = "urn:pulumi:dev::shop";
const root = { urn: `${head}::pulumi:pulumi:Stack::shop-dev`, custom: false };
const object = (name: string, more: object = {}) => ({
  urn: `${head}::kubefed:index:FederatedConfigMap$kubernetes:core/v1:ConfigMap::${name}`,
  custom: true,
  ...more,
});
const owner = { urn: `${head}::kubefed:index:StackOwner::kubefed`, outputs: { id: "own" } };
const noteUrn = `${head}::kubefed:index:UnfinishedUpdate::kubefed`;

const announcement: Announcement = {
  stack: "dev",
  project: "shop",
  ownerId: "new",
  unfinished: { made: { eu: ["v1 ConfigMap a/new"] }, retained: {} },
  updated: new Set([object("changes-eu").urn]),
  removed: new Set([object("goes-eu").urn]),
};

function announced(resources: readonly object[]): readonly Record<string, unknown>[] {
  const state = deepFreeze({ version: 3, deployment: { manifest: { time: "t" }, resources } });
  const after = announceUpdate(state, announcement);
  expect(after.version).to.equal(3);
  expect(mapAt(after, "deployment", "manifest")).to.deep.equal({ time: "t" });
  return mapsAt(mapAt(after, "deployment"), "resources");
}

describe("the state before an update that writes it only at its end", () => {
  it("has an owner and what will be made, also in a stack that has nothing yet", () => {
    expect(announced([])).to.deep.equal([
      { ...root, type: "pulumi:pulumi:Stack" },
      {
        urn: owner.urn,
        custom: false,
        type: "kubefed:index:StackOwner",
        outputs: { id: "new" },
        parent: root.urn,
      },
      {
        urn: noteUrn,
        custom: false,
        type: "kubefed:index:UnfinishedUpdate",
        outputs: announcement.unfinished,
        parent: root.urn,
      },
    ]);
  });

  it("says what is in doubt: written again what changes, looked at what goes; the rest is as it was", () => {
    const pending = object("goes-eu", { delete: true });
    const rest = [owner, object("stays-eu"), pending];
    const all = announced([root, ...rest, object("changes-eu"), object("goes-eu")]);
    expect(all.filter(({ urn }) => urn !== noteUrn)).to.deep.equal([
      root,
      ...rest,
      object("changes-eu", {
        initErrors: ["an update of it began, and its end was not recorded"],
      }),
      object("goes-eu", { refreshBeforeUpdate: true }),
    ]);
  });

  it("keeps what an update before it may have made, and the id that member clusters still have", () => {
    const cluster = {
      urn: `${head}::kubefed:index:KubeFedCluster::eu`,
      outputs: { owner: "kept" },
    };
    const note = {
      urn: noteUrn,
      outputs: { made: { eu: ["v1 ConfigMap a/old"] }, retained: { eu: ["v1 ConfigMap a/old"] } },
    };
    const all = announced([root, note, cluster]);
    const outputsOf = (urn: string) => all.find((each) => each.urn === urn)?.outputs;
    expect(outputsOf(noteUrn)).to.deep.equal({
      made: { eu: ["v1 ConfigMap a/new", "v1 ConfigMap a/old"] },
      retained: { eu: ["v1 ConfigMap a/old"] },
    });
    expect(outputsOf(owner.urn)).to.deep.equal({ id: "kept" });
    expect(all.filter(({ urn }) => urn === noteUrn)).to.have.lengthOf(1);
  });
});
