import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const repository = resolve(__dirname, "../..");
const shop = join(repository, "examples/shop/go");

/** The shop in Go. */
export const goShop = join(shop, "main.go");

/** Puts a program in Go into a folder, as a module that has the package in sdk/go as it is. */
export function placeGoProgram(directory: string, program: string): void {
  writeFileSync(join(directory, "main.go"), program);
  copyFileSync(join(shop, "go.sum"), join(directory, "go.sum"));
  const module = readFileSync(join(shop, "go.mod"), "utf8");
  const place = `=> ${join(repository, "sdk/go")}`;
  writeFileSync(join(directory, "go.mod"), module.replace("=> ../../../sdk/go", place));
}
