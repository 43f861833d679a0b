import { expect } from "chai";
import {
  canonicalTargets,
  type Endpoint,
  groupByName,
  isRecordType,
  recordEntries,
  type RecordType,
} from "../../../../provider/core/dns/records/endpoint";
import { deepFreeze } from "../../../support/deepFreeze";

describe("isRecordType", () => {
  it("knows the named types and numbered ones", () => {
    const types = [
      "A",
      "AAAA",
      "CNAME",
      "LUA",
      "MX",
      "NS",
      "PTR",
      "SRV",
      "TXT",
      "TYPE0",
      "TYPE65402",
    ];
    expect(types.filter((type) => !isRecordType(type))).to.deep.equal([]);
  });

  it("knows no other spelling", () => {
    const others = ["", "a", "SOA", "AXFR", "TYPE", "TYPE01", "TYPE123456", "A ", "TYPEx"];
    expect(others.filter(isRecordType)).to.deep.equal([]);
  });
});

describe("canonicalTargets", () => {
  const rows: readonly (readonly [RecordType, readonly string[], readonly string[]])[] = [
    ["A", ["10.0.0.2", "10.0.0.10", "10.0.0.2"], ["10.0.0.10", "10.0.0.2"]],
    ["AAAA", ["2001:DB8::1", "2001:db8:0::1"], ["2001:db8::1"]],
    ["CNAME", ["LB.Example.net."], ["lb.example.net"]],
    ["SRV", ["10  5 443 Web.Example."], ["10 5 443 web.example"]],
    ["TXT", ["Case Stays", "b."], ["Case Stays", "b."]],
    ["TYPE65280", ["\\# 2 AB cd", "\\# 0"], ["\\# 0", "\\# 2 abcd"]],
  ];
  for (const [recordType, targets, expected] of rows) {
    it(`of ${recordType} ${targets.join(", ")} are ${expected.join(", ")}`, () => {
      expect(canonicalTargets(deepFreeze({ recordType, targets }))).to.deep.equal(expected);
    });
  }
});

describe("recordEntries", () => {
  it("gives types in order and leaves out those that are undefined", () => {
    expect(recordEntries({ TXT: ["t"], A: ["10.0.0.1"], AAAA: undefined })).to.deep.equal([
      { recordType: "A", targets: ["10.0.0.1"] },
      { recordType: "TXT", targets: ["t"] },
    ]);
  });
});

describe("groupByName", () => {
  it("unites what is at one name, with its smallest TTL", () => {
    const endpoints: Endpoint[] = [
      { dnsName: "b.test", recordType: "A", targets: ["10.0.0.1"], recordTTL: 60 },
      { dnsName: "A.test.", recordType: "A", targets: ["10.0.0.2"], recordTTL: 60 },
      { dnsName: "a.test", recordType: "AAAA", targets: ["::1"], recordTTL: 30 },
      { dnsName: "a.test", recordType: "A", targets: ["10.0.0.1"], recordTTL: 60 },
    ];
    expect(groupByName(deepFreeze(endpoints))).to.deep.equal([
      {
        dnsName: "a.test",
        ttlSeconds: 30,
        records: { A: ["10.0.0.1", "10.0.0.2"], AAAA: ["::1"] },
      },
      { dnsName: "b.test", ttlSeconds: 60, records: { A: ["10.0.0.1"] } },
    ]);
  });
});
