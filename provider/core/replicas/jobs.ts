import { IssuesError, type Issue } from "../issue";
import type { ReplicaCounts } from "./candidate";
import { ownValue, setOwn } from "../plain/ownKey";
import { planReplicas } from "./plan";
import { validateCount, validateEachPreference } from "./preferences";

/** How much of a Job one cluster runs, or each of the others under the name `*`. */
export interface JobPreference {
  /** An integer from 0. @default 0 */
  readonly weight?: number;
}

/** A Job to divide, and over what. */
export interface JobsToPlan {
  /** The clusters to divide over, in any order. */
  readonly clusters: readonly string[];
  /** How many pods run at once, over all clusters. */
  readonly parallelism: number;
  /** How many pods have to succeed, over all clusters. */
  readonly completions: number;
  /** By cluster name; `*` is for all that are not named. @default { "*": { weight: 1 } } */
  readonly preferences?: Readonly<Record<string, JobPreference>>;
  /** `namespace/name` of the preference, which breaks ties. @default "" */
  readonly key?: string;
}

/** The part of a Job that each cluster runs. */
export interface JobPlan {
  /** By cluster that gets the Job, each from 1. */
  readonly parallelism: ReplicaCounts;
  /** By cluster that gets the Job; together all completions. */
  readonly completions: ReplicaCounts;
  /** By cluster, also those that do not get the Job: one sentence. */
  readonly because: Readonly<Record<string, string>>;
}

/**
 * Divides a Job over clusters by weight, as KubeFed's JobSchedulingPreference was to do.
 *
 * - Parallelism is divided first, as replicas are. A cluster that gets none does not get the Job.
 * - Completions are divided by the same weights, over the clusters that get the Job.
 *
 * Throws `IssuesError` with all that is wrong in the arguments.
 *
 * Source: KubeFed pull request 259, never merged.
 *
 * @example
 * planJobs({ clusters: ["eu", "us", "ap"], parallelism: 6, completions: 9, preferences: { eu: { weight: 1 }, us: { weight: 2 } } }).completions
 * //=> { eu: 3, us: 6 }
 */
export function planJobs(job: JobsToPlan): JobPlan {
  const { clusters, parallelism, completions, preferences, key = "" } = job;
  failOn(jobIssues(job), key);
  const atOnce = planReplicas({ clusters, totalReplicas: parallelism, preferences, key });
  const given = Object.entries(atOnce.replicas).filter(([, replicas]) => replicas > 0);
  const placed = given.map(([name]) => name);
  const inAll = planReplicas({ clusters: placed, totalReplicas: completions, preferences, key });
  const because: Record<string, string> = {};
  for (const [name, sentence] of Object.entries(atOnce.because)) {
    const after = ownValue(inAll.because, name);
    const rest = after === undefined ? "so it does not get the Job" : `completions ${after}`;
    setOwn(because, { key: name, value: `parallelism ${sentence}; ${rest}` });
  }
  return { parallelism: Object.fromEntries(given), completions: inAll.replicas, because };
}

function failOn(issues: readonly Issue[], key: string): void {
  if (issues.length > 0) throw new IssuesError(`job plan ${JSON.stringify(key)}`, issues);
}

function jobIssues({ parallelism, completions, preferences = {} }: JobsToPlan): Issue[] {
  return [
    ...validateCount(parallelism, "parallelism"),
    ...validateCount(completions, "completions"),
    ...validateEachPreference(preferences, "preferences"),
    ...Object.entries(preferences).flatMap(([name, preference]) => limitIssues(name, preference)),
  ];
}

/** Types keep limits out; a plan from YAML may still have them, and must not be divided by them. */
function limitIssues(name: string, preference: JobPreference): Issue[] {
  return ["minReplicas", "maxReplicas"]
    .filter((field) => ownValue<unknown>({ ...preference }, field) !== undefined)
    .map((field) => ({
      code: "preference-invalid",
      path: `preferences[${JSON.stringify(name)}].${field}`,
      message: "a Job is divided by weight alone",
    }));
}
