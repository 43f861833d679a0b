import { expect } from "chai";
import fc from "fast-check";
import { type Changes, type OwnedEndpoint, planChanges } from "./dnsChanges";
import type { Endpoint } from "../../../provider/core/dns/records/endpoint";
import { deepFreeze } from "../../support/deepFreeze";

const endpoint = (more: Partial<Endpoint> = {}): Endpoint => ({
  dnsName: "web.a.test",
  recordType: "A",
  targets: ["10.0.0.1"],
  recordTTL: 60,
  ...more,
});
const ours = (more: Partial<Endpoint> = {}): OwnedEndpoint => ({
  ...endpoint(more),
  ownerId: "me",
});

const plan = (question: Omit<Parameters<typeof planChanges>[0], "ownerId">): Changes =>
  planChanges(deepFreeze({ ...question, ownerId: "me" }));

/** One line a change, as a person would list them. */
function lines(changes: Changes): string[] {
  const kinds = ["create", "update", "delete", "refused"] as const;
  return kinds.flatMap((kind) =>
    changes[kind].map(
      ({ dnsName, recordType, because }) => `${kind} ${dnsName} ${recordType}: ${because}`,
    ),
  );
}

const created = "is desired and not there";
const deleted = "is ours and no longer desired";

const rows: Readonly<Record<string, readonly [OwnedEndpoint[], Endpoint[], string[]]>> = {
  "a free name is created": [[], [endpoint()], [`create web.a.test A: ${created}`]],
  "ours and not desired is deleted": [[ours()], [], [`delete web.a.test A: ${deleted}`]],
  "ours and equal stays": [[ours()], [endpoint()], []],
  "other targets are an update": [
    [ours()],
    [endpoint({ targets: ["10.0.0.2"] })],
    ["update web.a.test A: targets change from 10.0.0.1 to 10.0.0.2"],
  ],
  "another TTL is an update": [
    [ours()],
    [endpoint({ recordTTL: 30 })],
    ["update web.a.test A: TTL changes from 60 to 30"],
  ],
  "a TTL of 0 leaves the current one": [[ours()], [endpoint({ recordTTL: 0 })], []],
  "other provider settings are an update": [
    [ours()],
    [endpoint({ providerSpecific: [{ name: "aws/weight", value: "1" }] })],
    ["update web.a.test A: provider settings change"],
  ],
  "order, case and spelling of targets do not count": [
    [ours({ recordType: "AAAA", targets: ["2001:db8::1", "2001:db8::2"] })],
    [
      endpoint({
        dnsName: "WEB.a.test.",
        recordType: "AAAA",
        targets: ["2001:DB8::2", "2001:db8:0::1"],
      }),
    ],
    [],
  ],
  "another owner's is refused, naming the owner": [
    [{ ...endpoint(), ownerId: "b" }],
    [endpoint({ targets: ["10.0.0.2"] })],
    ['refused web.a.test A: the name\'s A is owned by "b", not by "me"'],
  ],
  "nobody's is refused": [
    [endpoint()],
    [endpoint({ targets: ["10.0.0.2"] })],
    ['refused web.a.test A: the name\'s A has no owner; only record sets of "me" are touched'],
  ],
  "another owner's that is as desired is left alone": [
    [{ ...endpoint(), ownerId: "b" }],
    [endpoint()],
    [],
  ],
  "another owner's that is not desired is left alone": [[{ ...endpoint(), ownerId: "b" }], [], []],
  "a name of another owner's is not shared": [
    [{ ...endpoint({ recordType: "CNAME", targets: ["lb.test"] }), ownerId: "b" }],
    [endpoint()],
    ['refused web.a.test A: the name\'s CNAME is owned by "b", not by "me"'],
  ],
  "A gives way to CNAME": [
    [ours()],
    [endpoint({ recordType: "CNAME", targets: ["lb.test"] })],
    [`create web.a.test CNAME: ${created}`, `delete web.a.test A: ${deleted}`],
  ],
  "a CNAME desired beside an A loses": [
    [],
    [endpoint({ recordType: "CNAME", targets: ["lb.test"] }), endpoint()],
    [
      `create web.a.test A: ${created}`,
      "refused web.a.test CNAME: the name is also desired with other records, which a CNAME cannot stand beside",
    ],
  ],
  "set identifiers are told apart": [
    [ours({ setIdentifier: "eu" })],
    [endpoint({ setIdentifier: "eu" }), endpoint({ setIdentifier: "us", targets: ["10.0.0.2"] })],
    [`create web.a.test A: ${created}`],
  ],
};

