import type { PropagationPlan } from "../objects/propagationPlan";
import { isPlainObject } from "../plain/plainObject";
import { compareText, stableText } from "../plain/text";
import { fnv1 } from "../replicas/kubefed/fnv1";

/** Lets a run refuse to divide the fleet in another way than it is told. */
export const divisionVariable = "PULUMI_KUBEFED_DIVISION";

/** What a program says of one federated object. */
export interface DividedObject {
  readonly plan: Pick<PropagationPlan, "apiVersion" | "clusters" | "kind" | "name" | "namespace">;
  /** What decides about it, as the program gives it; values that are only known later are passed over. */
  readonly given: unknown;
}

/**
 * A digest of what a program gives the whole fleet: 8 hexadecimal digits, the same in every shard of the same
 * program and fleet. Neither Outputs nor the values of Secrets are in it, so that nothing can be guessed from it.
 *
 * @example
 * divisionDigest([])
 * //=> "811c9dc5"
 */
export function divisionDigest(objects: readonly DividedObject[]): string {
  const texts = objects.map(({ plan, given }) => {
    const { apiVersion, kind, namespace = "", name } = plan;
    const clusters = plan.clusters.map(({ cluster, selected, replicas, divided }) => {
      return { cluster, selected, replicas, divided };
    });
    const shown = withoutLeaves(given, kind === "Secret");
    return stableText({ apiVersion, kind, namespace, name, clusters, given: shown });
  });
  return fnv1(texts.sort(compareText).join("\n")).toString(16).padStart(8, "0");
}

const secretFields = new Set(["data", "stringData", "value"]);

/** What is plain in a value, with the places of all else. */
function withoutLeaves(value: unknown, isSecret: boolean): unknown {
  if (Array.isArray(value)) return value.map((each) => withoutLeaves(each, isSecret));
  if (!isPlainObject(value)) {
    const isLeaf = value !== null && ["function", "object"].includes(typeof value);
    return isLeaf ? "a value that is known later" : value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      isSecret && secretFields.has(key) ? "secret" : withoutLeaves(each, isSecret),
    ]),
  );
}

/**
 * Why a run must not go on that was told another digest; undefined where it may.
 *
 * @example
 * [divisionProblem("1234abcd", "1234abcd"), divisionProblem(undefined, "1234abcd")]
 * //=> [undefined, undefined]
 */
export function divisionProblem(told: string | undefined, own: string): string | undefined {
  if (told === undefined || told === "" || told === own) return undefined;
  return `this program divides the fleet as ${own} says, and this run is to divide it as ${told}; all shards must run the same program with the same fleet`;
}
