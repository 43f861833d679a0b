import { expect } from "chai";
import { releasedFields } from "../../../provider/core/existing/leftOver";
import { deepFreeze } from "../../support/deepFreeze";

const markOnly = { "f:metadata": { "f:annotations": { "f:pulumi-kubefed/owner": {} } } };
const entry = (manager: string, fieldsV1: unknown, operation = "Apply") => ({
  manager,
  operation,
  apiVersion: "v1",
  fieldsV1,
});

describe("what an interrupted run has made", () => {
  it("leaves that run's manager the mark alone, and everybody else what they have", () => {
    const ours = { ...markOnly, "f:data": { "f:a": {} } };
    const theirs = entry("kubectl", { "f:data": { "f:b": {} } });
    expect(
      releasedFields(deepFreeze([entry("pulumi-kubernetes-1a2b", ours), theirs])),
    ).to.deep.equal([entry("pulumi-kubernetes-1a2b", markOnly), theirs]);
  });

  it("is nothing where no such manager has the mark", () => {
    const rows: [string, unknown][] = [
      ["none", undefined],
      ["somebody else", [entry("kubectl", markOnly)]],
      ["a program without marks", [entry("pulumi-kubernetes-1a2b", { "f:data": {} })]],
      ["no apply", [entry("pulumi-kubernetes-1a2b", markOnly, "Update")]],
      ["nonsense", [1, null, entry("pulumi-kubernetes-1a2b", { "f:metadata": 1 })]],
    ];
    for (const [name, managedFields] of rows) {
      expect(releasedFields(deepFreeze(managedFields)), name).to.equal(undefined);
    }
  });
});
