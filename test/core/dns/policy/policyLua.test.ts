import { expect } from "chai";
import type { PolicySettings } from "../../../../provider/core/dns/policy/policy";
import { luaRecords } from "../../../../provider/core/dns/policy/policyLua";
import type { Branch } from "../../../../provider/core/dns/policy/policyTiers";
import { deepFreeze } from "../../../support/deepFreeze";

const addresses = {
  eu: ["10.0.0.1", "2001:db8::1"],
  us: ["10.0.1.1", "10.0.1.2"],
  jp: ["10.0.2.1"],
};
const records = (branches: readonly Branch[], settings: PolicySettings) =>
  luaRecords(deepFreeze({ branches, settings, addresses: new Map(Object.entries(addresses)) }));
const healthCheck = { port: 80 };
const everywhere: Branch = { tiers: [["eu", "us"]] };
const all = "{selector='all',backupSelector='all'}";

describe("luaRecords", () => {
  it("are plain where nothing is checked or drawn", () => {
    expect(records([everywhere], { policy: "multivalue" })).to.deep.equal({
      A: ["10.0.0.1", "10.0.1.1", "10.0.1.2"],
      AAAA: ["2001:db8::1"],
    });
  });

  it("are plain where there is one address to choose from", () => {
    expect(records([{ tiers: [["jp"]] }], { policy: "multivalue", healthCheck })).to.deep.equal({
      A: ["10.0.2.1"],
    });
  });

  it("are plain for one cluster by weight", () => {
    const settings: PolicySettings = { policy: "weighted", weights: { us: 2 } };
    expect(records([{ tiers: [["us"]] }], settings)).to.deep.equal({ A: ["10.0.1.1", "10.0.1.2"] });
  });

  it("check a port of all addresses of a family", () => {
    const { LUA = [] } = records([everywhere], { policy: "multivalue", healthCheck });
    expect(LUA[0]).to.equal(`A ifportup(80,{'10.0.0.1','10.0.1.1','10.0.1.2'},${all})`);
  });

  it("are code for all families if they are for one, so that none is taken for somebody else's", () => {
    const { LUA = [], ...others } = records([everywhere], { policy: "multivalue", healthCheck });
    expect(LUA[1]).to.equal(`AAAA ifportup(80,{'2001:db8::1'},${all})`);
    expect(others).to.deep.equal({});
  });

  it("check a URL, a text in its answer, and how long that takes", () => {
    const url = "http://a.test/z";
    const settings = { policy: "multivalue", healthCheck: { url, text: "up", timeoutSeconds: 3 } };
    const { LUA = [] } = records([{ tiers: [["us"]] }], settings as PolicySettings);
    expect(LUA).to.deep.equal([
      "A ifurlup('http://a.test/z',{{'10.0.1.1','10.0.1.2'}},{selector='all',backupSelector='all',timeout='3',stringmatch='up'})",
    ]);
  });

  it("hold tiers in their order, of which the first that works is answered", () => {
    const branch = { tiers: [["jp"], ["us"]] };
    const { LUA: [code = ""] = [] } = records([branch], { policy: "failover", healthCheck });
    expect(code).to.match(/^A ;/);
    expect(code).to.include("t={{'10.0.2.1'},{'10.0.1.1','10.0.1.2'}}");
  });

  it("hold shares by cluster, without those of 0", () => {
    const weights = { eu: 0, us: 3, "*": 1 };
    const branch = { tiers: [["eu", "jp", "us"]] };
    const { LUA: [code = ""] = [] } = records([branch], { policy: "weighted", weights });
    expect(code).to.include("t={{{1,{'10.0.2.1'}},{3,{'10.0.1.1','10.0.1.2'}}}}");
  });

  it("ask for countries first, then continents, then answer everybody else", () => {
    const branches: Branch[] = [
      { place: { kind: "country", codes: ["DE", "FR"] }, tiers: [["eu"], ["us"]] },
      { place: { kind: "continent", codes: ["AS"] }, tiers: [["jp"], ["us"]] },
      { tiers: [["us"]] },
    ];
    const { LUA: [code = ""] = [] } = records(branches, { policy: "geo" });
    expect(code).to.include(
      "local t={{'10.0.1.1','10.0.1.2'}} if country({'DE','FR'}) then t={{'10.0.0.1'}} elseif continent({'AS'}) then t={{'10.0.2.1'}} end",
    );
  });

  it("hold no double quotes, which PowerDNS would lose", () => {
    const branch = { tiers: [["eu", "us"], ["jp"]] };
    const weights = { "*": 1 };
    const { LUA = [] } = records([branch], { policy: "weighted", weights, healthCheck });
    expect(LUA.join("")).to.not.include('"');
  });

  it("are none without addresses", () => {
    expect(records([{ tiers: [["xx"]] }], { policy: "multivalue", healthCheck })).to.deep.equal({});
  });
});
