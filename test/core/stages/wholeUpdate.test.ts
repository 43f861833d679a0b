import { expect } from "chai";
import {
  formatWhole,
  isRefused,
  parseWhole,
  type StagedObject,
} from "../../../provider/core/stages/wholeUpdate";

const web = { kind: "Deployment", name: "web" };

describe("what a preview of a whole update leaves as it is", () => {
  const rows: [says: string, refused: StagedObject[], asked: StagedObject, expected: boolean][] = [
    ["nothing", [], { ...web, cluster: "eu" }, false],
    ["an object on its cluster", [{ ...web, cluster: "eu" }], { ...web, cluster: "eu" }, true],
    ["none on another", [{ ...web, cluster: "eu" }], { ...web, cluster: "us" }, false],
    ["one on every cluster", [web], { ...web, cluster: "us" }, true],
    ["none of another kind", [web], { kind: "Service", name: "web", cluster: "us" }, false],
    ["none whose name only begins so", [web], { ...web, name: "web-2", cluster: "us" }, false],
  ];
  for (const [says, refused, asked, expected] of rows) {
    it(`is ${says}`, () => {
      const read = parseWhole(formatWhole(refused));
      expect(read === undefined ? undefined : isRefused(read, asked)).to.equal(expected);
    });
  }

  it("is not asked for by any other word", () => {
    for (const text of [undefined, "", "some", "ALL", ",all"])
      expect(parseWhole(text)).to.equal(undefined);
  });
});
