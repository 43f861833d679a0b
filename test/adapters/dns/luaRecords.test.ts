import { expect } from "chai";
import { DnsClient } from "../../../provider/adapters/dns/server/client";
import { DnsError } from "../../../provider/adapters/dns/server/dnsError";
import {
  createRecordSet,
  deleteRecordSet,
  readRecordSet,
  type RecordSetPlace,
  updateRecordSet,
} from "../../../provider/adapters/dns/records/recordSet";
import { tsigKey } from "../../../provider/adapters/dns/wire/tsig";
import { digShort, type RunningNameServer, startNameServer } from "../../support/nameServers";

describe("PowerDNS LUA records", () => {
  let server: RunningNameServer;
  before(async () => {
    server = await startNameServer("powerdns");
  });
  after(async () => {
    await server.stop();
  });

  const by = (ownerId: string): RecordSetPlace => ({
    client: new DnsClient({
      servers: [{ host: server.host, port: server.port }],
      key: tsigKey(server.writer),
    }),
    zone: server.zone,
    registry: { ownerId },
  });
  const lua = (
    code: string,
  ): { dnsName: string; ttlSeconds: number; records: { LUA: string[] } } => ({
    dnsName: "lua.fed.test",
    ttlSeconds: 5,
    records: { LUA: [`A ${code}`] },
  });
  const plain = { dnsName: "lua.fed.test", ttlSeconds: 5, records: { A: ["10.0.0.9"] } };
  const one = lua("pickrandom({'10.0.0.1'})");
  const two = lua("pickrandom({'10.0.0.2'})");
  const answer = (): string[] => digShort({ port: server.port, name: "lua.fed.test", type: "A" });

  it("are created, answered, refused to others, changed, read and deleted like all records", async () => {
    expect((await createRecordSet({ ...by("us"), wanted: one })).outcome).to.equal("created");
    expect(answer()).to.deep.equal(["10.0.0.1"]);
    expect((await createRecordSet({ ...by("us"), wanted: one })).outcome).to.equal("unchanged");
    const refusal = await createRecordSet({ ...by("them"), wanted: two }).catch(
      (error: unknown) => error,
    );
    expect(refusal instanceof DnsError ? [refusal.code, refusal.ownerId] : refusal).to.deep.equal([
      "foreign-owner",
      "us",
    ]);
    await updateRecordSet({ ...by("us"), previous: one, wanted: two });
    expect(answer()).to.deep.equal(["10.0.0.2"]);
    const reading = await readRecordSet({
      ...by("us"),
      dnsName: "lua.fed.test",
      recordTypes: ["LUA"],
    });
    expect([reading?.records, reading?.owners]).to.deep.equal([two.records, { LUA: "us" }]);
    expect((await deleteRecordSet({ ...by("us"), previous: two })).outcome).to.equal("deleted");
    expect(answer()).to.deep.equal([]);
  });

  it("are run as they are written when they are longer than one string of 255 octets", async () => {
    const addresses = Array.from({ length: 40 }, (_, index) => `10.1.0.${index + 10}`);
    const list = addresses.map((address) => `'${address}'`).join(",");
    // Every possible place of the cuts within an item is tried.
    for (const space of Array.from({ length: 14 }, (_, length) => " ".repeat(length))) {
      const long = {
        ...lua(`;${space}return {${list}}`),
        dnsName: `long${space.length}.fed.test`,
      };
      await createRecordSet({ ...by("us"), wanted: long });
      expect(digShort({ port: server.port, name: long.dnsName, type: "A" })).to.deep.equal(
        addresses,
      );
    }
  });

  it("are compared with what was written where the zone may not be transferred", async () => {
    class WithoutTransfer extends DnsClient {
      override transferZone(): Promise<never> {
        return Promise.reject(new DnsError("no-grant", "transfer refused"));
      }
    }
    const options = {
      servers: [{ host: server.host, port: server.port }],
      key: tsigKey(server.writer),
    };
    const place = { ...by("us"), client: new WithoutTransfer(options) };
    await createRecordSet({ ...place, wanted: one });
    const read = (written: typeof one) =>
      readRecordSet({ ...place, dnsName: one.dnsName, recordTypes: ["LUA"], written });
    expect(await read(one)).to.deep.equal({ ...one, zone: server.zone, owners: { LUA: "us" } });
    const error = await read(two).catch((thrown: unknown) => thrown);
    expect(error instanceof DnsError && error.code).to.equal("no-grant");
    await deleteRecordSet({ ...place, previous: one });
  });

  it("take the place of plain ones and give it back in one step", async () => {
    await createRecordSet({ ...by("us"), wanted: plain });
    await updateRecordSet({ ...by("us"), previous: plain, wanted: one });
    expect(answer()).to.deep.equal(["10.0.0.1"]);
    await updateRecordSet({ ...by("us"), previous: one, wanted: plain });
    expect(answer()).to.deep.equal(["10.0.0.9"]);
  });
});
