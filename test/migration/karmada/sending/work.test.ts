import { expect } from "chai";
import { convertDocuments } from "../../../../provider/migration/convertObjects";
import { proveMigration } from "../../../../provider/migration/proof/proof";
import { deepFreeze } from "../../../support/deepFreeze";
import { clusterObject } from "../karmadaObjects";

type Plain = Readonly<Record<string, unknown>>;

const template = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "c", namespace: "default" },
  data: { a: "new" },
};

function work(
  cluster: string,
  given: { readonly manifest?: Plain; readonly applied?: string; readonly spec?: Plain },
): Plain {
  const { manifest = template, applied = "True", spec = {} } = given;
  return {
    apiVersion: "work.karmada.io/v1alpha1",
    kind: "Work",
    metadata: { name: "w", namespace: `karmada-es-${cluster}` },
    spec: { workload: { manifests: [manifest] }, ...spec },
    status: { conditions: [{ type: "Applied", status: applied }] },
  };
}

function verdicts(...works: readonly Plain[]): {
  readonly isProved: boolean;
  readonly said: Readonly<Record<string, string>>;
  readonly data: unknown;
} {
  const clusters = [clusterObject("a", {}), clusterObject("b", {})];
  const documents = deepFreeze([...clusters, template, ...works]);
  const migration = convertDocuments({ documents, clusters: [] });
  if (migration === undefined) throw new Error("nothing to convert");
  const proof = proveMigration(migration);
  return {
    isProved: proof.isProved,
    said: Object.fromEntries(proof.verdicts.map(({ cluster, verdict }) => [cluster, verdict])),
    data: migration.declarations[0]?.template.data,
  };
}

describe("Karmada's Works, where the input has them", () => {
  const other = { ...template, metadata: { name: "x", namespace: "default" } };

  it("are what was sent, whoever owns it now", () => {
    const old = { ...template, data: { a: "old" } };
    const found = verdicts(work("a", { manifest: old }), work("b", { manifest: other }));
    expect(found.said).to.deep.equal({ a: "equal", b: "absent" });
    expect(found.isProved).to.equal(true);
  });

  const pending = [
    { what: "the member refused it", given: { applied: "False" } },
    { what: "it is held back", given: { spec: { suspendDispatching: true } } },
  ];
  for (const { what, given } of pending) {
    it(`prove nothing where ${what}`, () => {
      const found = verdicts(work("a", given), work("b", { manifest: other }));
      expect(found.said.a).to.equal("unknown");
      expect(found.isProved).to.equal(false);
    });
  }

  it("say nothing about a cluster that has none", () => {
    expect(verdicts(work("a", {})).said.b).to.equal("unknown");
  });
});
