import { expect } from "chai";
import fc from "fast-check";
import type { ClusterOverride } from "../../../provider/core/model";
import { applyCheckedOverride, applyOverrides } from "../../../provider/core/overrides/overrides";
import { deepFreeze } from "../../support/deepFreeze";
import { documents, values } from "../../support/documents";
import { Leaf } from "../../support/leaf";

const leaf = new Leaf();
const object = deepFreeze({
  kind: "ConfigMap",
  metadata: { name: "settings" },
  data: { greeting: "hello", secret: leaf },
});

describe("applyOverrides", () => {
  it("takes pointers and dotted paths in one list", () => {
    const { object: patched, issues } = applyOverrides(object, [
      { path: "spec.a.b", value: 1 },
      { op: "add", path: "/spec/a/c", value: leaf },
      { op: "remove", path: "data.greeting" },
    ]);
    expect(issues).to.deep.equal([]);
    expect(patched).to.deep.equal({
      ...object,
      data: { secret: leaf },
      spec: { a: { b: 1, c: leaf } },
    });
    expect(patched.metadata).to.equal(object.metadata);
  });

  it("reports what is forbidden and what cannot be made, all at once and by place", () => {
    const { object: patched, issues } = applyOverrides(object, [
      { path: "/data/secret/x", value: 1 },
      { path: "/data/greeting", value: 1 },
      { path: "/metadata/name", value: "other" },
      { op: "remove", path: "/data/no" },
      { path: "data/x", value: 1 },
    ]);
    expect(patched).to.equal(object);
    expect(issues.map(({ code, path }) => `${code} ${path}`)).to.deep.equal([
      "override-into-leaf clusterOverrides[0].path",
      "override-forbidden-path clusterOverrides[2].path",
      "override-missing-path clusterOverrides[3].path",
      "override-path-syntax clusterOverrides[4].path",
    ]);
  });

  it("applies in spite of a warning", () => {
    const { object: patched, issues } = applyOverrides(object, [{ path: "/data/greeting" }]);
    expect(patched).to.have.nested.property("data.greeting", null);
    expect(issues.map(({ code, severity }) => [code, severity])).to.deep.equal([
      ["override-value-missing", "warning"],
    ]);
  });

  it("never shows a value", () => {
    const paths = fc.constantFrom(
      "/kind",
      "/data/x/y",
      "/a/b",
      "",
      "a/b",
      "/data/greeting/z",
      "a.b",
    );
    const ops = fc.constantFrom<ClusterOverride["op"]>("add", "replace", "remove");
    fc.assert(
      fc.property(fc.array(fc.record({ op: ops, path: paths })), (operations) => {
        const secret = { password: "hunter2" };
        const overrides = operations.map((operation) => ({ ...operation, value: secret }));
        const guarded = { ...object, data: { greeting: "hunter2", x: "hunter2" } };
        expect(JSON.stringify(applyOverrides(guarded, overrides).issues)).not.to.contain("hunter2");
      }),
    );
  });

  it("refuses what is no list of operations", () => {
    const found: unknown = Reflect.apply(applyOverrides, undefined, [object, leaf]);
    expect(found).to.have.nested.property("issues[0].code", "not-plain");
    expect(found).to.have.property("object", object);
  });

  it("leaves its input alone", () => {
    fc.assert(
      fc.property(documents, values, (document, value) => {
        applyOverrides(deepFreeze(document), deepFreeze([{ path: "/a/b", value }]));
      }),
    );
  });
});

describe("applyCheckedOverride", () => {
  it("patches first, then merges", () => {
    const { object: patched, issues } = applyCheckedOverride({
      object,
      override: {
        clusterName: "eu",
        clusterOverrides: [{ path: "/data/greeting", value: "bonjour" }],
        merge: { data: { greeting: "salut", tier: "gold" } },
      },
      path: "overrides[0]",
    });
    expect(issues).to.deep.equal([]);
    expect(patched.data).to.deep.equal({ greeting: "salut", tier: "gold", secret: leaf });
  });

  it("changes nothing if one of the two fails, and says where", () => {
    const { object: patched, issues } = applyCheckedOverride({
      object,
      override: {
        clusterName: "eu",
        clusterOverrides: [{ op: "remove", path: "/data/no" }],
        merge: { data: { secret: { x: 1 }, tier: "gold" } },
      },
      path: "overrides[3]",
    });
    expect(patched).to.equal(object);
    expect(issues.map(({ code, path }) => `${code} ${path}`)).to.deep.equal([
      "override-missing-path overrides[3].clusterOverrides[0].path",
      "merge-into-leaf overrides[3].merge.data.secret",
    ]);
  });
});
