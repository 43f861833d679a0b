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

  const unknowable = [
    { what: "planned here", expectation: expectation("us"), places: ["eu", "us"] },
    { what: "planned nowhere", expectation: expectation("us", { a: "1" }), places: ["eu"] },
  ];
  for (const { what, expectation: likeliest, places } of unknowable) {
    it(`does not take a copy for equal that nobody knows, ${what}`, () => {
      const unknown = { ...likeliest, unknown: "nobody knows; ask" };
      const proof = proveMigration(
        migration([expectation("eu", { a: "1" }), unknown], {
          placement: { clusterNames: places },
        }),
      );
      expect([proof.isEqual, proof.isProved]).to.deep.equal([false, false]);
      expect(renderProof(proof)).to.equal(
        "unknown  ConfigMap shop/cfg: equal on eu; unknown on us\n" +
          "             us: nobody knows; ask\n" +
          "not proved: 1 object over 2 member clusters, 1 copy equal, 1 copy unknown\n",
      );
    });
  }

  it("proves nothing by an assumption, of the whole or in a note", () => {
    const note = { source: "the member clusters", sort: "assumed", message: "taken" } as const;
    const assuming = [
      { ...migration(good), notes: [note] },
      { ...migration(good), assumptions: ["that it is so"] },
    ];
    for (const each of assuming) {
      const proof = proveMigration(each);
      expect([proof.isEqual, proof.isProved]).to.deep.equal([true, false]);
      expect(renderProof(proof)).to.include("not proved").and.include("assumed: ");
    }
  });

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
    for (const [name, sample] of Object.entries(sampleMigrations())) {
      const likeliest = sample.expectations.map(({ unknown: _reason, ...rest }) => rest);
      const each = { ...sample, expectations: likeliest };
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

  describe("beside what a cluster holds", () => {
    const held = (name: string, labels: object, data: object = { a: "1" }): object => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name, namespace: "shop", labels },
      data,
    });
    const said = (objects: readonly object[], changed: Partial<Migration> = {}): string =>
      renderLiveProof(
        proveLive({ ...migration(good), ...changed }, new Map([["eu", [...objects]]])),
      );
    const ours = held("cfg", {});

    it("says what the old system put there and the program lacks", () => {
      for (const mark of ["karmada.io/managed", "kubefed.io/managed"]) {
        const text = said([ours, held("more", { [mark]: "true" })]);
        expect(text).to.include("ConfigMap shop/more").and.include("there, and not in the program");
      }
    });

    it("says so of what the old system knew, marked or not, and of nothing else", () => {
      const known = { known: ["/ConfigMap shop/lost"] };
      expect(said([ours, held("lost", {})], known)).to.include("ConfigMap shop/lost");
      expect(said([ours, held("foreign", {})], known)).to.include("agrees with what is there");
    });

    it("says what an object has more than the program and the API server's defaults", () => {
      expect(said([held("cfg", {}, { a: "1", b: "2" })])).to.include(
        'eu /data/b: there "2", in the program nothing',
      );
    });

    it("leaves out replicas that the member keeps", () => {
      const spec = { replicas: 7, selector: {}, template: {} };
      const metadata = { name: "cfg", namespace: "shop" };
      const workload = {
        apiVersion: "apps/v1",
        kind: "Deployment",
        template: { spec: { ...spec, replicas: 2 } },
        replicasPath: "/spec/replicas",
      };
      const live = { apiVersion: "apps/v1", kind: "Deployment", metadata, spec };
      const kept = migration([], { ...workload, retainReplicas: true });
      expect(said([live], kept)).to.include("agrees with what is there");
      expect(said([live], migration([], workload))).to.include("eu /spec/replicas: there 7");
    });
  });
});
