import { expect } from "chai";
import { renderTable } from "./table";

describe("table", () => {
  it("puts words to the left and numbers to the right, under their titles", () => {
    const text = renderTable({
      title: "Speed",
      header: ["name", "per second", "aim"],
      rows: [
        ["a", "1,234.5", "met"],
        ["long name", "7", "MISSED"],
      ],
      notes: ["Measured once."],
    });
    expect(text).to.equal(
      [
        "Speed",
        "",
        "name       per second  aim",
        "---------  ----------  ------",
        "a             1,234.5  met",
        "long name           7  MISSED",
        "",
        "Measured once.",
        "",
      ].join("\n"),
    );
  });
});
