/*
 * The generator of `schema.json`: from the components' types and docstrings. A tool; no program loads it.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema } from "./schema";

/**
 * `npm run schema` writes schema.json; `npm run schema -- --check` only says whether it is fresh.
 * Exits 1 when it is not.
 */
const root = process.cwd();
const file = join(root, "schema.json");
const fresh = `${JSON.stringify(buildSchema(root, readVersions(root)), null, 2)}\n`;
if (!process.argv.includes("--check")) {
  writeFileSync(file, fresh);
} else if (readFileSync(file, "utf8") !== fresh) {
  process.stderr.write("schema.json is not what the components say; run: npm run schema\n");
  process.exitCode = 1;
}

function readVersions(folder: string) {
  const versionOf = (path: string): string => {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, path, "package.json"), "utf8"));
    if (typeof manifest === "object" && manifest !== null && "version" in manifest) {
      return String(manifest.version);
    }
    throw new Error(`${path}: package.json has no version`);
  };
  return { package: versionOf("."), kubernetes: versionOf("node_modules/@pulumi/kubernetes") };
}
