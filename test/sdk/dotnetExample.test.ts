import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { codeBlocks } from "../support/markdown";

const root = resolve(__dirname, "../..");
const documented =
  codeBlocks(readFileSync(join(root, "docs/_index.md"), "utf8"), "csharp")[0] ?? "";
const programs = [
  {
    name: "the shop",
    text: readFileSync(join(root, "examples/shop/dotnet/Program.cs"), "utf8"),
    properties: 25,
  },
  { name: "the program of the documentation", text: documented, properties: 11 },
];

/** Where a class of our package for .NET is written; undefined where it is none of ours. */
function sourceOf(name: string): string | undefined {
  const files = [name.replace(/Args$/, ""), `Inputs/${name}`].map((each) => `${each}.cs`);
  const file = files.map((each) => join(root, "sdk/dotnet", each)).find(existsSync);
  return file === undefined ? undefined : readFileSync(file, "utf8");
}

/** The classes that a program makes, and what it sets of each, as `new Class(…, new Args { Property = value })` says. */
function setProperties(text: string): [string, string][] {
  const opened: string[] = [];
  const found: [string, string][] = [];
  const tokens = /"[^"]*"|\/\/.*|new (\w+)(?:<[^{;]*?>)?\s*\{|\{|\}|(\w+) = /g;
  for (const [token, made, property] of text.matchAll(tokens)) {
    const within = opened.at(-1) ?? "";
    if (token.endsWith("{")) opened.push(made ?? "");
    else if (token === "}") opened.pop();
    else if (property !== undefined && within !== "") found.push([within, property]);
  }
  return found;
}

describe("a program in C#", () => {
  // No registry that tests reach has a compiler of C#; what a change of the schema renames is found without one.
  for (const { name, text, properties } of programs)
    it(`sets what the classes of the package for .NET have: ${name}`, () => {
      const aliases = [...text.matchAll(/^using (\w+) = Pulumi\.Kubefed\.(?:Inputs\.)?(\w+);$/gm)];
      const names = new Map(aliases.map(([, alias = "", of = ""]) => [alias, of]));
      const ours = setProperties(text).flatMap(([alias, property]) => {
        const type = names.get(alias) ?? alias;
        const source = sourceOf(type);
        return source === undefined ? [] : [{ type, property, source }];
      });
      expect(ours.length).to.be.at.least(properties);
      const unknown = ours.filter(
        ({ type, property, source }) =>
          !source.includes(`class ${type} `) ||
          !new RegExp(`public \\S+.* ${property}\\b`).test(source),
      );
      expect(unknown.map(({ type, property }) => `${type}.${property}`)).to.deep.equal([]);
    });
});
