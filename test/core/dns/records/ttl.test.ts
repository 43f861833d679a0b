import { expect } from "chai";
import { defaultTtlSeconds, validateTtl } from "../../../../provider/core/dns/records/ttl";

describe("validateTtl", () => {
  for (const ttl of [0, 1, defaultTtlSeconds, 2 ** 31 - 1]) {
    it(`accepts ${ttl}`, () => {
      expect(validateTtl(ttl, "ttlSeconds")).to.deep.equal([]);
    });
  }

  for (const ttl of [-1, 1.5, 2 ** 31, NaN, Infinity, "60", null, undefined]) {
    it(`refuses ${String(ttl)}`, () => {
      expect(validateTtl(ttl, "ttlSeconds").map(({ code }) => code)).to.deep.equal(["dns-ttl"]);
    });
  }

  it("says what came and what is allowed", () => {
    expect(validateTtl("60", "ttlSeconds")[0]?.message).to.equal(
      'must be a whole number of seconds from 0 to 2147483647, came "60"',
    );
  });
});
