import { expect } from "chai";
import {
  creation,
  deletion,
  replacement,
  transition,
  type Writer,
} from "../../../../provider/adapters/dns/records/recordSetUpdate";
import { encodeRdata, formatRdata } from "../../../../provider/adapters/dns/wire/rdata";
import type { Observation } from "../../../../provider/adapters/dns/records/observation";
import type { ZoneUpdate } from "../../../../provider/adapters/dns/server/update";
import type { WireRecord } from "../../../../provider/adapters/dns/wire/wire";

const writer: Writer = { registry: { ownerId: "us" }, labels: {} };
const mark = "heritage=external-dns,external-dns/owner=us";
const A = { dnsName: "web.test", ttlSeconds: 60, records: { A: ["10.0.0.1"] } };
const CNAME = { dnsName: "web.test", ttlSeconds: 60, records: { CNAME: ["lb.test"] } };

const valueOf = ({ type, rdata }: WireRecord): string =>
  rdata.length === 0 ? "" : ` ${formatRdata(type, rdata)}`;

/** An update as one would write it down for nsupdate. */
function lines({ prerequisites, updates }: ZoneUpdate): string[] {
  const conditions = prerequisites.map((record) => {
    const what = { 1: "is", 254: "absent", 255: "exists" }[record.class] ?? "?";
    return `if ${record.name} ${record.type} ${what}${valueOf(record)}`;
  });
  const changes = updates.map((record) => {
    const what = { 1: "add", 254: "delete one", 255: "delete" }[record.class] ?? "?";
    return `${what} ${record.name} ${record.type}${valueOf(record)}`;
  });
  return [...conditions, ...changes];
}

describe("creation", () => {
  it("of A needs A, its owner record and a CNAME to be absent", () => {
    expect(lines(creation(A, writer))).to.deep.equal([
      "if web.test CNAME absent",
      "if web.test A absent",
      "if a-web.test TXT absent",
      "add web.test A 10.0.0.1",
      `add a-web.test TXT ${mark}`,
    ]);
  });

  it("of a CNAME needs the whole name to be unused", () => {
    expect(lines(creation(CNAME, writer))).to.deep.equal([
      "if web.test ANY absent",
      "if web.test CNAME absent",
      "if cname-web.test TXT absent",
      "add web.test CNAME lb.test",
      `add cname-web.test TXT ${mark}`,
    ]);
  });
});

describe("replacement", () => {
  const replace = (more: Partial<Parameters<typeof replacement>[0]>): string[] =>
    lines(replacement({ previous: A, wanted: A, writer, onlyIfUnchanged: false, ...more }));

  it("needs the owner record to be ours and does not touch it", () => {
    expect(replace({})).to.deep.equal([
      `if a-web.test TXT is ${mark}`,
      "if web.test CNAME absent",
      "delete web.test A",
      "add web.test A 10.0.0.1",
    ]);
  });

  it("can insist on the data as well", () => {
    expect(replace({ onlyIfUnchanged: true })).to.include("if web.test A is 10.0.0.1");
  });

  it("of A by CNAME deletes before it adds, owner records with the rest", () => {
    expect(replace({ wanted: CNAME })).to.deep.equal([
      `if a-web.test TXT is ${mark}`,
      "if web.test CNAME absent",
      "if cname-web.test TXT absent",
      "delete web.test A",
      "delete a-web.test TXT",
      "delete web.test CNAME",
      "add web.test CNAME lb.test",
      `add cname-web.test TXT ${mark}`,
    ]);
  });
});

describe("deletion", () => {
  it("needs the owner record to be ours", () => {
    expect(lines(deletion(A, writer))).to.deep.equal([
      `if a-web.test TXT is ${mark}`,
      "delete web.test A",
      "delete a-web.test TXT",
    ]);
  });
});

describe("transition", () => {
  const txt = (value: string): WireRecord => ({
    name: "a-web.test",
    type: "TXT",
    class: 1,
    ttlSeconds: 60,
    rdata: encodeRdata("TXT", value),
  });
  const theirMark = "heritage=external-dns,external-dns/owner=them";
  const address = {
    ...txt(""),
    name: "web.test",
    type: "A" as const,
    rdata: encodeRdata("A", "10.0.0.9"),
  };
  const observed: Observation = {
    dnsName: "web.test",
    legacy: [],
    rrsets: [
      {
        recordType: "A",
        records: [address],
        ownerTxt: [txt(theirMark), txt("a note")],
        owner: { whose: "foreign", ownerId: "them" },
      },
      { recordType: "AAAA", records: [], ownerTxt: [], owner: { whose: "nobody" } },
    ],
  };

  it("needs all that it touches to be as observed, and takes only the mark from beside other texts", () => {
    expect(lines(transition({ observed, wanted: A, dropped: [], writer }))).to.deep.equal([
      "if web.test A is 10.0.0.9",
      `if a-web.test TXT is ${theirMark}`,
      "if a-web.test TXT is a note",
      "delete web.test A",
      `delete one a-web.test TXT ${theirMark}`,
      "add web.test A 10.0.0.1",
      `add a-web.test TXT ${mark}`,
    ]);
  });

  it("needs what was not there to be still absent", () => {
    const wanted = { ...A, records: { AAAA: ["::1"] } };
    expect(lines(transition({ observed, wanted, dropped: [], writer }))).to.deep.equal([
      "if web.test AAAA absent",
      "if aaaa-web.test TXT absent",
      "add web.test AAAA ::1",
      `add aaaa-web.test TXT ${mark}`,
    ]);
  });
});
