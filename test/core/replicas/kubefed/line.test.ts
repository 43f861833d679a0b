import { expect } from "chai";
import { fnv1 } from "../../../../provider/core/replicas/kubefed/fnv1";
import { standInLine } from "../../../../provider/core/replicas/kubefed/line";
import { startTally } from "../../../../provider/core/replicas/kubefed/tally";

/** The line of clusters with these weights. */
function lineOf(weights: Readonly<Record<string, number>>, key = ""): string[] {
  const tallies = Object.entries(weights).map(([name, weight]) => {
    const limits = { minReplicas: 0, maxReplicas: Infinity, capacity: Infinity, current: 0 };
    return startTally({ name, weight, ...limits }, key);
  });
  const line = standInLine(tallies);
  expect(line.map(({ place }) => place)).to.deep.equal(line.map((_, i) => i + 1));
  return line.map(({ candidate }) => candidate.name);
}

describe("standInLine", () => {
  it("puts heavier clusters first", () => {
    expect(lineOf({ A: 1, B: 3, C: 2 })).to.deep.equal(["B", "C", "A"]);
  });

  it("puts equal weights in the order of their hashes", () => {
    expect(lineOf({ A: 1, B: 1, C: 1, D: 1, E: 1 })).to.deep.equal(["E", "D", "C", "B", "A"]);
  });

  it("hashes the key as well, so that another workload favours another cluster", () => {
    const weights = { A: 1, B: 1, C: 1 };
    expect(lineOf(weights, "test-ns/test-deployment")).to.deep.equal(["B", "A", "C"]);
  });

  it("keeps the order of hashes within each weight", () => {
    expect(lineOf({ A: 1, B: 2, C: 1, D: 2 })).to.deep.equal(["D", "B", "C", "A"]);
  });

  it("keeps the order given where even the hashes are equal", () => {
    expect(fnv1("member-2pvu")).to.equal(fnv1("member-d3ea"));
    const names = ["member-2pvu", "member-d3ea"];
    expect(lineOf({ "member-2pvu": 1, "member-d3ea": 1 })).to.deep.equal(names);
    expect(lineOf({ "member-d3ea": 1, "member-2pvu": 1 })).to.deep.equal([...names].reverse());
  });

  it("is empty without clusters", () => {
    expect(lineOf({})).to.deep.equal([]);
  });
});
