import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { type IndexedSchema, withIndex } from "./packageIndex";

const root = resolve(__dirname, "../..");
const page = readFileSync(join(root, "docs/_index.md"), "utf8");

describe("the index of the package", () => {
  it("is what schema.json says (npm run docs)", () => {
    const schema = JSON.parse(readFileSync(join(root, "schema.json"), "utf8")) as IndexedSchema;
    expect(page).to.equal(withIndex(page, schema));
    for (const token of [...Object.keys(schema.resources), ...Object.keys(schema.functions)])
      expect(page).to.include(`\n- \`${token.split(":")[2] ?? ""}\`: `);
  });

  it("says the first sentence of each description on one line", () => {
    const resources = {
      "p:index:B": { description: "Reads `a.b` of\none. And more." },
      "p:index:FederatedA": { description: "All\nof it\n\nMore.", isComponent: true },
    };
    const changed = withIndex(page, { resources, functions: {} });
    expect(changed).to.include("\n- `B`: Reads `a.b` of one.\n");
    expect(changed).to.include("### Federated objects\n\n- `FederatedA`: All of it\n");
    expect(changed.startsWith(page.slice(0, 100))).to.equal(true);
  });

  it("names a part without a description, and a page without marks", () => {
    const resources = { "p:index:A": {} };
    expect(() => withIndex(page, { resources, functions: {} })).to.throw("p:index:A has no");
    expect(() => withIndex("", { resources: {}, functions: {} })).to.throw("no marks");
  });
});
