import { expect } from "chai";
import { ownerAmong } from "../../../provider/core/existing/ownerMark";
import { deepFreeze } from "../../support/deepFreeze";

describe("the owner that a stack is, in its state", () => {
  const head = "urn:pulumi:dev::shop";
  const owner = [`${head}::kubefed:index:StackOwner::kubefed`, { id: "own" }] as const;
  const cluster = [`${head}::kubefed:index:KubeFedCluster::us`, { owner: "own" }] as const;
  const before = [`${head}::kubefed:index:KubeFedCluster::eu`, { labels: {} }] as const;

  const rows: readonly (readonly [
    string,
    readonly (readonly [string, object])[],
    string | undefined,
  ])[] = [
    ["is the resource that keeps it", [cluster, owner], "own"],
    [
      "is what a cluster still has, where a destroy stopped after that one",
      [before, cluster],
      "own",
    ],
    ["is not there before anything was made", [], undefined],
    ["is not there in a stack of the time before there was one", [before], undefined],
    [
      "is nothing that is called so elsewhere",
      [[`${head}::other:index:Thing::us`, { owner: "else", id: "else" }]],
      undefined,
    ],
  ];
  for (const [sentence, resources, expected] of rows) {
    it(sentence, () => {
      const state = new Map(resources.map(([urn, outputs]) => [urn, deepFreeze({ ...outputs })]));
      expect(ownerAmong(state)).to.equal(expected);
    });
  }
});
