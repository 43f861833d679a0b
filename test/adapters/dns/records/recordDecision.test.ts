import { expect } from "chai";
import type { NamedRecords, RecordType } from "../../../../provider/core/dns/records/endpoint";
import { compareOwner, encodeTxtOwner } from "../../../../provider/core/dns/records/txtOwner";
import { DnsError } from "../../../../provider/adapters/dns/server/dnsError";
import type { Observation } from "../../../../provider/adapters/dns/records/observation";
import { encodeRdata } from "../../../../provider/adapters/dns/wire/rdata";
import { decide } from "../../../../provider/adapters/dns/records/recordDecision";
import type { WireRecord } from "../../../../provider/adapters/dns/wire/wire";

const dnsName = "web.test";
const records = (type: RecordType, values: readonly string[], name = dnsName): WireRecord[] =>
  values.map((value) => ({
    name,
    type,
    class: 1,
    ttlSeconds: 60,
    rdata: encodeRdata(type, value),
  }));
const mark = (ownerId: string): string => encodeTxtOwner({ ownerId, labels: {} });

/** A name as read: by type its targets and its owner. */
function observation(
  at: Partial<Record<RecordType, readonly [targets: readonly string[], ownerId?: string]>>,
): Observation {
  const types: readonly RecordType[] = ["A", "AAAA", "CNAME"];
  return {
    dnsName,
    legacy: [],
    rrsets: types.map((recordType) => {
      const [targets = [], ownerId] = at[recordType] ?? [];
      const texts = ownerId === undefined ? [] : [mark(ownerId)];
      return {
        recordType,
        records: records(recordType, targets),
        ownerTxt: records("TXT", texts, `${recordType.toLowerCase()}-${dnsName}`),
        owner: compareOwner({ texts, ownerId: "us" }),
      };
    }),
  };
}

const named = (by: NamedRecords["records"]): NamedRecords => ({
  dnsName,
  ttlSeconds: 60,
  records: by,
});
const A = named({ A: ["10.0.0.1"] });
const CNAME = named({ CNAME: ["lb.test"] });
const ours = observation({ A: [["10.0.0.1"], "us"] });
const theirs = observation({ A: [["10.0.0.1"], "them"] });
const nobodys = observation({ A: [["10.0.0.1"]] });
const empty = observation({});

function verdictOf(
  observed: Observation,
  wanted: NamedRecords | undefined,
  more: Partial<Parameters<typeof decide>[0]> = {},
): string {
  const writer = { registry: { ownerId: "us" }, labels: {} };
  try {
    const decision = decide({
      observed,
      zone: "test",
      writer,
      wanted,
      previous: undefined,
      ...more,
    });
    if (decision.isDone) return `done: ${decision.outcome}`;
    return ["write", decision.outcome, ...decision.dropped.map((type) => `-${type}`)].join(" ");
  } catch (error) {
    if (error instanceof DnsError) return [error.code, error.ownerId ?? ""].join(" ").trim();
    throw error;
  }
}

const rows: Readonly<Record<string, readonly [got: string, expected: string]>> = {
  "nothing there": [verdictOf(empty, A), "write created"],
  "ours as wanted": [verdictOf(ours, A), "done: unchanged"],
  "ours with other targets": [verdictOf(ours, named({ A: ["10.0.0.2"] })), "write updated"],
  "ours with another TTL": [verdictOf(ours, { ...A, ttlSeconds: 30 }), "write updated"],
  "another owner's": [verdictOf(theirs, A), "foreign-owner them"],
  "another owner's, adopted": [verdictOf(theirs, A, { adopt: true }), "write adopted"],
  "nobody's": [verdictOf(nobodys, A), "unowned-records"],
  "nobody's, adopted": [verdictOf(nobodys, A, { adopt: true }), "write adopted"],
  "another owner's mark without records": [
    verdictOf(observation({ A: [[], "them"] }), A),
    "foreign-owner them",
  ],
  "our mark without records": [verdictOf(observation({ A: [[], "us"] }), A), "write updated"],
  "another owner's AAAA beside our A": [
    verdictOf(observation({ A: [["10.0.0.1"], "us"], AAAA: [["::1"], "them"] }), A),
    "done: unchanged",
  ],
  "another owner's mark of a CNAME that is not there": [
    verdictOf(observation({ CNAME: [[], "them"] }), A),
    "write created",
  ],
  "our CNAME where A is wanted": [
    verdictOf(observation({ CNAME: [["lb.test"], "us"] }), A),
    "write updated -CNAME",
  ],
  "another owner's CNAME where A is wanted": [
    verdictOf(observation({ CNAME: [["lb.test"], "them"] }), A),
    "foreign-owner them",
  ],
  "our A where a CNAME is wanted": [verdictOf(ours, CNAME), "write updated -A"],
  "nobody's A where a CNAME is wanted": [verdictOf(nobodys, CNAME), "unowned-records"],
  "nobody's A where a CNAME is wanted, adopted": [
    verdictOf(nobodys, CNAME, { adopt: true }),
    "write adopted -A",
  ],
  "a type of ours that is no longer wanted": [
    verdictOf(observation({ A: [["10.0.0.1"], "us"], AAAA: [["::1"], "us"] }), A, {
      previous: named({ A: ["10.0.0.1"], AAAA: ["::1"] }),
    }),
    "write updated -AAAA",
  ],
  "a type of ours that another resource wants": [
    verdictOf(observation({ A: [["10.0.0.1"], "us"], AAAA: [["::1"], "us"] }), A),
    "done: unchanged",
  ],
  "a type that was ours and is another's now": [
    verdictOf(observation({ A: [["10.0.0.1"], "us"], AAAA: [["::1"], "them"] }), A, {
      previous: named({ A: ["10.0.0.1"], AAAA: ["::1"] }),
    }),
    "done: unchanged",
  ],
  "data that changed by hand, to be overwritten only if unchanged": [
    verdictOf(ours, named({ A: ["10.0.0.3"] }), {
      previous: named({ A: ["10.0.0.2"] }),
      onlyIfUnchanged: true,
    }),
    "changed-meanwhile",
  ],
  "ours, to be deleted": [verdictOf(ours, undefined, { previous: A }), "write deleted -A"],
  "nothing, to be deleted": [verdictOf(empty, undefined, { previous: A }), "done: gone"],
  "another owner's, to be deleted": [
    verdictOf(theirs, undefined, { previous: A }),
    "foreign-owner them",
  ],
  "nobody's, to be deleted": [verdictOf(nobodys, undefined, { previous: A }), "unowned-records"],
  "our mark without records, to be deleted": [
    verdictOf(observation({ A: [[], "us"] }), undefined, { previous: A }),
    "write deleted -A",
  ],
  "another owner's mark without records, to be deleted": [
    verdictOf(observation({ A: [[], "them"] }), undefined, { previous: A }),
    "done: gone",
  ],
};

describe("decide", () => {
  for (const [name, [got, expected]] of Object.entries(rows)) {
    it(`${name}: ${expected}`, () => {
      expect(got).to.equal(expected);
    });
  }

  it("says whose records are in the way and what can be done", () => {
    const question = { observed: theirs, zone: "test", wanted: A, previous: undefined };
    const writer = { registry: { ownerId: "us" }, labels: {} };
    expect(() => decide({ ...question, writer })).to.throw(
      'record sets of "web.test" in zone "test": A 10.0.0.1 is owned by "them", not ours ("us"); choose another name, or set adopt to take it over',
    );
  });
});
