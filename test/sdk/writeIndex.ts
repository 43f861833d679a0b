import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type IndexedSchema, withIndex } from "./packageIndex";

const root = resolve(__dirname, "../..");
const page = join(root, "docs/_index.md");
const schema = JSON.parse(readFileSync(join(root, "schema.json"), "utf8")) as IndexedSchema;
writeFileSync(page, withIndex(readFileSync(page, "utf8"), schema));
