import { expect } from "chai";
import { DnsTestBed } from "../support/dnsTestBed";
import { change } from "../../provider/adapters/dns/server/update";
import type { RunningNameServer } from "../support/nameServers";
import { packedStack } from "../support/packedStack";
import type { EngineRun, TestStack } from "../support/stack";
import { ownerIdOf } from "../support/stackOwner";
import { startTcpGate, type TcpGate } from "../support/tcpGate";
import type { DeclaredDomains, DomainDeclaration } from "./programs/domain";

type Domains = Readonly<Record<string, DomainDeclaration>>;

const api = { dnsName: "API.fed.test.", records: { A: ["10.0.0.2", "10.0.0.1"] } };
const www = { dnsName: "www.fed.test", records: { AAAA: ["2001:DB8::1"] }, ttlSeconds: 60 };
const mail = {
  dnsName: "mail.fed.test",
  records: { MX: ["10 mx.example.net"], TXT: ["v=spf1 mx"] },
};

describe("a DomainRecord", function () {
  this.timeout(600_000);
  const bed = new DnsTestBed("bind");
  let server: RunningNameServer;
  let gate: TcpGate;
  let stack: TestStack;
  let rival: TestStack;

  before(async () => {
    await bed.start();
    server = bed.server;
    gate = await startTcpGate(server.port);
    const secrets = { tsig: server.writer.secret };
    stack = await packedStack({ program: "domain", secrets });
    rival = await packedStack({ program: "domain", stack: "rival", secrets });
  });
  after(async () => {
    await rival.destroy();
    await stack.destroy();
    rival.remove();
    stack.remove();
    await gate.shut();
    await bed.stop();
  });

  const declare = (domains: Domains, to: TestStack = stack) => {
    const { zone, writer } = server;
    return to.configure({
      port: gate.port,
      zone,
      key: writer.name,
      domains,
    } satisfies DeclaredDomains);
  };
  const ops = ({ changes }: EngineRun) =>
    changes.filter(({ type }) => /DnsRecordSet/.test(type)).map(({ op, name }) => `${op} ${name}`);

  it("is written with its owner, whatever its spelling, and then unchanged", async () => {
    await declare({ api, www, mail });
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect(bed.dig("api.fed.test", "A")).to.deep.equal(["10.0.0.1", "10.0.0.2"]);
    expect(bed.dig("www.fed.test", "AAAA")).to.deep.equal(["2001:db8::1"]);
    expect(bed.dig("mail.fed.test", "MX")).to.deep.equal(["10 mx.example.net."]);
    expect(bed.dig("txt-mail.fed.test", "TXT")).to.deep.equal([
      `"heritage=external-dns,external-dns/owner=${ownerIdOf(stack)},external-dns/resource=record/mail"`,
    ]);
    expect(stack.state()).to.not.include(server.writer.secret);
    const serial = await bed.serial();
    expect(ops(await stack.up())).to.deep.equal([]);
    expect(await bed.serial()).to.equal(serial);
  });

  it("that a hand has changed or deleted is shown by refresh and repaired by up", async () => {
    await bed.replaceByHand("api.fed.test", "A", "10.9.9.9");
    const absent = { name: "www.fed.test", type: "AAAA" } as const;
    await bed
      .client()
      .update(server.zone, { prerequisites: [], updates: change.deleteRrset(absent) });
    const refresh = await stack.refresh();
    expect(refresh.output).to.match(/~ .*DnsRecordSet api-api\.fed\.test updated/);
    expect(refresh.output).to.match(/- .*DnsRecordSet www-www\.fed\.test deleted/);
    expect(refresh.output).to.match(/~ 1 updated\s+- 1 deleted/);
    const up = await stack.up();
    expect(ops(up)).to.deep.equal(["update api-api.fed.test", "create www-www.fed.test"]);
    expect(bed.dig("api.fed.test", "A")).to.deep.equal(["10.0.0.1", "10.0.0.2"]);
    expect(bed.dig("www.fed.test", "AAAA")).to.deep.equal(["2001:db8::1"]);
  });

  it("stays in DNS when its component is renamed, and says whose it is now", async () => {
    const lookUp = () => bed.dig("mail.fed.test", "MX").concat(bed.dig("txt-mail.fed.test", "TXT"));
    const [records, owner] = lookUp();
    await declare({ api, www, post: mail });
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect(ops(up)).to.deep.equal(["update post-mail.fed.test"]);
    expect(lookUp()).to.deep.equal([records, owner?.replace("record/mail", "record/post")]);
    await declare({ api, www, mail });
    expect(ops(await stack.up())).to.deep.equal(["update mail-mail.fed.test"]);
    expect(lookUp()).to.deep.equal([records, owner]);
  });

  it("changes its type in place, and its name by way of a new one", async () => {
    const alias = { ...api, records: { CNAME: ["lb.example.net"] } };
    await declare({ api: alias, www: { ...www, dnsName: "web.fed.test" }, mail });
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect(bed.dig("api.fed.test", "CNAME")).to.deep.equal(["lb.example.net."]);
    expect([bed.dig("a-api.fed.test", "TXT"), bed.dig("www.fed.test", "AAAA")]).to.deep.equal([
      [],
      [],
    ]);
    expect(bed.dig("web.fed.test", "AAAA")).to.deep.equal(["2001:db8::1"]);
  });

  it("of another stack cannot be touched, unless it is adopted", async () => {
    const theirs = { dnsName: "api.fed.test", records: { A: ["10.6.6.6"] } };
    await declare({ theirs }, rival);
    const refused = await rival.up();
    expect(refused.succeeded).to.equal(false);
    expect(refused.output).to.match(/record sets of "api\.fed\.test" in zone "fed\.test": .*adopt/);
    expect(refused.output).to.include(
      `is owned by "${ownerIdOf(stack)}", not ours ("${ownerIdOf(rival)}");`,
    );
    expect(bed.dig("api.fed.test", "CNAME")).to.deep.equal(["lb.example.net."]);
    await declare({ theirs: { ...theirs, adopt: true } }, rival);
    const adopted = await rival.up();
    expect(adopted.succeeded, adopted.output).to.equal(true);
    expect(bed.dig("api.fed.test", "A")).to.deep.equal(["10.6.6.6"]);
    await declare({ mail });
    const left = await stack.up();
    expect(left.succeeded, left.output).to.equal(true);
    expect(ops(left)).to.deep.equal(["delete api-api.fed.test", "delete www-web.fed.test"]);
    expect(bed.dig("api.fed.test", "A")).to.deep.equal(["10.6.6.6"]);
  });

  it("takes over equal records by import, and refuses others", async () => {
    await bed.addByHand("old.fed.test", "A", "10.0.0.7");
    const old = { dnsName: "old.fed.test", records: { A: ["10.0.0.8"] }, import: "old.fed.test" };
    await declare({ mail, old });
    const refused = await stack.up();
    expect(refused.succeeded).to.equal(false);
    expect(refused.output).to.include(
      'import of the records of "old.fed.test": the server has A 10.0.0.7 with a TTL of 60 s, the program says A 10.0.0.8 with a TTL of 180 s; make them equal first',
    );
    await declare({ mail, old: { ...old, records: { A: ["10.0.0.7"] }, ttlSeconds: 60 } });
    const imported = await stack.up();
    expect(imported.succeeded, imported.output).to.equal(true);
    expect(bed.dig("a-old.fed.test", "TXT")[0]).to.include(`owner=${ownerIdOf(stack)}`);
  });

  it("stays in the state when it cannot be deleted because its server is down", async () => {
    await gate.shut();
    await declare({ mail });
    const failed = await stack.up();
    expect(failed.succeeded).to.equal(false);
    expect(failed.output).to.include(
      `name server 127.0.0.1:${gate.port} cannot be reached (ECONNREFUSED); is it running and listening there?`,
    );
    expect(failed.output).to.not.include(server.writer.secret);
    expect(stack.state()).to.include("::old-old.fed.test");
    await gate.open();
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect([bed.dig("old.fed.test", "A"), bed.dig("a-old.fed.test", "TXT")]).to.deep.equal([
      [],
      [],
    ]);
  });
});
