import { expect } from "chai";
import type { KubeObject } from "../../../provider/core/model";
import { handOver } from "../../../provider/core/existing/handOver";
import { parsePropertyPath } from "../../../provider/core/paths/propertyPath";
import { deepFreeze } from "../../support/deepFreeze";

const fields = (...keys: string[]) => Object.fromEntries(keys.map((key) => [`f:${key}`, {}]));
const entry = (manager: string, data: KubeObject, more: object = {}) => ({
  manager,
  operation: "Update",
  apiVersion: "v1",
  fieldsV1: { "f:data": data },
  ...more,
});

function managersAfter(entries: readonly object[], retained: readonly string[] = []) {
  const live = { metadata: { uid: "u", resourceVersion: "7", managedFields: entries } };
  const paths = retained.map(parsePropertyPath).filter((path) => path !== undefined);
  const patch = handOver(deepFreeze(live), { to: "ours", retained: paths });
  if (patch === undefined) return undefined;
  const { uid, resourceVersion, managedFields } = patch.metadata as KubeObject;
  expect({ uid, resourceVersion }).to.deep.equal({ uid: "u", resourceVersion: "7" });
  return Object.fromEntries(
    (managedFields as { manager: string; fieldsV1: { "f:data": KubeObject } }[]).map((each) => [
      each.manager,
      Object.keys(each.fieldsV1["f:data"]),
    ]),
  );
}

describe("handOver", () => {
  const cases: [
    name: string,
    entries: readonly object[],
    after: Record<string, string[]> | undefined,
    retained?: string[],
  ][] = [
    [
      "of tools that deploy",
      [entry("helm", fields("a")), entry("kubectl-edit", fields("b"))],
      { ours: ["f:a", "f:b"] },
    ],
    [
      "of whoever owns most",
      [entry("bot", fields("a", "b")), entry("injector", fields("c"))],
      { injector: ["f:c"], ours: ["f:a", "f:b"] },
    ],
    [
      "and never of Kubernetes' own controllers",
      [entry("kube-controller-manager", fields("a", "b", "c")), entry("bot", fields("d"))],
      { "kube-controller-manager": ["f:a", "f:b", "f:c"], ours: ["f:d"] },
    ],
    [
      "and never through a part of the object",
      [entry("helm", fields("a"), { subresource: "scale" })],
      undefined,
    ],
    [
      "but what is retained",
      [entry("helm", fields("a", "b"))],
      { helm: ["f:b"], ours: ["f:a"] },
      ["data.b"],
    ],
    [
      "to what the new owner has already",
      [entry("helm", fields("a")), entry("ours", fields("b"), { operation: "Apply" })],
      { ours: ["f:b", "f:a"] },
    ],
    [
      "of nobody who owns a part of what the new owner has",
      [entry("operator", fields("a")), entry("ours", fields("b", "c"), { operation: "Apply" })],
      undefined,
    ],
    ["from nobody where there is nobody", [], undefined],
  ];
  for (const [name, entries, after, retained] of cases) {
    it(`hands over the fields ${name}`, () => {
      expect(managersAfter(entries, retained)).to.deep.equal(after);
    });
  }

  it("leaves an item's retained field and hands over the rest of the item", () => {
    const item = { 'k:{"name":"c"}': { ".": {}, "f:image": {}, "f:name": {} } };
    const managedFields = [{ manager: "helm", apiVersion: "v1", fieldsV1: { "f:list": item } }];
    const paths = [["list", "*", "image"]];
    const patch = handOver({ metadata: { managedFields } }, { to: "ours", retained: paths });
    const after = (patch?.metadata as { managedFields: { fieldsV1: unknown }[] }).managedFields;
    expect(after.map(({ fieldsV1 }) => fieldsV1)).to.deep.equal([
      { "f:list": { 'k:{"name":"c"}': { "f:image": {} } } },
      { "f:list": { 'k:{"name":"c"}': { ".": {}, "f:name": {} } } },
    ]);
  });
});
