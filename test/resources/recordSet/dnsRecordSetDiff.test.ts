import { expect } from "chai";
import { compareInputs } from "../../../provider/resources/recordSet/handlers/dnsRecordSetDiff";
import type { DnsRecordSetState } from "../../../provider/resources/recordSet/handlers/dnsRecordSetState";
import { deepFreeze } from "../../support/deepFreeze";

const inputs = {
  dnsName: "web.a.test",
  ttlSeconds: 60,
  records: { A: ["10.0.0.1", "10.0.0.2"] },
  servers: [{ host: "127.0.0.1", port: 53 }],
  registry: { ownerId: "me" },
  labels: {},
};
const state: DnsRecordSetState = { ...inputs, zone: "a.test", owners: { A: "me" } };
const compare = (more: Record<string, unknown>, before: Partial<DnsRecordSetState> = {}) =>
  compareInputs(deepFreeze({ ...state, ...before }), deepFreeze({ ...inputs, ...more }));
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("the comparison of a record set", () => {
  const same: Readonly<Record<string, Record<string, unknown>>> = {
    "the same inputs": {},
    "another order of targets": { records: { A: ["10.0.0.2", "10.0.0.1"] } },
    "another order of keys": { servers: [{ port: 53, host: "127.0.0.1" }] },
    "another spelling of the name": { dnsName: "WEB.a.test." },
    "the zone that was found": { zone: "A.test" },
    "no labels instead of none": { labels: undefined },
    "adopt and import, which only say how": { adopt: true, import: "web.a.test" },
  };
  for (const [what, more] of Object.entries(same)) {
    it(`sees no change in ${what}`, () => {
      expect(compare(more)).to.deep.equal({
        changes: false,
        replaces: [],
        deleteBeforeReplace: false,
      });
    });
  }

  const updated: Readonly<Record<string, Record<string, unknown>>> = {
    "another target": { records: { A: ["10.0.0.3"] } },
    "no records": { records: {} },
    "records that are not known yet": { records: unknown },
    "another TTL": { ttlSeconds: 61 },
    "another server": { servers: [{ host: "127.0.0.2", port: 53 }] },
    "another key": { tsig: { name: "k", algorithm: "hmac-sha256", secret: "cw==" } },
    "another label": { labels: { resource: "x" } },
    "another owner id, which what is there takes on": { registry: { ownerId: "you" } },
    "an owner id that is not known yet": { registry: { ownerId: unknown } },
  };
  for (const [what, more] of Object.entries(updated)) {
    it(`updates in place for ${what}`, () => {
      expect(compare(more)).to.include({ changes: true }).and.deep.include({ replaces: [] });
    });
  }

  it("updates what another owner was found to hold, so that the update can say so", () => {
    expect(compare({}, { owners: { A: "other" } }).changes).to.equal(true);
    expect(compare({}, { owners: {} }).changes).to.equal(true);
  });

  it("replaces for another name or zone, the new one first", () => {
    expect(compare({ dnsName: "api.a.test" })).to.deep.equal({
      changes: true,
      replaces: ["dnsName"],
      deleteBeforeReplace: false,
    });
    expect(compare({ zone: "test" }).replaces).to.deep.equal(["zone"]);
  });

  it("replaces for owner records in another place, the old ones first, because they hold the name", () => {
    expect(compare({ registry: { ownerId: "me", txtPrefix: "x-" } })).to.deep.equal({
      changes: true,
      replaces: ["registry"],
      deleteBeforeReplace: true,
    });
  });
});
