import { expect } from "chai";
import { isInAtomicMap, ownersOf } from "../../../provider/core/existing/fieldOwners";
import { retainedValue } from "../../../provider/core/retention/retainedFields";
import { deepFreeze } from "../../support/deepFreeze";

const entry = (manager: string, fieldsV1: object, subresource = "") => ({
  manager,
  fieldsV1,
  ...(subresource === "" ? {} : { subresource }),
});
const ours = entry("pulumi-kubernetes-1", { "f:spec": { "f:selector": {} } });

describe("isInAtomicMap", () => {
  const way = ["spec", "selector", "pick"];
  const cases: [name: string, managedFields: object[], way: string[], is: boolean][] = [
    ["a map that has owners only as a whole", [ours, entry("kubectl", ours.fieldsV1)], way, true],
    [
      "a map somebody owns a key of",
      [ours, entry("helm", { "f:spec": { "f:selector": { "f:app": {} } } })],
      way,
      false,
    ],
    ["the map itself", [ours], ["spec", "selector"], false],
    ["a map that nobody owns", [entry("a", { "f:data": { "f:a": {} } })], way, false],
    ["what is owned through the status", [entry("a", ours.fieldsV1, "status")], way, false],
    ["an object without owners", [], way, false],
  ];
  for (const [name, managedFields, at, is] of cases) {
    it(`is ${String(is)} for ${name}`, () => {
      expect(isInAtomicMap(deepFreeze({ metadata: { managedFields } }), at)).to.equal(is);
    });
  }
});

describe("ownersOf", () => {
  it("names who owns a field, an item or something in it, not who owns it by another way", () => {
    const item = 'k:{"containerPort":80,"protocol":"TCP"}';
    const managedFields = [
      entry("helm", { "f:ports": { [item]: { "f:name": {} } } }),
      entry("kubectl", { "f:ports": { ".": {} } }),
      entry("autoscaler", { "f:ports": { [item]: {} } }, "scale"),
    ];
    const live = deepFreeze({ metadata: { managedFields } });
    expect(ownersOf(live, ["ports", { containerPort: 80 }])).to.deep.equal(["helm"]);
    expect(ownersOf(live, ["ports"])).to.deep.equal(["helm", "kubectl"]);
    expect(ownersOf(live, ["ports", { containerPort: 81 }])).to.deep.equal([]);
  });
});

describe("a retained key of a map that is written as a whole", () => {
  it("keeps the value that somebody else has set, though the program wants none", () => {
    const live = {
      metadata: { managedFields: [ours, entry("operator", ours.fieldsV1)] },
      spec: { selector: { app: "x", pick: "theirs" } },
    };
    const inputs = { spec: { selector: { app: "x" } } };
    const known = { apiVersion: "v1", kind: "Service", before: { inputs, object: inputs }, live };
    const place = {
      desired: inputs,
      place: ["spec", "selector", "pick"],
      rest: [],
      wanted: undefined,
    };
    const once = new Set(["spec,selector,pick"]);
    const settled = (source: "live" | "state") =>
      retainedValue(deepFreeze({ ...known, once, source }), place);
    expect(settled("live")).to.equal("theirs");
    expect(settled("state")).to.equal(undefined);
  });
});
