import { expect } from "chai";
import * as prettier from "prettier";
import { writeProgram } from "../../../provider/migration/program/programText";
import type { Declaration, Migration } from "../../../provider/migration/migration";
import { deepFreeze } from "../../support/deepFreeze";
import { sampleMigrations } from "../../support/migrationSamples";
import { programTypeErrors } from "../../support/programTypes";

const migrations = sampleMigrations();

function migration(...declarations: Partial<Declaration>[]): Migration {
  return deepFreeze({
    system: "kubernetes",
    clusters: [{ name: "eu" }],
    declarations: declarations.map((declaration) => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      name: "cfg",
      scope: "Namespaced",
      namespace: "default",
      template: {},
      placement: { clusterSelector: {} },
      overrides: [],
      ...declaration,
    })),
    expectations: [],
    notes: [],
  });
}

function textOf(...declarations: Partial<Declaration>[]): string {
  return writeProgram({ migration: migration(...declarations) }).text;
}

describe("a program written from a migration", function () {
  this.timeout(180_000);

  for (const [name, each] of Object.entries(migrations)) {
    it(`is formatted as Prettier formats it: ${name}`, async () => {
      const { text } = writeProgram({ migration: each });
      const formatted = await prettier.format(text, {
        parser: "typescript",
        printWidth: 100,
        trailingComma: "all",
      });
      expect(text).to.equal(formatted);
    });

    it(`is the same each time: ${name}`, () => {
      expect(writeProgram({ migration: each })).to.deep.equal(writeProgram({ migration: each }));
    });
  }

  it("passes a strict compiler, every sample", () => {
    const texts = Object.entries(migrations).map(([name, each]): [string, string] => [
      name,
      writeProgram({ migration: each }).text,
    ]);
    expect(programTypeErrors(Object.fromEntries(texts))).to.deep.equal([]);
  });

  it("has no secret value in it, plain or encoded, and says where each comes from", () => {
    const { text, secrets } = writeProgram({ migration: migrations.shop ?? migration() });
    for (const value of ["hunter2", "aHVudGVyMg==", "shopkeeper"]) {
      expect(text).not.to.include(value);
    }
    expect(secrets).to.deep.equal([
      { key: "db-password", source: "data.password of Secret shop/db", value: "aHVudGVyMg==" },
      { key: "db-user", source: "stringData.user of Secret shop/db", value: "shopkeeper" },
    ]);
  });

  it("reads a secret of an override under a key of its own", () => {
    const { text, secrets } = writeProgram({
      migration: migrations["kubefed-guide"] ?? migration(),
    });
    expect(secrets.map(({ key }) => key)).to.deep.equal([
      "test-secret-A",
      "test-secret-A-cluster2",
    ]);
    expect(text).to.include('config.requireSecret("test-secret-A-cluster2")');
  });

  it("names two objects of one name apart, and keeps the name that they have on the clusters", () => {
    const text = textOf({ namespace: "a" }, { namespace: "b" });
    expect(text).to.include('FederatedConfigMap("cfg", {');
    expect(text).to.include('FederatedConfigMap("b-cfg", {');
    expect(text).to.include('template: { metadata: { name: "cfg" } }');
  });

  it("takes over what is there where it is told to", () => {
    const { text } = writeProgram({ migration: migration({}), existing: "adopt" });
    expect(text).to.include("adopt: true");
    expect(textOf({})).not.to.include("adopt");
  });

  it("waits for the definition of a custom resource", () => {
    const { text } = writeProgram({ migration: migrations.shop ?? migration() });
    expect(text).to.include("{ dependsOn: [basketsShopExampleCom] }");
  });

  it("reads its member clusters from the configuration where none is known", () => {
    const { text } = writeProgram({ migration: { ...migration({}), clusters: [] } });
    expect(text).to.include(
      'config.requireObject<Record<string, Record<string, string>>>("members")',
    );
  });

  it("leaves objects behind where they were orphaned before", () => {
    expect(textOf({ retainOnDelete: true })).to.include("{ retainOnDelete: true }");
  });
});
