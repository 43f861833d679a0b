import { expect } from "chai";
import type { NameServer } from "../../provider/adapters/dns/server/nameServer";
import { createRecordSet, readRecordSet } from "../../provider/adapters/dns/records/recordSet";
import { change, prerequisite, rrset } from "../../provider/adapters/dns/server/update";
import { aRecords, codeOf, type DnsTestBed, ownerText, zone } from "../support/dnsTestBed";

/** Messages of every size, type, algorithm and transport are understood by the server, and its by us. */
export function messageContract(bed: DnsTestBed): void {
  describe("messages", () => {
    it("are signed by every algorithm", async () => {
      for (const key of bed.server.writers) {
        const client = bed.client({}, key);
        const { outcome } = await createRecordSet({
          ...bed.by("us", client),
          wanted: aRecords(bed.freshName(), "10.0.0.1"),
        });
        expect(outcome, key.algorithm).to.equal("created");
      }
    });

    it("hold every record type, and long, quoted and non-ASCII text", async () => {
      const name = bed.freshName();
      const records = {
        A: ["10.0.0.1"],
        AAAA: ["2001:db8::1"],
        MX: ["10 mail.example.net"],
        SRV: ["1 2 443 web.example.net"],
        TXT: ['say "hi" \\ twice; ä', "x".repeat(700)],
      };
      const wanted = { dnsName: name, ttlSeconds: 60, records };
      await createRecordSet({ ...bed.by("us"), wanted });
      const reading = await readRecordSet({ ...bed.by("us"), dnsName: name });
      expect(reading?.records).to.deep.equal(records);
      expect(Object.values(reading?.owners ?? {})).to.deep.equal(["us", "us", "us", "us", "us"]);
    });

    it("hold wildcards and international names", async () => {
      const wanted = aRecords("*.Bücher.fed.test", "10.0.0.1");
      const registry = { ownerId: "us", wildcardReplacement: "any" };
      await createRecordSet({ ...bed.by("us"), registry, wanted });
      expect(bed.dig("anything.xn--bcher-kva.fed.test", "A")).to.deep.equal(["10.0.0.1"]);
      expect(bed.dig("a-any.xn--bcher-kva.fed.test", "TXT")).to.deep.equal(ownerText("us"));
    });

    it("make an alias of a name that has others below it and nothing itself", async () => {
      const name = bed.freshName();
      await createRecordSet({ ...bed.by("us"), wanted: aRecords(`below.${name}`, "10.0.0.1") });
      const wanted = { dnsName: name, ttlSeconds: 60, records: { CNAME: [`below.${name}`] } };
      expect((await createRecordSet({ ...bed.by("us"), wanted })).outcome).to.equal("created");
      expect(bed.dig(name, "CNAME")).to.deep.equal([`below.${name}.`]);
    });

    it("go to the zone that is found, the closest one the server has", async () => {
      const { client, registry } = bed.by("us");
      const { zone: found } = await createRecordSet({
        client,
        registry,
        wanted: aRecords(`deep.down.${bed.freshName()}`, "10.0.0.1"),
      });
      expect(found).to.equal(zone);
      expect(await codeOf(client.findZone("web.other.test"))).to.equal("zone-not-served");
    });

    it("of a whole zone come signed, in many parts", async () => {
      const count = 3000;
      const updates = Array.from({ length: count }, (_, i) =>
        change.addToRrset(
          rrset({ name: `bulk-${i}.${zone}`, type: "A", ttlSeconds: 60, values: ["10.0.0.1"] }),
        ),
      );
      for (let at = 0; at < count; at += 1000) {
        await bed.client().update(zone, {
          prerequisites: [],
          updates: updates.slice(at, at + 1000).flat(),
        });
      }
      const records = await bed.client().transferZone(zone);
      expect(records.filter(({ name }) => name.startsWith("bulk-"))).to.have.length(count);
      expect(records.filter(({ type }) => type === "SOA")).to.have.length(1);
      expect(
        await codeOf(bed.client({}, { ...bed.server.reader, secret: "AAAA" }).transferZone(zone)),
      ).to.equal("wrong-secret");
    });

    it("may go over UDP, with an answer too long for it asked again over TCP", async () => {
      const udp: NameServer = { host: bed.server.host, port: bed.server.port, transport: "udp" };
      const client = bed.client({ servers: [udp] });
      const targets = Array.from({ length: 90 }, (_, i) => `10.0.2.${i}`);
      const wanted = aRecords(bed.freshName(), ...targets);
      await createRecordSet({ ...bed.by("us", client), wanted });
      const reading = await readRecordSet({ ...bed.by("us", client), dnsName: wanted.dnsName });
      expect(reading?.records.A).to.have.length(90);
    });

    it("state conditions that the server checks", async () => {
      const name = bed.freshName();
      const [one, two] = ["10.0.0.1", "10.0.0.2"].map((value) =>
        rrset({ name, type: "A", ttlSeconds: 60, values: [value] }),
      );
      if (one === undefined || two === undefined) throw new Error("two record sets");
      await bed.client().update(zone, { prerequisites: [], updates: change.addToRrset(one) });
      const holds = async (
        prerequisites: ReturnType<typeof prerequisite.nameIsInUse>,
      ): Promise<boolean> =>
        bed
          .client()
          .update(zone, { prerequisites, updates: [] })
          .then(
            () => true,
            () => false,
          );
      expect([
        await holds(prerequisite.rrsetExists(one)),
        await holds(prerequisite.isRrset(one)),
        await holds(prerequisite.isRrset(two)),
        await holds(prerequisite.rrsetIsAbsent(one)),
        await holds(prerequisite.nameIsInUse(name)),
        await holds(prerequisite.nameIsUnused(name)),
      ]).to.deep.equal([true, true, false, false, true, false]);
    });
  });
}
