import { expect } from "chai";
import type { KubeObject } from "../../../provider/core/model";
import { deepFreeze } from "../../support/deepFreeze";
import type { Action } from "./scenario";
import { act, beginWorld, observe, type World } from "./world";

const named = (kind: string, name: string, namespace?: string): KubeObject => ({
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
});
const settings = named("FederatedConfigMap", "settings", "shop");
const begin = (): World => beginWorld([named("Namespace", "shop"), settings]);

function action(verb: string, given: Partial<Action>): Action {
  return { verb, cluster: "host", object: settings, patch: {}, isAccepted: true, ...given };
}

function done(world: World, ...actions: readonly Action[]): World {
  return actions.reduce((before, each) => act(before, deepFreeze(each)) ?? before, world);
}

describe("a replayed world", () => {
  it("has what was created, replaced and patched", () => {
    const other = named("FederatedConfigMap", "other", "shop");
    const world = done(
      begin(),
      action("create", { object: other }),
      action("replace", { object: { ...other, spec: { a: 1, b: { c: 2 } } } }),
      action("merge-patch", { object: other, patch: { spec: { a: null, b: { d: 3 } } } }),
    );
    expect(world.host.get("FederatedConfigMap/shop/other")).to.deep.equal({
      ...other,
      spec: { b: { c: 2, d: 3 } },
    });
  });

  it("forgets what was deleted, and everything in a deleted namespace, but remembers it apart", () => {
    const world = done(begin(), action("delete", { object: named("Namespace", "shop") }));
    expect([...world.host.keys()]).to.deep.equal([]);
    expect(world.deleted.get("FederatedConfigMap/shop/settings")).to.deep.equal(settings);
  });

  it("is unchanged by what the API server refused", () => {
    const world = begin();
    expect(act(world, action("delete", { isAccepted: false }))).to.equal(world);
  });

  it("has no place for a verb that it does not know", () => {
    expect(act(begin(), action("drain", {}))).to.equal(undefined);
  });

  it("finds a cluster with and without the namespace that holds it", () => {
    const cluster = named("KubeFedCluster", "eu");
    const ref = named("KubeFedCluster", "eu", "kube-federation-system");
    const labels = { metadata: { labels: { tier: "prod" } } };
    const world = done(
      beginWorld([cluster]),
      action("merge-patch", { object: ref, patch: labels }),
    );
    expect(world.host.get("KubeFedCluster//eu")).to.have.nested.property(
      "metadata.labels.tier",
      "prod",
    );
  });

  it("keeps what was observed on a member cluster, changed by what people do there", () => {
    const object = named("ConfigMap", "settings", "shop");
    const seen = observe(begin(), "ConfigMap/shop/settings", { eu: object, us: null });
    const world = done(
      seen,
      action("merge-patch", { cluster: "eu", object, patch: { data: { a: "1" } } }),
    );
    expect(world.members.get("eu")?.get("ConfigMap/shop/settings")).to.deep.equal({
      ...object,
      data: { a: "1" },
    });
    expect(world.members.get("us")?.size).to.equal(0);
  });
});
