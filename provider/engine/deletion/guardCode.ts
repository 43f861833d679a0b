import * as pulumi from "@pulumi/pulumi";
import { createRequire } from "node:module";
import { join } from "node:path";

/**
 * Why the engine would not find what the guard does: dynamic resources run in a process of their own, which
 * looks for this package from the project's folder. Undefined where it finds it.
 */
export function whyUnguarded(): string | undefined {
  // An inline program of the Automation API has a project in a temporary folder, with nothing installed.
  if (pulumi.getRootDirectory() === "") return "the program has no folder of its own";
  const folder = process.cwd();
  try {
    createRequire(join(folder, "index.js")).resolve("pulumi-kubefed/handlers/deletionGuard");
    return undefined;
  } catch {
    return `pulumi-kubefed is not installed for ${folder}`;
  }
}
