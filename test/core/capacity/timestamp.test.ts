import { expect } from "chai";
import fc from "fast-check";
import { parseTimestamp } from "../../../provider/core/capacity/timestamp";

describe("a time as Kubernetes writes it", () => {
  it("is read as the calendar has it, leap days included", () => {
    const bounds = { min: new Date("1900-01-01"), max: new Date("2500-01-01") };
    fc.assert(
      fc.property(fc.date({ ...bounds, noInvalidDate: true }), (date) => {
        const seconds = Math.floor(date.getTime() / 1000);
        expect(parseTimestamp(date.toISOString())).to.equal(seconds);
      }),
    );
  });

  for (const value of ["", "2026-01-02", "2026-01-02T03:04:05+01:00", "yesterday", 5, undefined]) {
    it(`is not ${JSON.stringify(value)}`, () => {
      expect(parseTimestamp(value)).to.equal(undefined);
    });
  }
});
