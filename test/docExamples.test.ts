import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { runInNewContext } from "node:vm";
import { expect } from "chai";
import { docExamples } from "./support/docExamples";

const load = createRequire(__filename);
const root = resolve(__dirname, "..");

function examplesOf(file: string) {
  const text = readFileSync(join(root, file), "utf8");
  return docExamples(text).map(({ code, result }) => ({ file, expression: code, result }));
}

function valueOf(expression: string, names: object): unknown {
  const value: unknown = runInNewContext(`(${expression})`, { ...names, Buffer });
  // Plain data of another context has other prototypes; through JSON it is comparable.
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

describe("the examples of docstrings", () => {
  const files = [
    "provider/core",
    "provider/report",
    "provider/migration",
    "provider/adapters",
    "test/conformance/original",
  ].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => join(folder, name))
      .sort(),
  );

  it("are found", () => {
    expect(files.flatMap(examplesOf).length).to.be.greaterThan(40);
  });

  for (const { file, expression, result } of files.flatMap(examplesOf)) {
    it(`${file}: ${expression.split("\n")[0] ?? ""}`, () => {
      const names = load(join(root, file)) as object;
      expect(result, "every example says what it gives, after //=>").not.to.equal("");
      expect(valueOf(expression, names)).to.deep.equal(valueOf(result, {}));
    });
  }
});
