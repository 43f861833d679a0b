import { expect } from "chai";
import { dispenseAsKarmada } from "../../../../provider/migration/karmada/replicas/dispense";
import { deepFreeze } from "../../../support/deepFreeze";

describe("dispenseAsKarmada", () => {
  it("adds to what clusters have, which does not count against them", () => {
    const request = { replicas: 4, weights: { a: 1, b: 1 }, initial: { a: 9, c: 2 } };
    expect(dispenseAsKarmada(deepFreeze(request))).to.deep.equal({ a: 11, b: 2, c: 2 });
  });

  it("gives nothing away where nobody has a weight", () => {
    expect(dispenseAsKarmada({ replicas: 4, weights: { a: 0 } })).to.deep.equal({ a: 0 });
  });

  for (const [parity, uid, b] of [
    ["an even", "4858ca61-3ff8-4095-8267-f3d059d8074c", 2],
    ["an odd", "d43fdeeb-d750-4e2b-bee3-64eb94534f4c", 3],
  ] as const) {
    it(`turns ties by ${parity} hash of the UID`, () => {
      const { b: got } = dispenseAsKarmada({ replicas: 5, weights: { a: 1, b: 1 }, uid });
      expect(got).to.equal(b);
    });
  }
});
