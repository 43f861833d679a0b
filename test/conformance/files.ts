import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The conformance files of this folder, by name. */
export const conformanceFiles: ReadonlyMap<string, unknown> = new Map(
  readdirSync(__dirname)
    .filter((name) => name.endsWith(".json") && !name.startsWith("deliberate"))
    .sort()
    .map((name): [string, unknown] => [
      name,
      JSON.parse(readFileSync(join(__dirname, name), "utf8")),
    ]),
);
