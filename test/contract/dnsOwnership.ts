import { expect } from "chai";
import {
  createRecordSet,
  deleteRecordSet,
  updateRecordSet,
} from "../../provider/adapters/dns/records/recordSet";
import { change } from "../../provider/adapters/dns/server/update";
import { encodeTxtOwner } from "../../provider/core/dns/records/txtOwner";
import {
  aRecords,
  codeOf,
  type DnsTestBed,
  failureOf,
  ownerText,
  zone,
} from "../support/dnsTestBed";

/** Record sets are created, changed and deleted by their owner and by nobody else. */
export function ownershipContract(bed: DnsTestBed): void {
  describe("ownership", () => {
    it("a free name is created with its owner record, in one step of the zone", async () => {
      const name = bed.freshName();
      const before = await bed.serial();
      const { outcome } = await createRecordSet({
        ...bed.by("us"),
        wanted: aRecords(name, "10.0.0.1", "10.0.0.2"),
      });
      expect(outcome).to.equal("created");
      expect(await bed.serial()).to.equal(before + 1);
      expect(bed.dig(name, "A")).to.deep.equal(["10.0.0.1", "10.0.0.2"]);
      expect(bed.dig(`a-${name}`, "TXT")).to.deep.equal(ownerText("us"));
    });

    it("a create repeated changes nothing", async () => {
      const wanted = aRecords(bed.freshName(), "10.0.0.1");
      await createRecordSet({ ...bed.by("us"), wanted });
      const before = await bed.serial();
      expect((await createRecordSet({ ...bed.by("us"), wanted })).outcome).to.equal("unchanged");
      expect(await bed.serial()).to.equal(before);
    });

    it("a create of what is ours and different brings it to what is wanted", async () => {
      const name = bed.freshName();
      await createRecordSet({ ...bed.by("us"), wanted: aRecords(name, "10.0.0.1") });
      const { outcome } = await createRecordSet({
        ...bed.by("us"),
        wanted: aRecords(name, "10.0.0.2"),
      });
      expect(outcome).to.equal("updated");
      expect(bed.dig(name, "A")).to.deep.equal(["10.0.0.2"]);
    });

    it("another owner's create, update and delete are refused, naming us, and change nothing", async () => {
      const name = bed.freshName();
      await createRecordSet({ ...bed.by("us"), wanted: aRecords(name, "10.0.0.1") });
      const before = await bed.serial();
      const [wanted, previous] = [aRecords(name, "10.0.0.9"), aRecords(name, "10.0.0.1")];
      const attempts = [
        createRecordSet({ ...bed.by("them"), wanted }),
        updateRecordSet({ ...bed.by("them"), previous, wanted }),
        deleteRecordSet({ ...bed.by("them"), previous }),
      ];
      for (const error of await Promise.all(attempts.map(failureOf))) {
        expect([error.code, error.ownerId]).to.deep.equal(["foreign-owner", "us"]);
        expect(error.message).to.include('is owned by "us", not ours ("them")');
      }
      expect(await bed.serial()).to.equal(before);
    });

    it("records without owner are refused and left alone", async () => {
      const name = bed.freshName();
      const [wanted, previous] = [aRecords(name, "10.0.0.9"), aRecords(name, "10.0.0.1")];
      await bed.addByHand(name, "A", "10.0.0.1");
      expect(await codeOf(createRecordSet({ ...bed.by("us"), wanted }))).to.equal(
        "unowned-records",
      );
      expect(await codeOf(deleteRecordSet({ ...bed.by("us"), previous }))).to.equal(
        "unowned-records",
      );
      expect(bed.dig(name, "A")).to.deep.equal(["10.0.0.1"]);
    });

    it("a foreign owner record reserves its name before the records are there", async () => {
      const name = bed.freshName();
      const reserved = encodeTxtOwner({ ownerId: "them", labels: {} });
      await bed.addByHand(`a-${name}`, "TXT", reserved);
      expect(
        await codeOf(createRecordSet({ ...bed.by("us"), wanted: aRecords(name, "10.0.0.1") })),
      ).to.equal("foreign-owner");
      expect(bed.dig(name, "A")).to.deep.equal([]);
    });

    it("an update replaces our targets, in one step of the zone", async () => {
      const name = bed.freshName();
      await createRecordSet({ ...bed.by("us"), wanted: aRecords(name, "10.0.0.1") });
      const before = await bed.serial();
      const wanted = { ...aRecords(name, "10.0.0.2", "10.0.0.3"), ttlSeconds: 30 };
      const { outcome } = await updateRecordSet({
        ...bed.by("us"),
        previous: aRecords(name, "10.0.0.1"),
        wanted,
      });
      expect(outcome).to.equal("updated");
      expect(await bed.serial()).to.equal(before + 1);
      expect(bed.dig(name, "A")).to.deep.equal(["10.0.0.2", "10.0.0.3"]);
    });

    it("an update repairs what was changed by hand, and re-creates what was deleted", async () => {
      const name = bed.freshName();
      const [previous, wanted] = [aRecords(name, "10.0.0.1"), aRecords(name, "10.0.0.2")];
      await createRecordSet({ ...bed.by("us"), wanted: previous });
      await bed.replaceByHand(name, "A", "10.6.6.6");
      await updateRecordSet({ ...bed.by("us"), previous, wanted });
      expect(bed.dig(name, "A")).to.deep.equal(["10.0.0.2"]);
      await bed.client().update(zone, {
        prerequisites: [],
        updates: [...change.deleteName(name), ...change.deleteName(`a-${name}`)],
      });
      expect((await updateRecordSet({ ...bed.by("us"), previous, wanted })).outcome).to.equal(
        "created",
      );
      expect(bed.dig(name, "A")).to.deep.equal(["10.0.0.2"]);
    });

    it("an update that insists on what it last saw does not overwrite a change by hand", async () => {
      const name = bed.freshName();
      const [previous, wanted] = [aRecords(name, "10.0.0.1"), aRecords(name, "10.0.0.2")];
      await createRecordSet({ ...bed.by("us"), wanted: previous });
      await bed.replaceByHand(name, "A", "10.6.6.6");
      const error = await failureOf(
        updateRecordSet({ ...bed.by("us"), previous, wanted, onlyIfUnchanged: true }),
      );
      expect(error.code).to.equal("changed-meanwhile");
      expect(error.message).to.include("A was 10.0.0.1 and is now 10.6.6.6");
      expect(bed.dig(name, "A")).to.deep.equal(["10.6.6.6"]);
    });

    it("A and AAAA give way to a CNAME and come back, owner records with them", async () => {
      const name = bed.freshName();
      const dual = {
        dnsName: name,
        ttlSeconds: 60,
        records: { A: ["10.0.0.1"], AAAA: ["2001:db8::1"] },
      };
      const alias = { dnsName: name, ttlSeconds: 60, records: { CNAME: ["lb.example.net"] } };
      await createRecordSet({ ...bed.by("us"), wanted: dual });
      await updateRecordSet({ ...bed.by("us"), previous: dual, wanted: alias });
      expect(bed.dig(name, "CNAME")).to.deep.equal(["lb.example.net."]);
      const txtNames = ["a", "aaaa", "cname"].map((type) => `${type}-${name}`);
      expect(txtNames.map((each) => bed.dig(each, "TXT").length)).to.deep.equal([0, 0, 1]);
      await updateRecordSet({ ...bed.by("us"), previous: alias, wanted: dual });
      expect([bed.dig(name, "A"), bed.dig(name, "AAAA")]).to.deep.equal([
        ["10.0.0.1"],
        ["2001:db8::1"],
      ]);
      expect(txtNames.map((each) => bed.dig(each, "TXT").length)).to.deep.equal([1, 1, 0]);
    });

    it("a delete removes records and owner record; a second one finds nothing", async () => {
      const name = bed.freshName();
      const previous = aRecords(name, "10.0.0.1");
      await createRecordSet({ ...bed.by("us"), wanted: previous });
      expect((await deleteRecordSet({ ...bed.by("us"), previous })).outcome).to.equal("deleted");
      expect([bed.dig(name, "A"), bed.dig(`a-${name}`, "TXT")]).to.deep.equal([[], []]);
      expect((await deleteRecordSet({ ...bed.by("us"), previous })).outcome).to.equal("gone");
    });

    it("adopt takes over another owner's records and nobody's; the old owner can do nothing then", async () => {
      const name = bed.freshName();
      await createRecordSet({ ...bed.by("them"), wanted: aRecords(name, "10.0.0.1") });
      const wanted = { dnsName: name, ttlSeconds: 60, records: { CNAME: ["lb.example.net"] } };
      const { outcome, because } = await createRecordSet({ ...bed.by("us"), wanted, adopt: true });
      expect([outcome, because]).to.deep.equal(["adopted", 'adopted from "them"']);
      expect([bed.dig(name, "CNAME"), bed.dig(`cname-${name}`, "TXT")]).to.deep.equal([
        ["lb.example.net."],
        ownerText("us"),
      ]);
      expect(
        (await deleteRecordSet({ ...bed.by("them"), previous: aRecords(name, "10.0.0.1") }))
          .outcome,
      ).to.equal("gone");
      expect(bed.dig(name, "CNAME")).to.deep.equal(["lb.example.net."]);
    });

    it("other TXT records at the owner name survive", async () => {
      const name = bed.freshName();
      await createRecordSet({ ...bed.by("us"), wanted: aRecords(name, "10.0.0.1") });
      await bed.addByHand(`a-${name}`, "TXT", "a note");
      await updateRecordSet({
        ...bed.by("us"),
        previous: aRecords(name, "10.0.0.1"),
        wanted: aRecords(name, "10.0.0.2"),
      });
      await deleteRecordSet({ ...bed.by("us"), previous: aRecords(name, "10.0.0.2") });
      expect([bed.dig(name, "A"), bed.dig(`a-${name}`, "TXT")]).to.deep.equal([[], ['"a note"']]);
    });

    it("records that an old external-dns marked as ours are ours, and get the new mark", async () => {
      const name = bed.freshName();
      const marked = encodeTxtOwner({ ownerId: "us", labels: { resource: "service/ns/web" } });
      await bed.addByHand(name, "A", "10.0.0.1");
      await bed.addByHand(name, "TXT", marked);
      expect(
        await codeOf(createRecordSet({ ...bed.by("them"), wanted: aRecords(name, "10.0.0.2") })),
      ).to.equal("foreign-owner");
      await updateRecordSet({
        ...bed.by("us"),
        previous: aRecords(name, "10.0.0.1"),
        wanted: aRecords(name, "10.0.0.2"),
      });
      expect([bed.dig(name, "A"), bed.dig(name, "TXT"), bed.dig(`a-${name}`, "TXT")]).to.deep.equal(
        [["10.0.0.2"], [], ownerText("us")],
      );
    });
  });
}
