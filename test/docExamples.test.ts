import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { runInNewContext } from "node:vm";
import { expect } from "chai";

const load = createRequire(__filename);
const root = resolve(__dirname, "..");

/** An `@example` of a docstring: an expression, and what it is said to give. */
interface Example {
  readonly file: string;
  readonly expression: string;
  readonly result: string;
}

function examplesOf(file: string): Example[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/@example\n((?: \*.*\n)+?) \*\/|@example\n((?: \*.*\n)+?) \* *\n/g)].map(
    (match) => {
      const lines = (match[1] ?? match[2] ?? "")
        .split("\n")
        .map((line) => line.replace(/^ \* ?/, ""));
      const at = lines.findIndex((line) => line.startsWith("//=>"));
      return {
        file,
        expression: lines
          .slice(0, at < 0 ? lines.length : at)
          .join("\n")
          .trim()
          .replace(/;$/, ""),
        result: lines.slice(Math.max(at, 0)).join("\n").replace("//=>", "").trim(),
      };
    },
  );
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
