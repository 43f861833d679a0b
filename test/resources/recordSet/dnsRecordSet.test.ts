import { expect } from "chai";
import * as handlers from "../../../provider/resources/recordSet/handlers/dnsRecordSet";
import type {
  DnsRecordSetInputs,
  DnsRecordSetState,
} from "../../../provider/resources/recordSet/handlers/dnsRecordSetState";
import { codeOf, DnsTestBed, failureOf, zone } from "../../support/dnsTestBed";

describe("the handlers of a record set, against BIND", () => {
  const bed = new DnsTestBed("bind");
  before(() => bed.start());
  after(() => bed.stop());

  function inputs(more: Partial<DnsRecordSetInputs> = {}): DnsRecordSetInputs {
    const { host, port, writer } = bed.server;
    return {
      dnsName: bed.freshName(),
      ttlSeconds: 60,
      records: { A: ["10.0.0.1"] },
      servers: [{ host, port }],
      tsig: writer,
      registry: { ownerId: "me" },
      ...more,
    };
  }

  async function created(more: Partial<DnsRecordSetInputs> = {}): Promise<DnsRecordSetState> {
    return (await handlers.create(inputs(more))).outs;
  }

  it("create writes, and gives the name as id, the zone that was found, and the owners", async () => {
    const wanted = inputs();
    const { id, outs } = await handlers.create(wanted);
    expect(id).to.equal(wanted.dnsName);
    expect(outs).to.deep.equal({ ...wanted, zone, owners: { A: "me" } });
    expect(bed.dig(wanted.dnsName, "A")).to.deep.equal(["10.0.0.1"]);
  });

  it("create of what is ours already succeeds, so that a run that was cut off can be repeated", async () => {
    const state = await created();
    const { outs } = await handlers.create({ ...state, records: { A: ["10.0.0.2"] } });
    expect(bed.dig(outs.dnsName, "A")).to.deep.equal(["10.0.0.2"]);
  });

  it("a name without records costs no question and is nothing in DNS", async () => {
    const nowhere = inputs({ records: {}, servers: [{ host: "127.0.0.1", port: 1 }] });
    const { outs } = await handlers.create(nowhere);
    expect(await handlers.read(nowhere.dnsName, outs)).to.deep.equal({
      id: nowhere.dnsName,
      props: outs,
    });
    await handlers.delete(nowhere.dnsName, outs);
  });

  it("update publishes a name that held nothing, changes it, and takes it out again", async () => {
    const empty = await created({ records: {} });
    const name = empty.dnsName;
    const first = await handlers.update(name, empty, { ...empty, records: { A: ["10.0.0.1"] } });
    expect(bed.dig(name, "A")).to.deep.equal(["10.0.0.1"]);
    const alias = { ...first.outs, records: { CNAME: ["b.test"] } };
    const second = await handlers.update(name, first.outs, alias);
    expect(second.outs.owners).to.deep.equal({ CNAME: "me" });
    expect(bed.dig(name, "CNAME")).to.deep.equal(["b.test."]);
    const third = await handlers.update(name, second.outs, { ...second.outs, records: {} });
    expect(third.outs.owners).to.deep.equal({});
    expect([bed.dig(name, "CNAME"), bed.dig(`cname-${name}`, "TXT")]).to.deep.equal([[], []]);
  });

  it("update rewrites the owner text when its labels change", async () => {
    const state = await created({ labels: { resource: "a" } });
    await handlers.update(state.dnsName, state, { ...state, labels: { resource: "b" } });
    expect(bed.dig(`a-${state.dnsName}`, "TXT")[0]).to.include("external-dns/resource=b");
  });

  it("read sees what a hand changed, and nothing where all is gone", async () => {
    const state = await created();
    await bed.replaceByHand(state.dnsName, "A", "10.9.9.9");
    const { props } = await handlers.read(state.dnsName, state);
    expect(props?.records).to.deep.equal({ A: ["10.9.9.9"] });
    await handlers.delete(state.dnsName, state);
    expect(await handlers.read(state.dnsName, state)).to.deep.equal({});
  });

  it("another owner is named by create and by update, seen by read, and left alone by delete", async () => {
    const state = await created({ registry: { ownerId: "first" } });
    const theirs = { ...state, registry: { ownerId: "second" } };
    const refused = await failureOf(handlers.create(theirs));
    expect([refused.code, refused.ownerId]).to.deep.equal(["foreign-owner", "first"]);
    await handlers.create({ ...theirs, adopt: true });
    expect((await handlers.read(state.dnsName, state)).props?.owners).to.deep.equal({
      A: "second",
    });
    expect(await codeOf(handlers.update(state.dnsName, state, state))).to.equal("foreign-owner");
    await handlers.delete(state.dnsName, state);
    expect(bed.dig(state.dnsName, "A")).to.deep.equal(["10.0.0.1"]);
  });

  it("update takes what it wrote under a former id along, and nothing that another has taken meanwhile", async () => {
    const state = await created({ registry: { ownerId: "pulumi/shop/dev" } });
    const renamed = { ...state, registry: { ownerId: "5f0c" } };
    const { outs } = await handlers.update(state.dnsName, state, renamed);
    expect(outs.owners).to.deep.equal({ A: "5f0c" });
    expect(bed.dig(state.dnsName, "A")).to.deep.equal(["10.0.0.1"]);
    expect(bed.dig(`a-${state.dnsName}`, "TXT")).to.have.length(1);
    expect(bed.dig(`a-${state.dnsName}`, "TXT")[0]).to.include("external-dns/owner=5f0c");
    // A stack of the same names elsewhere knows the same former id, and comes too late.
    const twin = { ...state, registry: { ownerId: "77aa" } };
    expect(await codeOf(handlers.update(state.dnsName, state, twin))).to.equal("foreign-owner");
  });

  it("import takes over what is equal and refuses what differs, is missing, or has another name", async () => {
    const name = bed.freshName();
    const wanted = inputs({ dnsName: name, import: name });
    expect((await failureOf(handlers.create(wanted))).message).to.include("there are none");
    await bed.addByHand(name, "A", "10.0.0.2");
    expect((await failureOf(handlers.create(wanted))).message).to.include(
      "the server has A 10.0.0.2 with a TTL of 60 s, the program says A 10.0.0.1 with a TTL of 60 s",
    );
    await bed.replaceByHand(name, "A", "10.0.0.1");
    const other = { ...wanted, import: "other.fed.test" };
    expect((await failureOf(handlers.create(other))).message).to.include('came "other.fed.test"');
    expect((await handlers.create(wanted)).outs.owners).to.deep.equal({ A: "me" });
    expect(bed.dig(`a-${name}`, "TXT")).to.have.length(1);
  });

  it("delete fails while the server is down, naming it and no secret", async () => {
    const state = await created();
    const down = { ...state, servers: [{ host: "127.0.0.1", port: 1 }] };
    const { code, message } = await failureOf(handlers.delete(state.dnsName, down));
    expect(code).to.equal("server-down");
    expect(message).to.include("127.0.0.1:1").and.not.include(bed.server.writer.secret);
    await handlers.delete(state.dnsName, state);
    expect(bed.dig(state.dnsName, "A")).to.deep.equal([]);
  });
});
