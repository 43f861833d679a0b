import { expect } from "chai";
import type { Declaration, Expectation, Migration } from "../../../provider/migration/migration";
import { proveLive } from "../../../provider/migration/proof/liveProof";
import { proveMigration } from "../../../provider/migration/proof/proof";
import { renderLiveProof, renderProof } from "../../../provider/migration/proof/proofText";
import { deepFreeze } from "../../support/deepFreeze";
import { sampleMigrations } from "../../support/migrationSamples";

const cfg: Declaration = {
  apiVersion: "v1",
  kind: "ConfigMap",
  scope: "Namespaced",
  name: "cfg",
  namespace: "shop",
  template: { data: { a: "1" } },
  placement: { clusterNames: ["eu"] },
  overrides: [],
};

function expectation(cluster: string, data?: object): Expectation {
  const metadata = { name: "cfg", namespace: "shop", labels: { "kubefed.io/managed": "true" } };
  const object = { apiVersion: "v1", kind: "ConfigMap", metadata, data };
  const { apiVersion, kind, name, namespace } = cfg;
  const reason = data === undefined ? "not placed" : "placed";
  const about = {
    apiVersion,
    kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    cluster,
    reason,
  };
  return data === undefined ? about : { ...about, object };
}

function migration(
  expectations: readonly Expectation[],
  changed: Partial<Declaration> = {},
): Migration {
  return deepFreeze({
    system: "kubefed",
    clusters: [{ name: "eu" }, { name: "us" }],
    declarations: [{ ...cfg, ...changed }],
    expectations,
    notes: [],
  });
}

describe("the proof of a migration", () => {
  const good = [expectation("eu", { a: "1" }), expectation("us")];

  it("finds objects equal, but for the labels of either system", () => {
    expect(renderProof(proveMigration(migration(good)))).to.equal(
      "equal    ConfigMap shop/cfg: equal on eu; on neither side on us\n" +
        "proved: 1 object over 2 member clusters, 1 copy equal\n",
    );
  });

  const broken = [
    {
      what: "another value",
      migration: migration([expectation("eu", { a: "2" })]),
      says: 'eu /data/a: before "2", now "1"',
    },
    {
      what: "an object that the program lacks",
      migration: migration([...good.slice(0, 1), expectation("us", { a: "1" })]),
      says: "us: only before (before: placed)",
    },
    {
      what: "an object that was not there",
      migration: migration([expectation("eu"), expectation("us")]),
      says: "eu: only in the program (before: not placed)",
    },
    {
      what: "an error that stops the program",
      migration: migration(good, { placement: { clusterNames: ["eu", "xx"] } }),
      says: 'error    ConfigMap shop/cfg: placement.clusterNames[1]: no member cluster is called "xx"',
    },
  ];
  for (const { what, migration: each, says } of broken) {
    it(`tells ${what}`, () => {
      const proof = proveMigration(each);
      expect(proof.isEqual).to.equal(false);
      expect(renderProof(proof)).to.include(says).and.include("not equal: ");
    });
  }

  it("shows no value of a Secret", () => {
    const secret = { ...cfg, kind: "Secret", template: { data: { a: "bm93" } } };
    const before = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "cfg", namespace: "shop" },
      data: { a: "dGhlbg==" },
    };
    const given = { ...expectation("eu", {}), kind: "Secret", object: before };
    const text = renderProof(proveMigration({ ...migration([given]), declarations: [secret] }));
    expect(text).to.include("eu /data/a: before [secret], now [secret]");
  });

  it("breaks where one expected value of a sample is changed", () => {
    for (const [name, each] of Object.entries(sampleMigrations())) {
      expect(proveMigration(each).isEqual, name).to.equal(true);
      const at = each.expectations.findIndex(({ object }) => object?.kind === "Namespace");
      const expectations = each.expectations.map((one, index) =>
        index === at ? { ...one, object: { ...one.object, spec: { broken: true } } } : one,
      );
      expect(proveMigration({ ...each, expectations }).isEqual, name).to.equal(false);
    }
  });

  it("compares with what a cluster has, and ignores what the cluster added", () => {
    const live = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "cfg", namespace: "shop", uid: "7" },
      data: { a: "1" },
    };
    const agree = proveLive(migration(good), new Map([["eu", [live]]]));
    expect(renderLiveProof(agree)).to.equal("agrees with what is there: 1 object\n");
    const missing = proveLive(migration(good), new Map([["eu", []]]));
    expect(renderLiveProof(missing)).to.include("eu: not there").and.include("1 of 1 object");
  });
});
