import { expect } from "chai";
import { completedValue } from "../../../provider/cli/options/completedValue";

describe("the word that is completed", () => {
  const rows: [string, string | undefined][] = [
    ["plan --stack ", "stack"],
    ["status -s pr", "stack"],
    ["up --stack ", "stack"],
    ["plan --cluster ", "cluster"],
    ["plan --cluster eu-west us", "cluster"],
    ["plan --object w", "object"],
    ["explain ", "object"],
    ["explain Dep", "object"],
    ["explain --stack prod Dep", "object"],
    ["explain --stack prod --changes Dep", "object"],
    ["explain Deployment/web ", undefined],
    ["explain --stack", undefined],
    ["explain -", undefined],
    ["plan --format ", undefined],
    ["plan -C ", undefined],
    ["plan ", undefined],
    ["plan -- --stack ", undefined],
    ["federate --cluster ", undefined],
    ["init --context ", undefined],
    ["", undefined],
  ];
  for (const [line, what] of rows) {
    it(`is ${what ?? "no name of a stack's"} after "kubefed ${line}"`, () => {
      expect(completedValue(line.split(" "))?.what).to.equal(what);
    });
  }

  it("is looked for in the stack and the folder that the line says", () => {
    expect(completedValue("status -C app -s dev --cluster ".split(" "))).to.deep.equal({
      what: "cluster",
      stack: "dev",
      cwd: "app",
    });
  });
});
