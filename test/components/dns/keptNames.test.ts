import { expect } from "chai";
import { lastEndpoints, withLastRecords } from "../../../provider/engine/state/stateRecordSets";
import { deepFreeze } from "../../support/deepFreeze";

const head = "urn:pulumi:dev::shop::";
const parent = "kubefed:index:ServiceDNSRecord";
const set = `${head}${parent}$pulumi-nodejs:dynamic/kubefed:DnsRecordSet::web-`;
const state = new Map<string, Readonly<Record<string, unknown>>>(
  Object.entries(
    deepFreeze({
      [`${head}${parent}::web`]: {
        endpoints: [{ dnsName: "web.test", recordType: "A", targets: ["10.0.0.1"], recordTTL: 30 }],
      },
      [`${set}web.test`]: {
        dnsName: "web.test",
        registry: { ownerId: "o" },
        records: { A: ["10.0.0.1"] },
      },
      [`${set}empty.test`]: { dnsName: "empty.test", registry: { ownerId: "o" }, records: {} },
    }),
  ),
);

describe("the records of names none of whose clusters answers", () => {
  const planned = deepFreeze([
    { dnsName: "empty.test", ttlSeconds: 30, records: { A: ["10.0.0.9"] } },
    { dnsName: "new.test", ttlSeconds: 30, records: { A: ["10.0.0.2"] } },
  ]);
  const names = ["empty.test", "new.test", "web.test"];

  it("are those that the stack has, and what is planned where it has none", () => {
    const kept = withLastRecords(planned, { state, names, owners: ["o"] });
    expect(kept.map(({ dnsName, records }) => [dnsName, records])).to.deep.equal([
      ["empty.test", {}],
      ["new.test", { A: ["10.0.0.2"] }],
      ["web.test", { A: ["10.0.0.1"] }],
    ]);
  });

  it("are not another owner's", () => {
    const kept = withLastRecords(planned, { state, names, owners: ["p"] });
    expect(kept).to.deep.equal(planned);
  });

  it("are the component's own endpoints for external-dns", () => {
    const targets = (name: string) => lastEndpoints(state, { type: parent, name })?.[0]?.targets;
    expect(targets("web")).to.deep.equal(["10.0.0.1"]);
    expect(targets("other")).to.equal(undefined);
  });
});
