import { expect } from "chai";
import fc from "fast-check";
import {
  guardedKey,
  leavingObjects,
  parseGuardedKey,
} from "../../../provider/core/deletion/guardedObject";
import {
  isAutomatic,
  type ListedObject,
  strangersAmong,
} from "../../../provider/core/deletion/strangers";
import { deepFreeze } from "../../support/deepFreeze";

function listed(resource: string, metadata: object, rest: object = {}): ListedObject {
  return deepFreeze({ resource, kind: "Kind", object: { metadata, ...rest } });
}

describe("an object in a namespace", () => {
  const rows: readonly [string, boolean, ListedObject][] = [
    ["that somebody made is not automatic", false, listed("configmaps", { name: "theirs" })],
    ["is automatic as the default account", true, listed("serviceaccounts", { name: "default" })],
    ["is automatic as an event", true, listed("events", { name: "x" })],
    ["is automatic as a lease", true, listed("leases", { name: "leader" })],
    [
      "is automatic as an account's token",
      true,
      listed("secrets", { name: "t" }, { type: "kubernetes.io/service-account-token" }),
    ],
    [
      "is not automatic as another secret",
      false,
      listed("secrets", { name: "t" }, { type: "Opaque" }),
    ],
    [
      "is automatic where another object owns it",
      true,
      listed("pods", { name: "web-1", ownerReferences: [{ kind: "ReplicaSet", name: "web" }] }),
    ],
    ["is not automatic with no owners", false, listed("pods", { name: "p", ownerReferences: [] })],
    ["is automatic on its way out", true, listed("pods", { name: "p", deletionTimestamp: "now" })],
  ];
  for (const [sentence, expected, object] of rows) {
    it(sentence, () => {
      expect(isAutomatic(object)).to.equal(expected);
    });
  }

  it("is a stranger unless its mark or its uid says that it is ours, and says whose it is", () => {
    const marked = (name: string, mark: string) =>
      listed("configmaps", {
        name,
        namespace: "shop",
        uid: `uid-${name}`,
        annotations: { "pulumi-kubefed/owner": mark },
      });
    const objects = [
      marked("left-behind", "id/Kind/shop/left-behind"),
      marked("default-namespace", "id/Kind/default-namespace"),
      marked("copied", "id/Kind/shop/left-behind"),
      marked("theirs", "other/Kind/shop/theirs"),
      marked("taken-over", "other/Kind/shop/taken-over"),
      listed("configmaps", { name: "known", namespace: "shop", uid: "uid-known" }),
      listed("configmaps", { name: "unknown", namespace: "shop", uid: "uid-unknown" }),
    ];
    const uids = new Set(["uid-known", "uid-taken-over"]);
    expect(strangersAmong(objects, { uids, ownerId: "id" })).to.deep.equal([
      "Kind shop/copied",
      "Kind shop/taken-over (of the stack with the id other)",
      "Kind shop/theirs (of the stack with the id other)",
      "Kind shop/unknown",
    ]);
  });
});

describe("what a stack's guard remembers", () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9.:-]{0,20}$/);

  it("is read back as it was written", () => {
    const namespace = fc.option(fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/), { nil: undefined });
    fc.assert(
      fc.property(namespace, name, (within, own) => {
        const object = {
          apiVersion: "apps/v1",
          kind: "Deployment",
          ...(within === undefined ? {} : { namespace: within }),
          name: own,
        };
        expect(parseGuardedKey(guardedKey(object))).to.deep.equal(object);
      }),
    );
  });

  it("leaves only when neither its name nor its uid is there any more", () => {
    const before = deepFreeze({ "v1 ConfigMap a/x": "1", "v1 ConfigMap a/y": "2" });
    const cases: readonly [Record<string, string>, readonly string[]][] = [
      [{}, ["1", "2"]],
      [{ "v1 ConfigMap a/x": "9" }, ["2"]],
      [{ "v1 ConfigMap b/moved": "2" }, ["1"]],
      [before, []],
    ];
    for (const [now, uids] of cases)
      expect(leavingObjects(before, now).map(({ uid }) => uid)).to.deep.equal(uids);
    expect(leavingObjects(before, {}, new Set(["1"])).map(({ uid }) => uid)).to.deep.equal(["2"]);
  });
});
