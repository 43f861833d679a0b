import { readFileSync, writeFileSync } from "node:fs";
import { parseUrn } from "../../core/kinds/urn";
import { isPlainObject } from "../../core/plain/plainObject";

/** What stands for a value that is known only after an update, which may then also be none. */
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What components tell a preview and nobody else. */
const previewOnly = "decisions";

/**
 * Rewrites a file of `pulumi preview --save-plan` so that an update can be bound to it: what components
 * register at a preview only is no longer expected, and what the program exports may be anything: of an object that is
 * to be made an API server's dry run makes up a uid or an address. Source: Pulumi `sdk/go/common/apitype/plan.go`.
 */
export function bindable(planFile: string): void {
  const plan: unknown = JSON.parse(readFileSync(planFile, "utf8"));
  for (const [urn, resource] of Object.entries(mapAt(plan, "resourcePlans"))) {
    if (parseUrn(urn).type === "pulumi:pulumi:Stack") exportingAnything(resource);
    const adds = mapAt(mapAt(mapAt(resource, "goal"), "outputDiff"), "adds");
    if (Object.hasOwn(adds, previewOnly)) adds[previewOnly] = unknownValue;
  }
  writeFileSync(planFile, JSON.stringify(plan));
}

/** An addition of an unknown value lets an output be added, changed, the same or left out. */
function exportingAnything(stack: unknown): void {
  const outputDiff = mapAt(mapAt(stack, "goal"), "outputDiff");
  const names = [mapAt(stack, "state"), mapAt(outputDiff, "adds"), mapAt(outputDiff, "updates")];
  const all = names.flatMap((each) => Object.keys(each));
  outputDiff.adds = Object.fromEntries(all.map((name) => [name, unknownValue]));
  outputDiff.updates = {};
}

/** Lets an update that is bound to a plan take a resource out of the state that came into it since. */
export function allowingEndOf(planFile: string, urn: string): void {
  const plan: unknown = JSON.parse(readFileSync(planFile, "utf8"));
  const resourcePlans = mapAt(plan, "resourcePlans");
  resourcePlans[urn] ??= { steps: ["delete"], state: {} };
  writeFileSync(planFile, JSON.stringify(plan));
}

function mapAt(of: unknown, key: string): Record<string, unknown> {
  const value = isPlainObject(of) ? of[key] : undefined;
  return isPlainObject(value) ? value : {};
}
