import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";

const folder = join(__dirname, "../golden");

/**
 * Compares a text with a file of `test/golden`. With `UPDATE_GOLDEN=1` the file is written instead, so
 * that its difference is read like code.
 */
export function expectGolden(name: string, text: string): void {
  const file = join(folder, name);
  if (process.env.UPDATE_GOLDEN !== undefined) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(text, `test/golden/${name}; UPDATE_GOLDEN=1 writes it`).to.equal(
    readFileSync(file, "utf8"),
  );
}

/** The full path of a file of `test/golden`. */
export function goldenPath(name: string): string {
  mkdirSync(folder, { recursive: true });
  return join(folder, name);
}
