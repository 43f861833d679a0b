import { expect } from "chai";
import type { NamedRecords, RecordType } from "../../../../provider/core/dns/records/endpoint";
import { validateRecords } from "../../../../provider/core/dns/records/recordRules";
import { formatIssues } from "../../../../provider/core/issue";
import { deepFreeze } from "../../../support/deepFreeze";

function check(more: Partial<NamedRecords> = {}, zone: string | undefined = "a.test"): string[] {
  const wanted = { dnsName: "web.a.test", ttlSeconds: 60, records: { A: ["10.0.0.1"] }, ...more };
  const issues = validateRecords(deepFreeze({ wanted, registry: { ownerId: "me" }, zone }));
  return issues.map(({ code, path }) => `${code} ${path}`);
}

const targets: readonly (readonly [
  type: RecordType,
  good: readonly string[],
  bad: readonly string[],
])[] = [
  ["A", ["10.0.0.1"], ["::1", "010.0.0.1", "lb.test"]],
  ["AAAA", ["::1", "2001:DB8::1"], ["10.0.0.1", "fe80::1%eth0"]],
  ["NS", ["ns1.example."], ["10.0.0.1", "a b"]],
  ["PTR", ["web.example"], ["::1", ""]],
  ["MX", ["10 mail.example", "0 ."], ["mail.example", "70000 mail.example", "10 a b"]],
  ["SRV", ["0 5 443 web.example", "0 0 0 ."], ["5 443 web.example", "0 5 x web.example"]],
  ["TXT", ["", "anything \u{1f600}"], []],
  ["LUA", ["A ifportup(80, {'10.0.0.1'})"], ["ifportup()", "A ", 'A pickrandom({"10.0.0.1"})']],
  ["TYPE65280", ["\\# 2 0aff", "\\# 0", "\\# 2 0a ff"], ["0aff", "\\# 2 xy"]],
];

describe("validateRecords", () => {
  it("accepts an A record in its zone", () => {
    expect(check()).to.deep.equal([]);
  });

  for (const [type, good, bad] of targets) {
    it(`judges targets of ${type}`, () => {
      expect(check({ records: { [type]: good } })).to.deep.equal([]);
      for (const target of bad) {
        expect(check({ records: { [type]: [target] } }), target).to.deep.equal([
          `dns-target records.${type}[0]`,
        ]);
      }
    });
  }

  const rows: Readonly<
    Record<string, readonly [issues: readonly string[], expected: readonly string[]]>
  > = {
    "no record type": [check({ records: {} }), ["dns-conflict records"]],
    "a type without targets": [check({ records: { A: [] } }), ["dns-conflict records"]],
    "a CNAME beside an A": [
      check({ records: { A: ["10.0.0.1"], CNAME: ["lb.test"] } }),
      ["dns-conflict records"],
    ],
    "two CNAME targets": [
      check({ records: { CNAME: ["a.test", "b.test"] } }),
      ["dns-conflict records"],
    ],
    "a name outside the zone, though its text ends like it": [
      check({ dnsName: "web.nota.test" }),
      ["dns-zone dnsName", 'dns-registry-name registry["A web.nota.test"]'],
    ],
    "a name that is none": [check({ dnsName: "a b.test" }, undefined), ["dns-name dnsName"]],
    "a bad TTL": [check({ ttlSeconds: -1 }), ["dns-ttl ttlSeconds"]],
  };
  for (const [name, [issues, expected]] of Object.entries(rows)) {
    it(`refuses ${name}`, () => {
      expect(issues).to.include.members([...expected]);
    });
  }

  it("accepts one CNAME target spelled twice", () => {
    expect(check({ records: { CNAME: ["lb.test", "LB.test."] } })).to.deep.equal([]);
  });

  it("refuses a CNAME at the zone's own name", () => {
    expect(check({ dnsName: "a.test", records: { CNAME: ["lb.test"] } })).to.include(
      "dns-conflict records",
    );
  });

  it("a first label that leaves no room for the owner record's is refused", () => {
    const room = "w".repeat(61);
    expect(check({ dnsName: `${room}.a.test` })).to.deep.equal([]);
    expect(check({ dnsName: `${room}w.a.test` })).to.deep.equal([
      `dns-registry-name registry["A ${room}w.a.test"]`,
    ]);
  });

  it("reads well", () => {
    const issues = validateRecords({
      wanted: {
        dnsName: "web.b.test",
        ttlSeconds: 60,
        records: { A: ["::1"], CNAME: ["lb.test"] },
      },
      registry: { ownerId: "me", txtPrefix: "own." },
      zone: "a.test",
    });
    expect(formatIssues('record sets of "web.b.test"', issues)).to.equal(
      [
        'record sets of "web.b.test": 5 problems',
        '  - dnsName: "web.b.test" is not in the zone "a.test"',
        "  - records: CNAME cannot stand beside A (RFC 1034 §3.6.2)",
        '  - records.A[0]: must be an IPv4 address, came "::1"',
        '  - registry["A web.b.test"]: the owner record\'s name "own.a-web.b.test" is outside the zone "a.test"; set registry.txtPrefix to "%{record_type}-owner." for it',
        '  - registry["CNAME web.b.test"]: the owner record\'s name "own.cname-web.b.test" is outside the zone "a.test"; set registry.txtPrefix to "%{record_type}-owner." for it',
      ].join("\n"),
    );
  });
});
