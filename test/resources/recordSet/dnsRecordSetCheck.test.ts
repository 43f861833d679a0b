import { expect } from "chai";
import {
  checkInputs,
  holdsUnknown,
} from "../../../provider/resources/recordSet/handlers/dnsRecordSetCheck";
import { deepFreeze } from "../../support/deepFreeze";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const usual = {
  dnsName: "web.a.test",
  ttlSeconds: 60,
  records: { A: ["10.0.0.1"] },
  servers: [{ host: "127.0.0.1" }],
  registry: { ownerId: "me" },
};
const check = (more: Record<string, unknown>) => checkInputs(deepFreeze({ ...usual, ...more }));

describe("the check of a record set", () => {
  it("brings names and targets to canonical form, so that another spelling is no difference", () => {
    const { inputs, failures } = check({
      dnsName: "WEB.a.test.",
      zone: "A.test.",
      records: { AAAA: ["2001:DB8:0::2", "2001:db8::1"], A: [] },
    });
    expect(failures).to.deep.equal([]);
    expect(inputs).to.deep.include({
      dnsName: "web.a.test",
      zone: "a.test",
      records: { AAAA: ["2001:db8::1", "2001:db8::2"] },
    });
  });

  it("accepts a name without records, which is not in DNS", () => {
    expect(check({ records: {} }).failures).to.deep.equal([]);
  });

  const wrong: Readonly<
    Record<string, readonly [more: Record<string, unknown>, property: string]>
  > = {
    "a target of another family": [{ records: { A: ["::1"] } }, "records.A[0]"],
    "a record type that cannot be written": [{ records: { SOA: ["x"] } }, "records.SOA"],
    "targets that are no list": [{ records: { A: "10.0.0.1" } }, "records.A"],
    "records that are no map": [{ records: "10.0.0.1" }, "records"],
    "a CNAME beside others": [{ records: { A: ["10.0.0.1"], CNAME: ["b.test"] } }, "records"],
    "a name outside the zone": [{ zone: "b.test" }, "dnsName"],
    "a name that is none": [{ dnsName: "a..test" }, "dnsName"],
    "no name": [{ dnsName: 7 }, "dnsName"],
    "a TTL below 0": [{ ttlSeconds: -1 }, "ttlSeconds"],
    "an owner id with a comma": [{ registry: { ownerId: "a,b" } }, "registry.ownerId"],
    "no owner id": [{ registry: {} }, "registry"],
    "an unknown TSIG algorithm": [
      { tsig: { name: "k", algorithm: "hmac-md4", secret: "c2VjcmV0" } },
      "tsig",
    ],
    "a TSIG key without secret": [{ tsig: { name: "k", algorithm: "hmac-sha256" } }, "tsig"],
  };
  for (const [what, [more, property]] of Object.entries(wrong)) {
    it(`refuses ${what}, naming ${property}`, () => {
      const [first] = check(more).failures;
      expect(first?.property).to.equal(property);
    });
  }

  it("never shows a secret that is no base64", () => {
    const { failures } = check({ tsig: { name: "k", algorithm: "hmac-sha256", secret: "hush!" } });
    expect(failures).to.have.length(1);
    expect(JSON.stringify(failures)).to.not.include("hush");
  });

  it("waits with what is not known yet", () => {
    const late = {
      records: { A: [unknown] },
      tsig: { name: "k", algorithm: unknown, secret: "!" },
    };
    const { inputs, failures } = check(late);
    expect(failures).to.deep.equal([]);
    expect(inputs).to.deep.include(late);
    expect(check({ records: unknown, dnsName: unknown, zone: unknown }).failures).to.deep.equal([]);
  });
});

describe("holdsUnknown", () => {
  it("finds what is not known at any depth", () => {
    expect([unknown, [unknown], { a: { b: [unknown] } }].map(holdsUnknown)).to.deep.equal([
      true,
      true,
      true,
    ]);
    expect([undefined, null, "", { a: [1] }].map(holdsUnknown)).to.not.include(true);
  });
});
