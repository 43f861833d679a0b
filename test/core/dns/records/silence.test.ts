import { expect } from "chai";
import { whenAllAreSilent } from "../../../../provider/core/dns/records/silence";
import { deepFreeze } from "../../../support/deepFreeze";

describe("clusters that do not answer", () => {
  const heard = (cluster: string, answers: boolean, isReady: boolean) => ({
    answers,
    observation: { cluster, isReady, zones: [], loadBalancer: [] },
  });
  const rows: readonly [string, ReturnType<typeof heard>[], boolean, boolean[]][] = [
    [
      "all count as ready when none answers",
      [heard("a", false, false), heard("b", false, false)],
      true,
      [true, true],
    ],
    [
      "do not count as ready when another answers",
      [heard("a", false, false), heard("b", true, true)],
      false,
      [false, true],
    ],
    ["stay unready when all answer that they are", [heard("a", true, false)], false, [false]],
    ["are none in an empty fleet", [], false, []],
  ];
  for (const [sentence, given, areSilent, ready] of rows) {
    it(sentence, () => {
      const found = whenAllAreSilent(deepFreeze(given));
      expect(found.areSilent).to.equal(areSilent);
      expect(found.observations.map(({ isReady }) => isReady)).to.deep.equal(ready);
    });
  }
});
