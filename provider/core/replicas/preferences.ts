import type { Issue } from "../issue";
import { isPlainObject } from "../plain/plainObject";
import { describeValue } from "../plain/valueKind";
import type { ReplicaPreferences } from "../model";
import type { ReplicaCounts } from "./candidate";

const KNOWN_NAMES_SHOWN = 10;

/** What `validatePreferences` looks at. */
export interface PreferencesToValidate {
  readonly totalReplicas: number;
  readonly preferences?: ReplicaPreferences;
  /**
   * All member clusters, selected or not: a preference may name one that is not selected.
   * @default unknown, so every name is allowed
   */
  readonly clusters?: readonly string[];
  /** Stands before the path of every issue, as in `scheduling.totalReplicas`. @default "" */
  readonly path?: string;
  /** What the argument that holds the preferences is called. @default "preferences" */
  readonly field?: string;
}

/**
 * Everything that is wrong with a replica preference, in the order of its fields.
 *
 * - Numbers are integers from 0 that JavaScript holds exactly. KubeFed has no such check: a negative total
 *   made it write a negative override.
 * - `minReplicas` is at most `maxReplicas`. KubeFed's outcome for the contrary depended on what ran where.
 * - With `clusters`, every name but `*` is one of them.
 *
 * @example
 * validatePreferences({ totalReplicas: 9, preferences: { eu: { minReplicas: 3, maxReplicas: 2 } } })
 * //=> [{ code: "preference-invalid", path: 'preferences["eu"].minReplicas', message: "3 is above maxReplicas, 2" }]
 */
export function validatePreferences(args: PreferencesToValidate): Issue[] {
  const { totalReplicas, preferences = {}, clusters, path = "", field = "preferences" } = args;
  const issues = validateCount(totalReplicas, "totalReplicas");
  for (const issue of validateEachPreference(preferences, field)) issues.push(issue);
  if (clusters !== undefined) {
    issues.push(...unknownClusters(Object.keys(preferences), { clusters, field }));
  }
  return path === "" ? issues : under(`${path}.`, issues);
}

/** What is wrong with single preferences, whatever they are preferences for. */
export function validateEachPreference(preferences: ReplicaPreferences, field: string): Issue[] {
  if (Object.values(preferences).every(isSound)) return [];
  return Object.keys(preferences).flatMap((name) =>
    under(keyed(field, name), preferenceIssues(preferences[name])),
  );
}

/** The issue of a number of replicas that is not an integer from 0, or of one too large to be exact. */
export function validateCount(value: unknown, path: string): Issue[] {
  if (isCount(value)) return [];
  const allowed = `must be an integer from 0 to ${Number.MAX_SAFE_INTEGER}`;
  return [{ code: "preference-invalid", path, message: `${allowed}, not ${describeValue(value)}` }];
}

/** The same for each value of a map by cluster. */
export function validateCounts(counts: ReplicaCounts | undefined, path: string): Issue[] {
  if (counts === undefined || Object.values(counts).every(isCount)) return [];
  return Object.keys(counts).flatMap((name) => validateCount(counts[name], keyed(path, name)));
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** The same as finding no issues, several times faster: nearly all preferences are sound. */
function isSound(preference: unknown): boolean {
  if (!isLiteral(preference) && !isPlainObject(preference)) return false;
  const { weight = 0, minReplicas = 0, maxReplicas = Number.MAX_SAFE_INTEGER } = preference;
  return (
    isCount(weight) && isCount(minReplicas) && isCount(maxReplicas) && minReplicas <= maxReplicas
  );
}

/** The plain objects that are plain at first sight. */
function isLiteral(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

function preferenceIssues(preference: unknown): Issue[] {
  if (!isPlainObject(preference)) {
    const message = `must be a map of weight, minReplicas and maxReplicas, not ${describeValue(preference)}`;
    return [{ code: "preference-invalid", path: "", message }];
  }
  const { weight = 0, minReplicas = 0, maxReplicas = Number.MAX_SAFE_INTEGER } = preference;
  const issues = validateCount(weight, ".weight");
  const limits = validateCount(minReplicas, ".minReplicas");
  limits.push(...validateCount(maxReplicas, ".maxReplicas"));
  if (isCount(minReplicas) && isCount(maxReplicas) && minReplicas > maxReplicas) {
    const message = `${minReplicas} is above maxReplicas, ${maxReplicas}`;
    limits.push({ code: "preference-invalid", path: ".minReplicas", message });
  }
  return [...issues, ...limits];
}

function unknownClusters(
  names: readonly string[],
  { clusters, field }: { readonly clusters: readonly string[]; readonly field: string },
): Issue[] {
  const known = new Set(clusters);
  const unknown = names.filter((name) => name !== "*" && !known.has(name));
  return unknown.map((name) => ({
    code: "unknown-cluster",
    path: keyed(field, name),
    message: `no member cluster is called ${JSON.stringify(name)}; known: ${listKnown(known)}`,
  }));
}

function listKnown(known: ReadonlySet<string>): string {
  if (known.size === 0) return "none";
  const names = [...known].sort().map((name) => JSON.stringify(name));
  const shown = names.slice(0, KNOWN_NAMES_SHOWN).join(", ");
  const more = names.length - KNOWN_NAMES_SHOWN;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

function keyed(field: string, name: string): string {
  return `${field}[${JSON.stringify(name)}]`;
}

function under(prefix: string, issues: readonly Issue[]): Issue[] {
  return issues.map((issue) => ({ ...issue, path: prefix + issue.path }));
}
