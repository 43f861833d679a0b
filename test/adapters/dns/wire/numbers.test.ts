import { expect } from "chai";
import {
  rcodeName,
  tsigErrorName,
  typeName,
  typeNumber,
} from "../../../../provider/adapters/dns/wire/numbers";

describe("record type numbers", () => {
  it("are named both ways", () => {
    for (const [name, number] of [
      ["A", 1],
      ["AAAA", 28],
      ["LUA", 65402],
      ["TSIG", 250],
    ] as const) {
      expect(typeNumber(name)).to.equal(number);
      expect(typeName(number)).to.equal(name);
    }
  });

  it("without a name keep their number", () => {
    expect(typeName(65280)).to.equal("TYPE65280");
    expect(typeNumber("TYPE65280")).to.equal(65280);
  });
});

describe("codes", () => {
  it("without a name keep their number", () => {
    expect([rcodeName(9), rcodeName(15)]).to.deep.equal(["NOTAUTH", "RCODE15"]);
    expect([tsigErrorName(17), tsigErrorName(99)]).to.deep.equal(["BADKEY", "TSIGERROR99"]);
  });
});
