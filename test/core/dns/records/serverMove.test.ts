import { expect } from "chai";
import {
  leftServers,
  namesMove,
  serverTexts,
} from "../../../../provider/core/dns/records/serverMove";
import { deepFreeze } from "../../../support/deepFreeze";

describe("servers that a record set leaves", () => {
  const a = { host: "ns1", port: 53 };
  const b = { host: "ns2" };
  const rows: readonly (readonly [string, unknown, unknown, readonly string[]])[] = [
    ["are those of before where none is named any more", [a], [b], ["ns1:53"]],
    ["are none where one of them is still named", [a, b], [b], []],
    ["are none where another port is the same as no port", [b], [{ host: "ns2" }], []],
    ["are another one on another port", [a], [{ host: "ns1", port: 54 }], ["ns1:53"]],
    ["are none where those of now are not known", [a], "04da6b54", []],
    ["are none where none are named", [a], [], []],
    ["are none where nothing was written", undefined, [a], []],
  ];
  for (const [sentence, before, now, expected] of rows) {
    it(sentence, () => {
      expect(leftServers(deepFreeze(before), deepFreeze(now))).to.deep.equal(expected);
    });
  }

  it("are named with their ports, and what is none is passed over", () => {
    expect(serverTexts([a, b, { port: 1 }, 5])).to.deep.equal(["ns1:53", "ns2"]);
  });

  it("are told by the word of the move, and by no other", () => {
    const text = "heritage=external-dns,external-dns/moved-to=5f0c,external-dns/owner=me";
    expect([namesMove(text, "5f0c"), namesMove(text, "77aa")]).to.deep.equal([true, false]);
    expect(namesMove("heritage=external-dns,external-dns/owner=5f0c", "5f0c")).to.equal(false);
    expect(namesMove("moved-to=5f0c", "5f0c")).to.equal(false);
  });
});
