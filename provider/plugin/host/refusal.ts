import * as pulumi from "@pulumi/pulumi";
import { isPlainObject } from "../../core/plain/plainObject";
import { count } from "../../core/plain/text";
import { parsePropertyPath, type PropertyPath } from "../../core/paths/propertyPath";
import type { Problem } from "../../engine/run";
import type { InputProblem } from "./settle";

/** A component that is refused. */
export interface RefusedComponent {
  /** What it is called in messages: `FederatedConfigMap "settings"`. */
  readonly subject: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** The problems of a batch as problems of one component's inputs; those of others say whose they are. */
export function inputProblems(found: readonly Problem[], subject: string): InputProblem[] {
  return found.flatMap(({ subject: whose, issues }) =>
    issues.map(({ path, message }) =>
      whose === subject ? { path, message } : { path: "", message: `${whose}: ${message}` },
    ),
  );
}

/** One error with all that is wrong with a component, as every language shows it: by property. */
export function refusal(
  { subject, inputs }: RefusedComponent,
  problems: readonly InputProblem[],
): pulumi.InputPropertiesError {
  return new pulumi.InputPropertiesError({
    message: `${subject}: ${count(problems.length, "problem")}, nothing of it was written`,
    errors: problems.map(({ path, message }) => ({
      propertyPath: path === "" ? subject : shownPath(inputs, path),
      reason: message,
    })),
  });
}

/**
 * The engine prints the value that a path leads to, also where a secret is in it. So a path leads to a value only
 * where that is plain and a single one.
 */
function shownPath(inputs: Readonly<Record<string, unknown>>, path: string): string {
  const value = valueAt(inputs, parsePropertyPath(path) ?? []);
  if (value === undefined || ["boolean", "number", "string"].includes(typeof value)) return path;
  return `${path} (${titleOfValue(value)})`;
}

/** What a path leads to, or the first on its way that nobody looks into. */
function valueAt(inputs: unknown, path: PropertyPath): unknown {
  let value = inputs;
  for (const step of path) {
    if (!Array.isArray(value) && !isPlainObject(value)) return value;
    value = Reflect.get(value, step);
  }
  return value;
}

function titleOfValue(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (pulumi.Resource.isInstance(value)) return "a resource";
  return isPlainObject(value) ? "an object" : "not shown";
}
