import { expect } from "chai";
import { divideReplicas } from "../../provider/core/replicas/plan";
import { measureDivision } from "./division";

describe("the division, side by side over 4,000 instances", () => {
  const [kubefed, webster] = measureDivision(divideReplicas);

  it("is nearer to the exact shares by Webster's method", () => {
    expect(kubefed?.meanDeviation.toFixed(2)).to.equal("1.87");
    expect(webster?.meanDeviation.toFixed(2)).to.equal("0.52");
    expect(webster?.isOff).to.be.below(0.01);
  });

  it("takes replicas away when the total grows by KubeFed's planner, and never by Webster's method", () => {
    expect(kubefed?.takesAway).to.be.above(0.15);
    expect(webster?.takesAway).to.equal(0);
  });

  it("moves replicas without need when clusters come and go by KubeFed's planner only", () => {
    expect(kubefed?.moved).to.be.above(0.1);
    expect(webster?.moved).to.equal(0);
  });
});
