import { expect } from "chai";
import { matchItem } from "../../../provider/core/overrides/mergeItem";
import type { MergeKey } from "../../../provider/core/overrides/mergeKeys";
import { deepFreeze } from "../../support/deepFreeze";
import { Leaf } from "../../support/leaf";

const byName: MergeKey = { key: "name" };
const byPort: MergeKey = { key: "port", also: { key: "protocol", default: "TCP" } };
const byTopology: MergeKey = { key: "topologyKey", also: { key: "whenUnsatisfiable" } };
const leaf = new Leaf();

describe("matchItem", () => {
  const dns = [{ port: 53, protocol: "UDP" }, { port: 53 }];
  const zones = [
    { topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule" },
    { topologyKey: "zone", whenUnsatisfiable: "ScheduleAnyway" },
  ];
  const found: [name: string, list: unknown[], item: object, mergeKey: MergeKey, at: number][] = [
    ["the item with the same key", [{ name: "a" }, { name: "b" }], { name: "b" }, byName, 1],
    ["the end for a new one", [{ name: "a" }, "text", null], { name: "b" }, byName, 3],
    ["a port without protocol as TCP", dns, { port: 53 }, byPort, 1],
    ["a port with protocol", dns, { port: 53, protocol: "UDP" }, byPort, 0],
    ["a written default", dns, { port: 53, protocol: "TCP" }, byPort, 1],
    ["no port of another protocol", dns, { port: 53, protocol: "SCTP" }, byPort, 2],
    [
      "the only item, without the second key",
      zones.slice(1),
      { topologyKey: "zone" },
      byTopology,
      0,
    ],
    [
      "the same in spite of leaves elsewhere",
      [{ name: leaf }, { name: "a" }],
      { name: "a" },
      byName,
      1,
    ],
    ["inherited keys not at all", [{ name: "a" }], { name: "b", toString: 1 }, byName, 1],
  ];
  for (const [name, list, item, mergeKey, at] of found) {
    it(`finds ${name}`, () => {
      expect(matchItem(deepFreeze({ list, item, mergeKey }))).to.deep.equal({ at, item });
    });
  }

  const conflict = "merge-conflict: ";
  const intoLeaf = "merge-into-leaf: ";
  const after = ", by which this list is merged, is only known after apply; use clusterOverrides";
  const refused: [list: unknown[], item: unknown, mergeKey: MergeKey, problem: string][] = [
    [[], "hunter2", byName, `${conflict}items of this list are maps with "name", came a string`],
    [[], {}, byName, `${conflict}the item lacks "name", by which this list is merged`],
    [[], { name: null }, byName, `${conflict}the item lacks "name", by which this list is merged`],
    [
      [{ name: "a" }, { name: "a" }],
      { name: "a" },
      byName,
      `${conflict}2 items of the template have this "name"; use clusterOverrides`,
    ],
    [
      zones,
      { topologyKey: "zone" },
      byTopology,
      `${conflict}2 items of the template have this "topologyKey"; say which one by "whenUnsatisfiable"`,
    ],
    [[], leaf, byName, `${intoLeaf}"name" of this item${after}`],
    [[], { name: leaf }, byName, `${intoLeaf}"name" of this item${after}`],
    [[], { port: 1, protocol: leaf }, byPort, `${intoLeaf}"protocol" of this item${after}`],
    [[leaf], { name: "a" }, byName, `${intoLeaf}"name" of an item of the template${after}`],
    [
      [{ name: leaf }],
      { name: "a" },
      byName,
      `${intoLeaf}"name" of an item of the template${after}`,
    ],
    [
      [{ port: 1, protocol: leaf }],
      { port: 1 },
      byPort,
      `${intoLeaf}"port" of an item of the template${after}`,
    ],
  ];
  for (const [list, item, mergeKey, problem] of refused) {
    it(`says: ${problem}`, () => {
      const match = matchItem({ list, item, mergeKey });
      if (!("problem" in match)) throw new Error("it found a place");
      expect(`${match.problem.code}: ${match.problem.message}`).to.equal(problem);
    });
  }
});
