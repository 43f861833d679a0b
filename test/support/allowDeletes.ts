import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { TestStack } from "./stack";

/** Says in the stack's configuration how many copies may be deleted at once. */
export function allowDeletes(stack: TestStack, value: string): void {
  const file = join(stack.shell.directory, "Pulumi.dev.yaml");
  const settings = parse(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
  settings.config["pulumi-kubefed:allowDeletes"] = value;
  writeFileSync(file, stringify(settings));
}
