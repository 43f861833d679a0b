import { expect } from "chai";
import { childObjectUrn, recordsOf } from "../../../provider/engine/state/stateObjects";
import { deepFreeze } from "../../support/deepFreeze";

const head = "urn:pulumi:dev::shop";
const component = `${head}::kubefed:index:FederatedGadget::web`;
const kept = (uid: string, metadata: object = {}, apiVersion = "a.example.com/v1") =>
  deepFreeze({
    apiVersion,
    kind: "Gadget",
    metadata: { name: "web", namespace: "shop", uid, ...metadata },
  });
const under = (parents: string, child: string, type = "kubernetes:a.example.com/v1:Gadget") =>
  `${head}::${parents}${type}::${child}`;
const key = { apiVersion: "a.example.com/v2", kind: "Gadget", name: "web" };

describe("an object in the state of a stack", () => {
  const own = under("kubefed:index:FederatedGadget$", "web-us");
  const nested = under("my:index:App$kubefed:index:FederatedGadget$", "web-eu");
  const plain = under("", "web-ap");
  const state = new Map<string, Readonly<Record<string, unknown>>>([
    [component, {}],
    [`${head}::kubefed:index:KubeFedCluster::us`, {}],
    [`${head}::kubefed:index:KubeFedCluster::eu`, {}],
    [`${head}::kubefed:index:KubeFedCluster::ap`, {}],
    [own, kept("u1", { annotations: { "pulumi-kubefed/owner": "id/Gadget/web" } })],
    [nested, kept("u2")],
    [plain, kept("u3")],
    [under("", "other-group"), kept("u4", {}, "b.example.com/v1")],
    [under("", "patch", "kubernetes:a.example.com/v1:GadgetPatch"), kept("u5")],
    [under("", "half"), { kind: "Gadget" }],
    [
      `${head}::pulumi-nodejs:dynamic/kubefed:DeletionGuard::kubefed-deletion-guard`,
      { objects: { us: { "a.example.com/v1 Gadget shop/web": "u0" } } },
    ],
  ]);

  const records = (more: Partial<Parameters<typeof recordsOf>[1]> = {}) =>
    recordsOf(state, {
      ...key,
      namespace: undefined,
      component: "kubefed:index:FederatedGadget",
      child: "web-us",
      isSameCluster: () => false,
      ...more,
    });

  it("is found under whatever resource it is; a patch of it, or another group, is not it", () => {
    expect(records().map(({ urn, uid }) => [urn, uid])).to.deep.equal([
      [own, "u1"],
      [nested, "u2"],
      [plain, "u3"],
    ]);
    expect(records({ namespace: "else" })).to.deep.equal([]);
  });

  it("is known as the component's own by the types and the name, and with what it bears", () => {
    expect(records()[0]).to.deep.equal({
      urn: own,
      uid: "u1",
      written: "u0",
      mark: "id/Gadget/web",
      isOwn: true,
      isHere: true,
      isFederated: true,
    });
    expect(records({ component: "kubefed:index:FederatedOther" })[0]?.isOwn).to.equal(false);
    expect(records().map(({ isFederated }) => isFederated)).to.deep.equal([true, true, false]);
    expect(records().map(({ written }) => written)).to.deep.equal(["u0", undefined, undefined]);
  });

  it("is a component's own only below that component", () => {
    const of = (child: string) => childObjectUrn(state, { ...key, parent: component, child });
    expect(["web-us", "web-eu", "web-ap"].map(of)).to.deep.equal([own, undefined, undefined]);
  });

  it("is on the cluster whose name is the end of its own, where its component is known", () => {
    const here = (cluster: string) =>
      records({ child: "else", isSameCluster: (name) => name === cluster })
        .filter(({ isHere }) => isHere)
        .map(({ urn }) => urn);
    expect(here("us")).to.deep.equal([own]);
    // No component of that name is known there, or it is no federated object.
    expect([here("eu"), here("ap"), here("b-us")]).to.deep.equal([[], [], []]);
  });
});
