import { expect } from "chai";
import { change, prerequisite, rrset } from "../../../../provider/adapters/dns/server/update";

const web = rrset({
  name: "web.test",
  type: "A",
  ttlSeconds: 60,
  values: ["10.0.0.1", "10.0.0.2"],
});
const shown = (records: ReturnType<typeof change.deleteName>): unknown[] =>
  records.map((each) => [
    each.name,
    each.type,
    each.class,
    each.ttlSeconds,
    each.rdata.toString("hex"),
  ]);

describe("prerequisite", () => {
  const rows: Readonly<Record<string, readonly [got: unknown[], expected: unknown[]]>> = {
    "rrsetExists is class ANY without data": [
      shown(prerequisite.rrsetExists(web)),
      [["web.test", "A", 255, 0, ""]],
    ],
    "isRrset is class IN with the data and no TTL": [
      shown(prerequisite.isRrset(web)),
      [
        ["web.test", "A", 1, 0, "0a000001"],
        ["web.test", "A", 1, 0, "0a000002"],
      ],
    ],
    "rrsetIsAbsent is class NONE": [
      shown(prerequisite.rrsetIsAbsent(web)),
      [["web.test", "A", 254, 0, ""]],
    ],
    "nameIsInUse is class ANY, type ANY": [
      shown(prerequisite.nameIsInUse("web.test")),
      [["web.test", "ANY", 255, 0, ""]],
    ],
    "nameIsUnused is class NONE, type ANY": [
      shown(prerequisite.nameIsUnused("web.test")),
      [["web.test", "ANY", 254, 0, ""]],
    ],
  };
  for (const [name, [got, expected]] of Object.entries(rows)) {
    it(`${name} (RFC 2136 §2.4)`, () => {
      expect(got).to.deep.equal(expected);
    });
  }
});

describe("change", () => {
  const added = [
    ["web.test", "A", 1, 60, "0a000001"],
    ["web.test", "A", 1, 60, "0a000002"],
  ];
  const rows: Readonly<Record<string, readonly [got: unknown[], expected: unknown[]]>> = {
    "addToRrset is class IN with TTL": [shown(change.addToRrset(web)), added],
    "deleteRrset is class ANY": [shown(change.deleteRrset(web)), [["web.test", "A", 255, 0, ""]]],
    "deleteName is class ANY, type ANY": [
      shown(change.deleteName("web.test")),
      [["web.test", "ANY", 255, 0, ""]],
    ],
    "deleteFromRrset is class NONE with the data": [
      shown(change.deleteFromRrset({ ...web, rdata: web.rdata.slice(0, 1) })),
      [["web.test", "A", 254, 0, "0a000001"]],
    ],
    "replaceRrset deletes first": [
      shown(change.replaceRrset(web)),
      [["web.test", "A", 255, 0, ""], ...added],
    ],
  };
  for (const [name, [got, expected]] of Object.entries(rows)) {
    it(`${name} (RFC 2136 §2.5)`, () => {
      expect(got).to.deep.equal(expected);
    });
  }
});
