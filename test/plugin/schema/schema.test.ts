import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { buildSchema } from "../../../provider/plugin/schema/schema";
import * as sdk from "../../../sdk/nodejs";

const root = resolve(__dirname, "../../..");

interface Schema {
  readonly resources: Readonly<
    Record<string, { readonly inputProperties: object; readonly properties: object }>
  >;
  readonly types: object;
}

function readJson(path: string): { version: string } {
  return JSON.parse(readFileSync(join(root, path), "utf8")) as { version: string };
}

const schema = buildSchema({
  package: readJson("package.json").version,
  kubernetes: readJson("node_modules/@pulumi/kubernetes/package.json").version,
}) as Schema;

function refsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key === "$ref" ? [String(each)] : refsIn(each),
  );
}

describe("schema.json", () => {
  it("is what the components say (npm run schema)", () => {
    expect(readFileSync(join(root, "schema.json"), "utf8")).to.equal(
      `${JSON.stringify(schema, null, 2)}\n`,
    );
  });

  it("has every component that the package exports, and no other", () => {
    const components = Object.entries(sdk)
      .filter(([, value]) => typeof value === "function" && /^class\b/.test(value.toString()))
      .map(([name]) => `kubefed:index:${name}`);
    expect(Object.keys(schema.resources)).to.deep.equal(components.sort());
  });

  it("refers only to types and resources that it has", () => {
    const own = [...refsIn(schema)].filter((ref) => ref.startsWith("#/"));
    const known = [
      ...Object.keys(schema.types).map((name) => `#/types/${name}`),
      ...Object.keys(schema.resources).map((name) => `#/resources/${name}`),
    ];
    expect(own.filter((ref) => !known.includes(ref))).to.deep.equal([]);
  });
});
