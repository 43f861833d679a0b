import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "chai";

const root = resolve(__dirname, "../..");
const program = readFileSync(join(root, "examples/shop/dotnet/Program.cs"), "utf8");

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

describe("the shop in C#", () => {
  // No registry that tests reach has a compiler of C#; what a change of the schema renames is found without one.
  it("sets what the classes of the package for .NET have", () => {
    const aliases = [...program.matchAll(/^using (\w+) = Pulumi\.Kubefed\.(?:Inputs\.)?(\w+);$/gm)];
    const names = new Map(aliases.map(([, alias = "", name = ""]) => [alias, name]));
    const ours = setProperties(program).flatMap(([alias, property]) => {
      const name = names.get(alias) ?? alias;
      const source = sourceOf(name);
      return source === undefined ? [] : [{ name, property, source }];
    });
    expect(ours.length).to.be.greaterThan(25);
    const unknown = ours.filter(
      ({ name, property, source }) =>
        !source.includes(`class ${name} `) ||
        !new RegExp(`public \\S+.* ${property}\\b`).test(source),
    );
    expect(unknown.map(({ name, property }) => `${name}.${property}`)).to.deep.equal([]);
  });
});
