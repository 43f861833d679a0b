import type { KubeObject } from "../../../core/model";
import { mapAt } from "../../../core/plain/fields";
import { divideCompletionsAsKarmada } from "./dispense";
import { askBindings, type Doubt } from "../doubt";
import { divisionSort } from "../placement/divisionSort";
import type { Target } from "./binding";

/** The completions that each cluster gets; none where they stay as they are. */
export interface DividedCompletions {
  readonly shares: Readonly<Record<string, number>>;
  readonly doubts: readonly Doubt[];
}

/**
 * Divides a Job's completions by the parallelism of each cluster, as Karmada does where replicas are divided;
 * a duplicated Job keeps them. Ties go by the object's uid.
 */
export function divideCompletions(
  job: KubeObject,
  given: {
    readonly targets: readonly Target[];
    readonly placement: KubeObject;
    readonly uid: string;
  },
): DividedCompletions {
  const { targets, placement, uid } = given;
  const spec = mapAt(job, "spec");
  // The API server fills in one where neither is said.
  const completions = spec.completions ?? (spec.parallelism === undefined ? 1 : undefined);
  const parallelism = Object.fromEntries(
    targets.flatMap(({ name, replicas }) => (replicas === undefined ? [] : [[name, replicas]])),
  );
  const isDivided =
    job.kind === "Job" &&
    divisionSort(placement) !== "duplicated" &&
    Object.values(parallelism).some((replicas) => replicas > 0);
  if (!isDivided || typeof completions !== "number") return { shares: {}, doubts: [] };
  const divide = (as: string): Readonly<Record<string, number>> =>
    divideCompletionsAsKarmada({ completions, parallelism, uid: as });
  if (uid !== "") return { shares: divide(uid), doubts: [] };
  // "a" and "b" are uids of the two sorts, by which ties go up or down.
  const [one, other] = [divide("a"), divide("b")];
  const isTied = targets.some(({ name }) => one[name] !== other[name]);
  const reason = `who gets the odd completion depends on the object's uid; ${askBindings}`;
  return { shares: one, doubts: isTied ? [{ reason }] : [] };
}
