import { expect } from "chai";
import { DnsError } from "../../provider/adapters/dns/server/dnsError";
import {
  createRecordSet,
  deleteRecordSet,
  type RecordSetPlace,
  updateRecordSet,
} from "../../provider/adapters/dns/records/recordSet";
import { startDnsProxy } from "../support/dnsProxy";
import { aRecords, type DnsTestBed, failureOf } from "../support/dnsTestBed";

/** Changes that happen at once, and changes whose answer is lost, end in one write each. */
export function raceContract(bed: DnsTestBed): void {
  describe("races", () => {
    it("of 50 owners that create one name at once exactly one wins, and all others name it", async () => {
      const name = bed.freshName();
      const attempts = Array.from({ length: 50 }, (_, i) =>
        createRecordSet({ ...bed.by(`owner-${i}`), wanted: aRecords(name, `10.0.1.${i}`) }).then(
          ({ outcome }) => outcome,
          (error: unknown) =>
            error instanceof DnsError ? `${error.code} ${error.ownerId ?? ""}` : String(error),
        ),
      );
      const results = await Promise.all(attempts);
      const winner = results.indexOf("created");
      expect(results.filter((result) => result === "created")).to.have.length(1);
      expect(new Set(results)).to.deep.equal(new Set(["created", `foreign-owner owner-${winner}`]));
      expect(bed.dig(name, "A")).to.deep.equal([`10.0.1.${winner}`]);
    });

    it("of 50 equal creates by one owner exactly one writes", async () => {
      const wanted = aRecords(bed.freshName(), "10.0.0.1");
      const before = await bed.serial();
      const results = await Promise.all(
        Array.from({ length: 50 }, () => createRecordSet({ ...bed.by("us"), wanted })),
      );
      expect(results.filter(({ outcome }) => outcome === "created")).to.have.length(1);
      expect(results.filter(({ outcome }) => outcome === "unchanged")).to.have.length(49);
      expect(await bed.serial()).to.equal(before + 1);
    });
  });

  describe("a lost answer", () => {
    const changes: Readonly<
      Record<string, (place: RecordSetPlace, name: string) => Promise<{ readonly outcome: string }>>
    > = {
      created: (place, name) => createRecordSet({ ...place, wanted: aRecords(name, "10.0.0.1") }),
      updated: (place, name) =>
        updateRecordSet({
          ...place,
          previous: aRecords(name, "10.0.0.9"),
          wanted: aRecords(name, "10.0.0.1"),
        }),
      deleted: (place, name) => deleteRecordSet({ ...place, previous: aRecords(name, "10.0.0.9") }),
    };
    for (const [expected, attempt] of Object.entries(changes)) {
      it(`still ends in "${expected}", without a second write`, async () => {
        const name = bed.freshName();
        if (expected !== "created")
          await createRecordSet({ ...bed.by("us"), wanted: aRecords(name, "10.0.0.9") });
        const proxy = await startDnsProxy({
          port: bed.server.port,
          loses: ({ opcode }) => opcode === 5,
        });
        try {
          const before = await bed.serial();
          const client = bed.client({ servers: [{ host: proxy.host, port: proxy.port }] });
          expect((await attempt(bed.by("us", client), name)).outcome).to.equal(expected);
          expect(proxy.updates()).to.equal(1);
          expect(await bed.serial()).to.equal(before + 1);
          expect(bed.dig(name, "A")).to.deep.equal(expected === "deleted" ? [] : ["10.0.0.1"]);
        } finally {
          await proxy.stop();
        }
      });
    }

    it("of a server that then stays away: the error says that it may have happened", async () => {
      const proxy = await startDnsProxy({ port: bed.server.port, loses: () => true });
      try {
        const client = bed.client({ servers: [{ host: proxy.host, port: proxy.port }] });
        const error = await failureOf(
          createRecordSet({
            ...bed.by("us", client),
            wanted: aRecords(bed.freshName(), "10.0.0.1"),
          }),
        );
        expect([error.code, error.mayHaveHappened]).to.deep.equal(["answer-lost", true]);
        expect(error.message).to.include("whether the change was made is not known");
      } finally {
        await proxy.stop();
      }
    });
  });
}
