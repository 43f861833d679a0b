import { expect } from "chai";
import { DnsError } from "../../../../provider/adapters/dns/server/dnsError";
import type { NameServer } from "../../../../provider/adapters/dns/server/nameServer";
import { ServerList } from "../../../../provider/adapters/dns/server/serverList";

const servers: readonly NameServer[] = ["a", "b", "c"].map((host) => ({ host }));
const down = ({ host }: NameServer): DnsError => new DnsError("server-down", `${host} is down`);

/** Attempts once and tells which servers were asked. */
async function asked(
  list: ServerList,
  fails: readonly string[],
  mayGoOn?: () => boolean,
): Promise<string> {
  const hosts: string[] = [];
  const attempt = (server: NameServer): Promise<void> => {
    hosts.push(server.host);
    return fails.includes(server.host) ? Promise.reject(down(server)) : Promise.resolve();
  };
  await list.attempt(attempt, mayGoOn).catch(() => hosts.push("failed"));
  return hosts.join(" ");
}

describe("ServerList", () => {
  it("asks in order and keeps to the one that worked", async () => {
    const list = new ServerList(servers);
    expect(await asked(list, ["a"])).to.equal("a b");
    expect(await asked(list, [])).to.equal("b");
  });

  it("comes round to those before", async () => {
    const list = new ServerList(servers);
    await asked(list, ["a", "b"]);
    expect(await asked(list, ["c"])).to.equal("c a");
  });

  it("stops where it may not go on, and starts behind it the next time", async () => {
    const list = new ServerList(servers);
    expect(await asked(list, ["a"], () => false)).to.equal("a failed");
    expect(await asked(list, [])).to.equal("b");
  });

  it("goes on only after a server's own fault", async () => {
    const list = new ServerList(servers);
    const refusal = new DnsError("no-grant", "no");
    const error = await list
      .attempt(() => Promise.reject(refusal))
      .catch((thrown: unknown) => thrown);
    expect(error).to.equal(refusal);
  });

  it("names every server that failed, and says if something may have happened at one", async () => {
    const list = new ServerList(servers);
    const error = await list
      .attempt(({ host }) =>
        Promise.reject(
          new DnsError("no-answer", `${host} is silent`, { mayHaveHappened: host === "b" }),
        ),
      )
      .catch((thrown: unknown) => thrown);
    expect(error).to.include({
      code: "no-answer",
      message: "a is silent; b is silent; c is silent",
      mayHaveHappened: true,
    });
  });
});