describe("planChanges", () => {
  for (const [name, [current, desired, expected]] of Object.entries(rows)) {
    it(name, () => {
      expect(lines(plan({ current, desired }))).to.deep.equal(expected);
    });
  }

  it("carries both sides of an update", () => {
    const [change] = plan({ current: [ours()], desired: [endpoint({ recordTTL: 30 })] }).update;
    expect([change?.current?.recordTTL, change?.desired?.recordTTL]).to.deep.equal([60, 30]);
  });

  it("unites the targets of one key and sorts all lists", () => {
    const desired = ["b.a.test", "a.a.test", "b.a.test"].map((dnsName, i) =>
      endpoint({ dnsName, targets: [`10.0.0.${3 - i}`] }),
    );
    const { create } = plan({ current: [], desired });
    expect(create.map((change) => [change.dnsName, change.desired?.targets])).to.deep.equal([
      ["a.a.test", ["10.0.0.2"]],
      ["b.a.test", ["10.0.0.1", "10.0.0.3"]],
    ]);
  });

  const mixed = {
    current: [ours(), ours({ dnsName: "gone.a.test" }), ours({ dnsName: "type.a.test" })],
    desired: [
      endpoint({ targets: ["10.0.0.2"] }),
      endpoint({ dnsName: "new.a.test" }),
      endpoint({ dnsName: "type.a.test", recordType: "CNAME", targets: ["lb.test"] }),
    ],
  };
  const policies: Readonly<Record<string, readonly number[]>> = {
    sync: [2, 1, 2, 0],
    "upsert-only": [2, 1, 1, 1],
    "create-only": [2, 0, 1, 2],
  };
  for (const policy of ["sync", "upsert-only", "create-only"] as const) {
    it(`policy ${policy} makes ${policies[policy]?.join(", ")} creates, updates, deletes and refusals`, () => {
      const changes = plan({ ...mixed, policy });
      const counts = [changes.create, changes.update, changes.delete, changes.refused].map(
        ({ length }) => length,
      );
      expect(counts).to.deep.equal(policies[policy]);
      expect(
        changes.refused.every(({ because }) => because === `policy "${policy}" keeps it`),
      ).to.equal(true);
    });
  }

  const anyEndpoint = fc.record({
    dnsName: fc.constantFrom("a.test", "b.test", "c.test"),
    recordType: fc.constantFrom("A" as const, "AAAA" as const, "CNAME" as const),
    targets: fc.subarray(["10.0.0.1", "10.0.0.2"], { minLength: 1 }),
    recordTTL: fc.constantFrom(0, 30, 60),
  });
  const key = ({ dnsName, recordType }: Endpoint): string => `${dnsName} ${recordType}`;
  const endpoints = fc.uniqueArray(anyEndpoint, { selector: key });

  it("from a state to itself is empty", () => {
    fc.assert(
      fc.property(endpoints, (list) => {
        const desired = list.filter(
          ({ dnsName, recordType }) =>
            recordType !== "CNAME" ||
            list.every((other) => other.dnsName !== dnsName || other.recordType === "CNAME"),
        );
        const current = desired.map((each) => ({ ...each, ownerId: "me" }));
        expect(lines(plan({ current, desired }))).to.deep.equal([]);
      }),
    );
  });

  it("does not depend on the order of its input, and touches only what is ours", () => {
    const owned = fc.uniqueArray(
      anyEndpoint.chain((each) =>
        fc.constantFrom<OwnedEndpoint>({ ...each, ownerId: "me" }, { ...each, ownerId: "b" }, each),
      ),
      { selector: key },
    );
    fc.assert(
      fc.property(owned, fc.array(anyEndpoint), (current, desired) => {
        const changes = plan({ current, desired });
        const reversed = plan({ current: [...current].reverse(), desired: [...desired].reverse() });
        expect(reversed).to.deep.equal(changes);
        for (const change of [...changes.update, ...changes.delete]) {
          expect(change.current?.ownerId).to.equal("me");
        }
      }),
    );
  });
});
