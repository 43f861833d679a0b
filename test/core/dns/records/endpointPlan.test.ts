import { expect } from "chai";
import { planOf } from "../../../../provider/core/dns/records/endpointPlan";
import { deepFreeze } from "../../../support/deepFreeze";

const decisions = [
  { dnsName: "b.test", records: { CNAME: ["a.test"] }, because: "why b" },
  {
    dnsName: "a.test",
    records: { AAAA: ["::1"], A: ["10.0.0.1"] },
    because: "why a",
    labels: { k: "v" },
  },
];

describe("planOf", () => {
  it("sorts endpoints by name and type and keeps labels and reasons", () => {
    const plan = planOf(deepFreeze({ decisions, recordTTL: 60, issues: [] }));
    expect(plan).to.deep.equal({
      endpoints: [
        {
          dnsName: "a.test",
          recordType: "A",
          targets: ["10.0.0.1"],
          recordTTL: 60,
          labels: { k: "v" },
        },
        {
          dnsName: "a.test",
          recordType: "AAAA",
          targets: ["::1"],
          recordTTL: 60,
          labels: { k: "v" },
        },
        { dnsName: "b.test", recordType: "CNAME", targets: ["a.test"], recordTTL: 60 },
      ],
      because: { "a.test": "why a", "b.test": "why b" },
      issues: [],
    });
  });

  for (const recordTTL of [undefined, 0]) {
    it(`takes KubeFed's 180 s for a TTL of ${String(recordTTL)}`, () => {
      const { endpoints } = planOf({ decisions, recordTTL, issues: [] });
      expect(new Set(endpoints.map((endpoint) => endpoint.recordTTL))).to.deep.equal(
        new Set([180]),
      );
    });
  }

  it("keeps endpoints beside a warning and drops them beside an error", () => {
    const issue = { code: "dns-target", path: "p", message: "m" } as const;
    const warned = planOf({
      decisions,
      recordTTL: 60,
      issues: [{ ...issue, severity: "warning" }],
    });
    const failed = planOf({ decisions, recordTTL: 60, issues: [issue] });
    expect(warned.endpoints).to.have.length(3);
    expect(failed.endpoints).to.deep.equal([]);
  });
});
