import { expect } from "chai";
import { digShort, type RunningNameServer, startNameServer } from "../support/nameServers";
import { packedStack } from "../support/packedStack";
import type { EngineRun, TestStack } from "../support/stack";
import type { DeclaredDomains, DomainDeclaration } from "./programs/domain";

describe("a DomainRecord", function () {
  this.timeout(300_000);
  let server: RunningNameServer;
  let stack: TestStack;

  before(async () => {
    server = await startNameServer("bind");
    stack = await packedStack({ program: "domain", secrets: { tsig: server.writer.secret } });
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
    await server.stop();
  });

  const dig = (name: string, type: string) => digShort({ port: server.port, name, type });
  const declare = (domains: Record<string, DomainDeclaration>) => {
    const { port, zone, writer } = server;
    return stack.configure({ port, zone, key: writer.name, domains } satisfies DeclaredDomains);
  };
  const ops = ({ changes }: EngineRun) =>
    changes.filter(({ type }) => /DnsRecordSet/.test(type)).map(({ op, name }) => `${op} ${name}`);

  it("is written", async () => {
    await declare({ api: { dnsName: "API.fed.test.", records: { A: ["10.0.0.1"] } } });
    const up = await stack.up();
    console.log(up.output);
    console.log(stack.state());
    console.log(dig("api.fed.test", "A"), dig("a-api.fed.test", "TXT"), ops(up));
    expect(up.succeeded).to.equal(true);
    const again = await stack.up();
    console.log(again.output);
  });
});
