import { expect } from "chai";
import { DnsClient } from "../../provider/adapters/dns/server/client";
import type { DnsErrorCode } from "../../provider/adapters/dns/server/dnsError";
import { createRecordSet, readRecordSet } from "../../provider/adapters/dns/records/recordSet";
import {
  aRecords,
  codeOf,
  type DnsTestBed,
  expectNoSecret,
  failureOf,
  zone,
} from "../support/dnsTestBed";
import { startFakeTcp } from "../support/fakeNameServer";

/** The situations in which an update fails, each with the code and the text it fails with. */
export type Failures = Readonly<Record<string, readonly [code: DnsErrorCode, text: string]>>;

const wrongSecret = Buffer.from("x".repeat(32)).toString("base64");
const skewSeconds = 3600;

/** Each way to fail has a message of its own, which is right and holds no secret. */
export function failureContract(bed: DnsTestBed, failures: Failures): void {
  describe("failures", () => {
    const attempt = (client: DnsClient, at = zone): Promise<unknown> =>
      createRecordSet({
        client,
        zone: at,
        registry: { ownerId: "us" },
        wanted: aRecords(`never.${at}`, "10.0.0.1"),
      });
    const situations: Readonly<Record<string, () => Promise<unknown>>> = {
      "wrong secret": () => attempt(bed.client({}, { ...bed.server.writer, secret: wrongSecret })),
      "wrong algorithm": () =>
        attempt(bed.client({}, { ...bed.server.writer, algorithm: "hmac-sha512" })),
      "unknown key": () => attempt(bed.client({}, { ...bed.server.writer, name: "nobody" })),
      "clock behind": () =>
        attempt(bed.client({ clock: () => Date.now() / 1000 - skewSeconds, clockSkew: "fail" })),
      "clock ahead": () =>
        attempt(bed.client({ clock: () => Date.now() / 1000 + skewSeconds, clockSkew: "fail" })),
      "no grant": () => attempt(bed.client({}, bed.server.reader)),
      "no key": () => attempt(new DnsClient(bed.unsigned)),
      "zone not served": () => attempt(bed.client(), "other.test"),
      "server down": async () => {
        const gone = await startFakeTcp(() => "silence");
        await gone.stop();
        return attempt(bed.client({ servers: [{ host: gone.host, port: gone.port }] }));
      },
      "black hole": async () => {
        const hole = await startFakeTcp(() => "silence");
        try {
          const servers = [{ host: hole.host, port: hole.port }];
          return await attempt(bed.client({ servers, deadlineMs: 200 }));
        } finally {
          await hole.stop();
        }
      },
    };
    for (const [name, fail] of Object.entries(situations)) {
      it(`${name}: ${failures[name]?.[0] ?? "?"}`, async () => {
        const error = await failureOf(fail());
        const text = error.message
          .replace(/127\.0\.0\.1:\d+/g, "SERVER")
          .replace(/about \d+ s/, "about N s");
        expect([error.code, text]).to.deep.equal(failures[name]);
        const { writer, reader } = bed.server;
        expectNoSecret(error.message, [writer.secret, reader.secret, wrongSecret]);
        expect(bed.dig(`never.${zone}`, "A")).to.deep.equal([]);
      });
    }

    for (const name of ["wrong secret", "wrong algorithm", "unknown key"] as const) {
      it(`${name}: ${failures[name]?.[0] ?? "?"} when reading as well`, async () => {
        const wrong = {
          "wrong secret": { secret: wrongSecret },
          "wrong algorithm": { algorithm: "hmac-sha512" },
          "unknown key": { name: "nobody" },
        }[name];
        const client = bed.client({}, { ...bed.server.writer, ...wrong });
        const read = readRecordSet({ ...bed.by("us", client), dnsName: zone });
        expect(await codeOf(read)).to.equal(failures[name]?.[0]);
      });
    }

    it("a clock that differs is corrected when reading as well", async () => {
      const client = bed.client({ clock: () => Date.now() / 1000 + skewSeconds });
      const reading = await readRecordSet({ ...bed.by("us", client), dnsName: `ns1.${zone}` });
      expect(reading?.records).to.deep.equal({ A: ["127.0.0.1"] });
    });

    it("a clock that differs is corrected by the server's, unless that is not wanted", async () => {
      for (const shift of [-skewSeconds, skewSeconds]) {
        const client = bed.client({ clock: () => Date.now() / 1000 + shift });
        const { outcome } = await createRecordSet({
          ...bed.by("us", client),
          wanted: aRecords(bed.freshName(), "10.0.0.1"),
        });
        expect(outcome).to.equal("created");
      }
    });

    it("a CNAME beside records of another type is reported as not written or refused", async () => {
      const name = bed.freshName();
      await bed.addByHand(name, "MX", "10 mail.example.net");
      const wanted = { dnsName: name, ttlSeconds: 60, records: { CNAME: ["lb.example.net"] } };
      const code = await codeOf(createRecordSet({ ...bed.by("us"), wanted }));
      expect(code).to.be.oneOf(["not-written", "records-refused"]);
      expect([bed.dig(name, "CNAME"), bed.dig(name, "MX").length]).to.deep.equal([[], 1]);
    });

    it("records that are wrong in themselves are refused before the server is asked", async () => {
      const wanted = { dnsName: "web.other.test", ttlSeconds: 60, records: { A: ["::1"] } };
      const error = await failureOf(createRecordSet({ ...bed.by("us"), wanted }));
      expect(error.code).to.equal("invalid-records");
      expect(error.message).to.include('"web.other.test" is not in the zone "fed.test"');
    });
  });
}
