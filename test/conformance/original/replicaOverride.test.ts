import { expect } from "chai";
import { overrideReplicas } from "./replicaOverride";
import { deepFreeze } from "../../support/deepFreeze";

const other = { path: "/ultimate/answer", value: 42 };
const replicas = (value: number): { path: string; value: number } => ({
  path: "/spec/replicas",
  value,
});

describe("overrideReplicas", () => {
  type Row = readonly [
    name: string,
    before: Parameters<typeof overrideReplicas>[0],
    plan: Record<string, number>,
    after: Record<string, unknown>,
  ];
  const rows: readonly Row[] = [
    ["adds to an object without overrides", {}, { eu: 5 }, { eu: [replicas(5)] }],
    ["adds after the user's overrides", { eu: [other] }, { eu: 0 }, { eu: [other, replicas(0)] }],
    [
      "replaces where the count stood",
      { eu: [replicas(1), other] },
      { eu: 5 },
      { eu: [replicas(5), other] },
    ],
    [
      "keeps the operation",
      { eu: [{ op: "add", ...replicas(1) }] },
      { eu: 5 },
      { eu: [{ op: "add", ...replicas(5) }] },
    ],
    [
      "but replaces what removed the count",
      { eu: [{ op: "remove", path: "/spec/replicas" }] },
      { eu: 5 },
      { eu: [replicas(5)] },
    ],
    [
      "leaves one count where there were two",
      { eu: [other, replicas(1), replicas(2)] },
      { eu: 5 },
      { eu: [other, replicas(5)] },
    ],
    [
      "removes the count of a cluster that is not planned",
      { eu: [replicas(1), other] },
      {},
      { eu: [other] },
    ],
    ["and keeps its list, be it empty", { eu: [replicas(1)] }, {}, { eu: [] }],
    ["has the clusters of both", { us: [other] }, { eu: 1 }, { eu: [replicas(1)], us: [other] }],
  ];
  for (const [name, before, plan, after] of rows) {
    it(name, () => {
      expect(overrideReplicas(deepFreeze(before), deepFreeze(plan))).to.deep.equal(after);
    });
  }

  it("sorts clusters and takes any name for one", () => {
    const plan = Object.fromEntries([
      ["us", 1],
      ["__proto__", 2],
    ]);
    const result = overrideReplicas({ eu: [other] }, plan);
    expect(Object.entries(result)).to.deep.equal([
      ["__proto__", [replicas(2)]],
      ["eu", [other]],
      ["us", [replicas(1)]],
    ]);
  });
});
