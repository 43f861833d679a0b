import { expect } from "chai";
import { childObjectUrn, federatedObjectUrn, objectUrn } from "../../provider/engine/stateObjects";
import { deepFreeze } from "../support/deepFreeze";

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
    [own, kept("u1")],
    [nested, kept("u2")],
    [plain, kept("u3")],
    [under("", "other-group"), kept("u4", {}, "b.example.com/v1")],
    [under("", "patch", "kubernetes:a.example.com/v1:GadgetPatch"), kept("u5")],
    [under("", "half"), { kind: "Gadget" }],
  ]);

  it("is found by its uid, whatever resource it is; a patch of it, or another group, is not it", () => {
    const found = ["u1", "u2", "u3", "u4", "u5"].map((uid) => objectUrn(state, { ...key, uid }));
    expect(found).to.deep.equal([own, nested, plain, undefined, undefined]);
  });

  it("is a component's own only below that component", () => {
    const of = (child: string) => childObjectUrn(state, { ...key, parent: component, child });
    expect(["web-us", "web-eu", "web-ap"].map(of)).to.deep.equal([own, undefined, undefined]);
  });

  it("is on a cluster when its name is that of a known component and the cluster", () => {
    const on = (cluster: string, namespace?: string) =>
      federatedObjectUrn(state, { ...key, cluster, namespace });
    expect([on("us"), on("us", "shop"), on("us", "else")]).to.deep.equal([own, own, undefined]);
    // No component of that name is known there, or it is no federated object.
    expect([on("eu"), on("ap"), on("b-us")]).to.deep.equal([undefined, undefined, undefined]);
  });
});
