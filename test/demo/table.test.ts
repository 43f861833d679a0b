import { expect } from "chai";
import { paletteFor, wrapText } from "./screen";
import { renderTable } from "./table";

const table = {
  columns: ["", "us-east", "eu-west"],
  rows: [
    ["ConfigMap settings", "hello", "-"],
    ["Deployment web", "5/5 ready", "3/3 ready"],
  ],
};
const later = {
  ...table,
  rows: [
    ["ConfigMap settings", "hello", "salut"],
    ["Deployment web", "6/6 ready", "3/3 ready"],
  ],
};

describe("the demo's table", () => {
  it("has aligned columns, plain where there is no colour", () => {
    expect(`\n${renderTable(table, paletteFor(false))}\n`).to.equal(`
                       us-east     eu-west
  ConfigMap settings   hello       -
  Deployment web       5/5 ready   3/3 ready
`);
  });

  it("marks what changed, without colour too", () => {
    expect(`\n${renderTable(later, paletteFor(false), table)}\n`).to.equal(`
                       us-east       eu-west
  ConfigMap settings   hello         salut *
  Deployment web       6/6 ready *   3/3 ready

  * changed
`);
  });

  it("has the same columns in colour", () => {
    const coloured = renderTable(later, paletteFor(true), table);
    expect(coloured).to.include("\u001b[33m6/6 ready *\u001b[0m   3/3 ready");
    expect(coloured.replace(/\u001b\[\d+m/g, "")).to.equal(
      renderTable(later, paletteFor(false), table),
    );
  });
});

describe("a long line of the demo", () => {
  it("is broken between words and indented", () => {
    expect(wrapText("one two three four five", 14)).to.equal(
      "  one two\n      three\n      four\n      five",
    );
    expect(wrapText("short", 60)).to.equal("  short");
  });
});
