import { expect } from "chai";
import { type DnsProxy, startDnsProxy } from "../support/dnsProxy";
import { DnsTestBed } from "../support/dnsTestBed";
import { kubefed } from "../support/kubefed";
import { killedWhen } from "../support/killedKubefed";
import { packedStack } from "../support/packedStack";
import type { TestStack } from "../support/stack";
import { ownerIdOf } from "../support/stackOwner";
import type { DeclaredDomains } from "./programs/domain";

/** By name of the record set: its address. */
type Wanted = Readonly<Record<string, string>>;

const names = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `r${from + index}`);
const given = (address: string, ...all: readonly string[]): Wanted =>
  Object.fromEntries(all.map((name) => [name, address]));
/** Two programs that turn into one another: 4 record sets change, 3 go, 3 come, 2 stay. */
const programs: readonly [Wanted, Wanted] = [
  { ...given("10.0.0.1", ...names(0, 4)), ...given("10.0.0.9", ...names(4, 9)) },
  { ...given("10.0.0.2", ...names(0, 4)), ...given("10.0.0.9", ...names(7, 12)) },
];
const changes = 10;
const all = names(0, 12);

/** After how many of the changes it is killed; KUBEFED_CRASHES asks for more moments than two. */
const asked = Number(process.env.KUBEFED_CRASHES ?? "2");
const moments = Array.from({ length: asked }, (_, index) =>
  Math.max(1, Math.round((changes * (index + 1)) / (asked + 1))),
);

describe("an update of record sets that is killed with all its processes", function () {
  this.timeout(3_600_000);
  const bed = new DnsTestBed("bind");
  let way: DnsProxy;
  let stack: TestStack;

  before(async () => {
    await bed.start();
    way = await startDnsProxy({ port: bed.server.port, loses: () => false });
    stack = await packedStack({ program: "domain", secrets: { tsig: bed.server.writer.secret } });
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
    await way.stop();
    await bed.stop();
  });

  const declare = (wanted: Wanted) =>
    stack.configure({
      port: way.port,
      zone: bed.server.zone,
      key: bed.server.writer.name,
      domains: Object.fromEntries(
        Object.entries(wanted).map(([name, address]) => [
          name,
          { dnsName: `${name}.fed.test`, records: { A: [address] } },
        ]),
      ),
    } satisfies DeclaredDomains);
  const words = ["up", "--yes", "--max-deletes", "100", "--", "--parallel", "1"];
  /** Runs `kubefed up` until so many more updates have reached the server. */
  const killedAfter = (updates: number) => {
    const before = way.updates();
    return killedWhen({ words, ...stack.shell }, () => way.updates() >= before + updates);
  };
  const expectLevel = (wanted: Wanted) => {
    for (const name of all) {
      const address = wanted[name];
      expect(bed.dig(`${name}.fed.test`, "A"), name).to.deep.equal(
        address === undefined ? [] : [address],
      );
      const owner = `"heritage=external-dns,external-dns/owner=${ownerIdOf(stack)},external-dns/resource=record/${name}"`;
      expect(bed.dig(`a-${name}.fed.test`, "TXT"), name).to.deep.equal(
        address === undefined ? [] : [owner],
      );
    }
    expect(stack.state()).to.not.include(bed.server.writer.secret);
  };

  it("goes on with the next one, at whatever moment it was killed, from the very first on", async () => {
    for (const [index, moment] of [3, ...moments].entries()) {
      const wanted = programs[index % 2] ?? {};
      await declare(wanted);
      const killed = await killedAfter(moment);
      const about = `killed after ${moment} updates\n${killed.out}${killed.err}`;
      expect(killed.code, about).to.equal(null);
      const next = await kubefed({ words, ...stack.shell });
      expect(next.code, `${about}\n${next.out}${next.err}`).to.equal(0);
      expectLevel(wanted);
    }
    const serial = await bed.serial();
    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    expect(preview.changes).to.deep.equal([]);
    expect(await bed.serial()).to.equal(serial);
  });
});
