import { expect } from "chai";
import { releaseFields } from "../../../provider/core/existing/managedFields";
import { deepFreeze } from "../../support/deepFreeze";

const kubectl = { manager: "kubectl-create", operation: "Update" };
const ours = { manager: "ours", operation: "Apply" };
const version = { uid: "u", resourceVersion: "7" };
const [named, forced] = ["pulumi.com/patchFieldManager", "pulumi.com/patchForce"];

describe("the patch by which a field manager gives its fields back", () => {
  const cases: [name: string, metadata: object, patch: object | undefined][] = [
    [
      "takes all entries of that manager, leaves those of others, and asks for the version that was read",
      { managedFields: [ours, kubectl, { ...ours, subresource: "scale" }] },
      { managedFields: [kubectl] },
    ],
    [
      "writes one empty entry where none is left, because an empty list would be passed over",
      { managedFields: [ours] },
      { managedFields: [{}] },
    ],
    [
      "takes the annotations of the patch, and leaves others",
      {
        managedFields: [ours, kubectl],
        annotations: { [named]: "ours", [forced]: "true", a: "b" },
      },
      { managedFields: [kubectl], annotations: { [named]: null, [forced]: null } },
    ],
    [
      "leaves the annotations to another manager that patches too",
      { managedFields: [ours, kubectl], annotations: { [named]: "other", [forced]: "true" } },
      { managedFields: [kubectl] },
    ],
    [
      "still takes the annotations where the entry is gone already",
      { managedFields: [kubectl], annotations: { [named]: "ours" } },
      { annotations: { [named]: null } },
    ],
    ["is none where nothing is of that manager", { managedFields: [kubectl] }, undefined],
    ["is none where the object shows no managers", {}, undefined],
  ];
  for (const [name, metadata, patch] of cases) {
    it(name, () => {
      const live = deepFreeze({ metadata: { ...version, ...metadata } });
      const expected = patch === undefined ? undefined : { metadata: { ...version, ...patch } };
      expect(releaseFields(live, "ours")).to.deep.equal(expected);
    });
  }
});
