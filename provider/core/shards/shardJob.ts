import type { KubeObject } from "../model";
import { listAt, mapAt, mapsAt, textAt } from "../plain/fields";
import { isPlainObject } from "../plain/plainObject";
import { divisionVariable } from "./divisionDigest";

/** A Job as it is to be created, and why it must not be. */
export interface PreparedJob {
  readonly job: KubeObject;
  readonly problems: readonly string[];
}

/** Checks the Job of a manifest for these shards, and gives it what all of them must divide. */
export function preparedJob(
  manifest: KubeObject,
  of: {
    readonly names: readonly string[];
    readonly division: string | undefined;
    /** @default the manifest's */
    readonly parallel: number | undefined;
  },
): PreparedJob {
  const { names, division, parallel } = of;
  const spec = mapAt(manifest, "spec");
  const pod = mapAt(spec, "template", "spec");
  const containers = mapsAt(pod, "containers");
  const args = containers.flatMap((each) => [...listAt(each, "args"), ...listAt(each, "command")]);
  const isAlone = args.includes("--alone");
  const listed = args[args.indexOf("--only") + 1];
  const problems = [
    ...(spec.completionMode === "Indexed" ? [] : [`spec.completionMode must be "Indexed"`]),
    ...(spec.completions === names.length
      ? []
      : [
          `spec.completions must be ${names.length}, one for each shard; got ${String(spec.completions)}`,
        ]),
    ...(!isAlone || spec.podReplacementPolicy === "Failed"
      ? []
      : [
          `spec.podReplacementPolicy must be "Failed" with --alone, so that no two pods update a shard`,
        ]),
    ...(listed === names.join(",")
      ? []
      : [
          `the shards after --only must be ${names.join(",")}, in this order; got ${String(listed)}`,
        ]),
  ];
  return {
    problems,
    job: {
      ...manifest,
      spec: {
        ...spec,
        ...(parallel === undefined ? {} : { parallelism: parallel }),
        template: {
          ...mapAt(spec, "template"),
          spec: {
            ...pod,
            containers: containers.map((each) => withDivision(each, division ?? "")),
          },
        },
      },
    },
  };
}

function withDivision(container: KubeObject, value: string): KubeObject {
  const env = listAt(container, "env").filter(
    (each) => !isPlainObject(each) || each.name !== divisionVariable,
  );
  return { ...container, env: [...env, { name: divisionVariable, value }] };
}

/** How far a Job is. */
export interface JobEnd {
  readonly isEnded: boolean;
  readonly isGood: boolean;
  readonly text: string;
}

/**
 * Reads how far an Indexed Job is, by the names of its indexes.
 *
 * @example
 * jobEnd({ status: { completedIndexes: "0,2-3", failedIndexes: "1", conditions: [{ type: "Failed", status: "True", reason: "MaxFailedIndexesExceeded" }] } }, ["a", "b", "c", "d"])
 * //=> { isEnded: true, isGood: false, text: "done: a, c, d; failed: b; the Job failed: MaxFailedIndexesExceeded" }
 */
export function jobEnd(job: unknown, names: readonly string[]): JobEnd {
  const status = mapAt(job, "status");
  const conditions = mapsAt(status, "conditions").filter((each) => each.status === "True");
  const complete = conditions.some(({ type }) => type === "Complete");
  const failed = conditions.find(({ type }) => type === "Failed");
  const [done, lost] = (["completedIndexes", "failedIndexes"] as const).map((key) =>
    indexesIn(textAt(status, key)).map((index) => names[index] ?? String(index)),
  );
  const active = typeof status.active === "number" ? status.active : 0;
  const parts = [
    ...saying("done", done),
    ...saying("failed", lost),
    ...saying("running", active > 0 ? [String(active)] : []),
    ...(failed === undefined ? [] : [`the Job failed: ${textAt(failed, "reason")}`]),
    ...(complete ? ["the Job is complete"] : []),
  ];
  return {
    isEnded: complete || failed !== undefined,
    isGood: complete,
    text: parts.length === 0 ? "nothing has begun" : parts.join("; "),
  };
}

function saying(what: string, names: readonly string[] = []): string[] {
  return names.length === 0 ? [] : [`${what}: ${names.join(", ")}`];
}

/** Kubernetes writes indexes as `0,2-4`. */
function indexesIn(text: string): number[] {
  return text.split(",").flatMap((part) => {
    const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    if (from === undefined) return [];
    const length = Math.max(0, Number(to) - Number(from) + 1);
    return Array.from({ length }, (_, at) => Number(from) + at);
  });
}
