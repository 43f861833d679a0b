import { expect } from "chai";
import { createRecordSet } from "../../../provider/adapters/dns/records/recordSet";
import { groupByName } from "../../../provider/core/dns/records/endpoint";
import type { PolicySettings } from "../../../provider/core/dns/policy/policy";
import { compileServicePolicy } from "../../../provider/core/dns/policy/policyPlan";
import { pickPort } from "../../fleet/port";
import { Backend } from "../../support/backend";
import { DnsTestBed, zone } from "../../support/dnsTestBed";
import { eventually } from "../../support/eventually";
import { digShort } from "../../support/nameServers";

const address = { eu: "127.0.1.1", jp: "127.0.3.1", us: "127.0.2.1" };
/** Health checks 10 s × 3, 60 s until a cluster is unavailable, external-dns 60 s, TTL 180 s. */
const kubefedSeconds = 30 + 60 + 60 + 180;

describe("policies on PowerDNS", () => {
  const bed = new DnsTestBed("powerdns");
  let port = 0;
  let eu: Backend;
  let us: Backend;

  before(async () => {
    await bed.start();
    port = await pickPort();
    eu = new Backend(address.eu, port);
    us = new Backend(address.us, port);
  });
  beforeEach(async () => {
    await eu.start();
    await us.start();
  });
  afterEach(async () => {
    await eu.stop();
    await us.stop();
  });
  after(async () => {
    await bed.stop();
  });

  /** Publishes a Service of three clusters, of which jp never answers; gives its global name. */
  const publish = async (name: string, settings: PolicySettings): Promise<string> => {
    const dns = (["eu", "jp", "us"] as const).map((cluster) => ({
      cluster,
      region: `${cluster}-1`,
      zones: [`${cluster}-1a`],
      loadBalancer: [{ ip: address[cluster] }],
    }));
    const spec = { domainRef: "f", recordTTL: 5 };
    const status = { domain: zone, dns };
    const record = { name, namespace: "ns", spec, status };
    const { endpoints, issues } = compileServicePolicy({ backend: "powerdns", settings, record });
    expect(issues).to.deep.equal([]);
    for (const wanted of groupByName(endpoints)) {
      await createRecordSet({ ...bed.by("us"), wanted });
    }
    return `${name}.ns.f.svc.${zone}`;
  };
  const answered = (name: string): string[] => bed.dig(name, "A");
  const secondsUntil = async (isSo: () => boolean): Promise<number> => {
    const start = Date.now();
    while (!isSo()) {
      expect(Date.now() - start).to.be.lessThan(30_000);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return (Date.now() - start) / 1000;
  };

  it("failover: answers change within 2 s when a cluster fails, with nobody running anything", async function () {
    const healthCheck = { port };
    const failoverOrder = ["jp", "eu", "us"];
    const name = await publish("order", { policy: "failover", failoverOrder, healthCheck });
    const regional = name.replace(zone, `eu-1.${zone}`);
    // Before the first check all count as working.
    expect(answered(name)).to.deep.equal([address.jp]);
    await secondsUntil(() => answered(name)[0] === address.eu && answered(regional).length === 1);
    expect(answered(regional)).to.deep.equal([address.eu]);
    await eu.stop();
    const down = await secondsUntil(() => answered(name)[0] === address.us);
    await secondsUntil(() => answered(regional)[0] === address.us);
    await eu.start();
    const back = await secondsUntil(() => answered(name)[0] === address.eu);
    expect(down).to.be.lessThan(2);
    const measured = `ours ${down.toFixed(1)} s, back after ${back.toFixed(1)} s`;
    if (this.test) this.test.title += ` (${measured}; KubeFed's worst case ${kubefedSeconds} s)`;
  });

  it("multivalue: the addresses that answer a URL as they should are answered", async () => {
    await us.stop();
    await us.start("closed for today");
    const url = `http://shop.test:${port}/healthz`;
    const name = await publish("url", { policy: "multivalue", healthCheck: { url, text: "ok" } });
    expect(answered(name)).to.have.length(3);
    await eventually(() => {
      expect(answered(name)).to.deep.equal([address.eu]);
      return Promise.resolve();
    });
    await us.stop();
    await us.start("ok again");
    await eventually(() => {
      expect(answered(name)).to.deep.equal([address.eu, address.us]);
      return Promise.resolve();
    });
  });

  it("weighted: clusters are drawn by their shares among those that work", async () => {
    const weights = { eu: 9, us: 3, jp: 90 };
    const name = await publish("share", { policy: "weighted", weights, healthCheck: { port } });
    const draw = async (): Promise<Record<string, number>> => {
      const questions = Array.from({ length: 400 }, () => ({ name, type: "A" as const }));
      const counts: Record<string, number> = {};
      for (const { values } of await bed.client().query({ zone, questions })) {
        counts[values.join()] = (counts[values.join()] ?? 0) + 1;
      }
      return counts;
    };
    await eventually(async () => {
      expect(await draw()).to.have.all.keys(address.eu, address.us);
    });
    // 300 are expected; 8.7 is the standard deviation.
    expect((await draw())[address.eu]).to.be.within(250, 350);
    await eu.stop();
    await eventually(async () => {
      expect(await draw()).to.deep.equal({ [address.us]: 400 });
    });
  });

  it("weighted: a drained cluster is not answered, and its names lead to the level above", async () => {
    const name = await publish("drain", { policy: "weighted", weights: { eu: 1, us: 0 } });
    expect(answered(name)).to.deep.equal([address.eu]);
    expect(answered(name.replace(zone, `us-1.${zone}`))).to.deep.equal([address.eu, `${name}.`]);
  });

  it("geo: people are answered by where they ask from, and by others when that fails", async () => {
    const geo = { eu: { continents: ["EU"] }, us: { isDefault: true }, jp: { countries: ["FR"] } };
    const name = await publish("place", { policy: "geo", geo, healthCheck: { port } });
    const from = (subnet: string): string[] =>
      digShort({ port: bed.server.port, name, type: "A", subnet });
    const germany = "85.214.1.0/24";
    const france = "194.2.0.0/24";
    const japan = "133.11.0.0/16";
    const jp = new Backend(address.jp, port);
    await jp.start();
    await eventually(() => {
      expect([germany, france, japan].map(from)).to.deep.equal([
        [address.eu],
        [address.jp],
        [address.us],
      ]);
      return Promise.resolve();
    });
    await jp.stop();
    await eventually(() => {
      expect(from(france)).to.deep.equal([address.us]);
      return Promise.resolve();
    });
    await eu.stop();
    await eventually(() => {
      expect(from(germany)).to.deep.equal([address.us]);
      return Promise.resolve();
    });
  });
});
