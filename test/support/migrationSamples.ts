import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseManifests } from "../../provider/cli/engine/manifestFiles";
import { convertDocuments } from "../../provider/migration/convertObjects";
import { federateManifests } from "../../provider/migration/federateManifests";
import type { Migration } from "../../provider/migration/migration";

/** The folder of the sample manifests. */
export const samplesFolder = join(__dirname, "../migration/samples");

/** The documents of a sample. */
export function sampleDocuments(name: string): readonly unknown[] {
  return parseManifests(readFileSync(join(samplesFolder, `${name}.yaml`), "utf8"));
}

/** The clusters that plain manifests are federated over in tests. */
export const threeClusters = [
  { name: "us-east", labels: { tier: "prod" } },
  { name: "eu-west", labels: { tier: "prod" } },
  { name: "ap-south", labels: { tier: "dev" } },
];

/** Every sample as a migration, by name. */
export function sampleMigrations(): Record<string, Migration> {
  const converted = ["kubefed-2018", "kubefed-guide", "karmada"].map((name) => {
    const migration = convertDocuments({ documents: sampleDocuments(name), clusters: [] });
    if (migration === undefined) throw new Error(`${name}: nothing to convert`);
    return [name, migration] as const;
  });
  const documents = sampleDocuments("shop");
  const invocation = sampleDocuments("kubemci");
  const kubemci = convertDocuments({ documents: invocation, clusters: threeClusters });
  if (kubemci === undefined) throw new Error("kubemci: nothing to convert");
  return {
    kubemci,
    shop: federateManifests({ documents, clusters: threeClusters }),
    ...Object.fromEntries(converted),
  };
}
