import { expect } from "chai";
import * as handlers from "../../../provider/resources/recordSet/handlers/dnsRecordSet";
import { moveOf } from "../../../provider/resources/recordSet/handlers/dnsRecordSetMove";
import type {
  DnsRecordSetInputs,
  DnsRecordSetState,
} from "../../../provider/resources/recordSet/handlers/dnsRecordSetState";
import { DnsTestBed } from "../../support/dnsTestBed";
import { startTcpGate, type TcpGate } from "../../support/tcpGate";

describe("a record set whose servers change, between two BINDs", () => {
  const former = new DnsTestBed("bind");
  const present = new DnsTestBed("bind");
  let gate: TcpGate;
  before(async () => {
    await Promise.all([former.start(), present.start()]);
    gate = await startTcpGate(former.server.port);
  });
  after(async () => {
    await gate.shut();
    await Promise.all([former.stop(), present.stop()]);
  });

  const wanted = (bed: DnsTestBed, port = bed.server.port): DnsRecordSetInputs => ({
    dnsName: former.freshName(),
    ttlSeconds: 60,
    records: { A: ["10.0.0.1"], TXT: ["hello"] },
    servers: [{ host: "127.0.0.1", port }],
    tsig: bed.server.writer,
    registry: { ownerId: "me" },
    labels: { resource: "a" },
    deadlineMs: 2000,
  });
  const at = (bed: DnsTestBed) => ({
    servers: [{ host: "127.0.0.1", port: bed.server.port }],
    tsig: bed.server.writer,
  });
  const seen = (bed: DnsTestBed, { dnsName }: DnsRecordSetState) =>
    [dnsName, `a-${dnsName}`].map((name) => bed.dig(name, name === dnsName ? "A" : "TXT").length);

  it("is written to the new ones, and what is ours is gone from those of before, and nothing else", async () => {
    const { outs: state } = await handlers.create(wanted(former));
    await former.addByHand(state.dnsName, "AAAA", "fd00::1");
    const { outs } = await handlers.update("", state, { ...state, ...at(present) });
    expect(outs.left).to.equal(undefined);
    expect(outs.labels).to.deep.equal({ resource: "a" });
    expect(seen(present, outs)).to.deep.equal([1, 1]);
    expect(present.dig(state.dnsName, "TXT")).to.deep.equal(['"hello"']);
    expect(seen(former, outs)).to.deep.equal([0, 0]);
    expect(former.dig(state.dnsName, "AAAA")).to.deep.equal(["fd00::1"]);
    await handlers.delete("", outs);
    expect(seen(present, outs)).to.deep.equal([0, 0]);
  });

  it("stays where another address leads to the same server, also when it comes back", async () => {
    const { outs: state } = await handlers.create(wanted(former));
    const aliased = { ...state, servers: [{ host: "127.0.0.1", port: gate.port }] };
    const { outs } = await handlers.update("", state, aliased);
    expect(outs.left).to.equal(undefined);
    expect(seen(former, outs)).to.deep.equal([1, 1]);
    const { outs: back } = await handlers.update("", outs, { ...outs, ...at(former) });
    expect(back.left).to.equal(undefined);
    expect(seen(former, back)).to.deep.equal([1, 1]);
    // What another has taken over there meanwhile is not ours to delete.
    await handlers.create({ ...back, registry: { ownerId: "another" }, adopt: true });
    await handlers.update("", back, { ...back, ...at(present) });
    expect(seen(former, back)).to.deep.equal([1, 1]);
  });

  it("is remembered on a server that does not answer, and gone from there with a later change", async () => {
    const { outs: state } = await handlers.create(wanted(former, gate.port));
    await gate.shut();
    const { outs } = await handlers.update("", state, { ...state, ...at(present) });
    expect(seen(present, outs)).to.deep.equal([1, 1]);
    const [left] = outs.left ?? [];
    expect(left?.because).to.include(`127.0.0.1:${gate.port}`);
    expect(left?.because).not.to.include(former.server.writer.secret);
    expect((await handlers.diff("", outs, { ...outs, ...at(present) })).changes).to.equal(false);
    expect((await handlers.read("", outs)).props?.left).to.deep.equal(outs.left);
    expect(seen(former, outs)).to.deep.equal([1, 1]);
    await gate.open();
    const { left: _, ...inputs } = outs;
    const changed = await handlers.update("", outs, { ...inputs, records: { A: ["10.0.0.2"] } });
    expect(changed.outs.left).to.equal(undefined);
    expect(present.dig(state.dnsName, "A")).to.deep.equal(["10.0.0.2"]);
    expect(seen(former, outs)).to.deep.equal([0, 0]);
  });

  it("takes a name that holds nothing any more from the servers that had it", async () => {
    const { outs: state } = await handlers.create(wanted(former));
    const empty = { ...state, ...at(present), records: {} };
    const { outs } = await handlers.update("", state, empty);
    expect([outs.left, seen(former, outs)]).to.deep.equal([undefined, [0, 0]]);
  });

  it("leaves nothing where a server of before is still named, or nothing was written", () => {
    const state = { ...wanted(former), owners: {} } as DnsRecordSetState;
    const both = [...state.servers, { host: "192.0.2.1" }];
    expect(moveOf(state, { ...state, servers: both })).to.equal(undefined);
    const elsewhere = { ...state, servers: [{ host: "192.0.2.1" }] };
    expect(moveOf({ ...state, records: {} }, elsewhere)).to.equal(undefined);
    expect(moveOf(state, elsewhere)?.leaves).to.have.length(1);
  });
});
