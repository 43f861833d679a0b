import { expect } from "chai";
import { giveBack } from "../../../provider/core/existing/giveBack";
import { deepFreeze } from "../../support/deepFreeze";

const version = { uid: "u", resourceVersion: "7" };
const [named, forced] = ["pulumi.com/patchFieldManager", "pulumi.com/patchForce"];
const [owner, label] = ["pulumi-kubefed/owner", "pulumi-kubefed/managed"];
const kubectl = { manager: "kubectl", operation: "Apply", fieldsV1: { "f:data": { "f:a": {} } } };
const taken = "pulumi-kubefed/shop/dev";
const applied = (manager: string, field: string, key: string, operation = "Apply") => ({
  manager,
  operation,
  fieldsV1: { "f:metadata": { [field]: { [`f:${key}`]: {} } }, "f:data": { "f:b": {} } },
});

describe("the patch by which a stack takes all that is its own off an object that stays", () => {
  const cases: [name: string, metadata: object, patch: object | undefined][] = [
    [
      "takes mark, label, how it is patched, and the entry of whom the object was taken over by",
      {
        annotations: { [owner]: "id/ConfigMap/a", [named]: taken, [forced]: "true", note: "n" },
        labels: { [label]: "true", app: "web" },
        managedFields: [{ manager: taken, operation: "Apply", fieldsV1: {} }, kubectl],
      },
      {
        annotations: { [owner]: null, [named]: null, [forced]: null },
        labels: { [label]: null },
        managedFields: [kubectl],
      },
    ],
    [
      "knows a manager with a name of chance by what it has applied",
      {
        annotations: { [owner]: "id/ConfigMap/a" },
        managedFields: [
          applied("pulumi-kubernetes-1a2b", "f:annotations", owner),
          applied("pulumi-kubernetes-3c4d", "f:labels", label),
          kubectl,
        ],
      },
      { annotations: { [owner]: null }, managedFields: [kubectl] },
    ],
    [
      "writes one empty entry where none is left",
      { managedFields: [applied("pulumi-kubernetes-1a2b", "f:labels", label)] },
      { managedFields: [{}] },
    ],
    [
      "leaves how others patch it, and who has written ours without applying it",
      {
        annotations: { [named]: "somebody", [forced]: "true", [owner]: "id/ConfigMap/a" },
        managedFields: [applied("kubectl-annotate", "f:annotations", owner, "Update")],
      },
      { annotations: { [owner]: null } },
    ],
    [
      "is none where nothing is ours",
      { annotations: { [named]: "somebody" }, labels: { app: "web" }, managedFields: [kubectl] },
      undefined,
    ],
    ["is none for an object that shows nothing", {}, undefined],
  ];
  for (const [name, metadata, patch] of cases) {
    it(name, () => {
      const live = deepFreeze({ metadata: { ...version, ...metadata } });
      const expected = patch === undefined ? undefined : { metadata: { ...version, ...patch } };
      expect(giveBack(live)).to.deep.equal(expected);
    });
  }
});
