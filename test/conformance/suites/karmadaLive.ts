import type { KubeObject } from "../../../provider/core/model";
import type { ConformanceCase } from "../caseResult";
import { afterStep, type ControlPlane, emptyControlPlane } from "../karmada/controlPlane";
import { type DumpKind, dumpKinds, dumpOf } from "../karmada/dumps";
import { judgeDump } from "../karmada/judge";
import { mapAt, mapsAt, textAt } from "../reading";

/** True for files that record what a live Karmada wrote on its members. */
export function isKarmadaRecording(file: KubeObject): boolean {
  const [first] = mapsAt(file, "cases");
  return first !== undefined && mapsAt(first, "steps").some((step) => "works" in step);
}

/**
 * Every step of every scenario, converted from each kind of dump: plain manifests, what Karmada's API server
 * holds without bindings, with them, and with its Works besides.
 */
export function readKarmadaScenarios(file: KubeObject): ConformanceCase[] {
  const meta = mapAt(file, "_meta");
  return mapsAt(file, "cases").flatMap((testCase) => {
    let plane = emptyControlPlane(meta, testCase);
    return mapsAt(testCase, "steps").flatMap((step, index) => {
      plane = afterStep(plane, step);
      const name = `${textAt(testCase, "id")} step ${index + 1}`;
      return casesOf(plane, { step, name, isFirst: index === 0 });
    });
  });
}

interface Recorded {
  readonly step: KubeObject;
  /** Whether nothing came before it. */
  readonly isFirst: boolean;
}

function casesOf(
  plane: ControlPlane,
  { name, step, isFirst }: Recorded & { readonly name: string },
): ConformanceCase[] {
  return dumpKinds.map((kind) => {
    const about = { suite: "karmada-live", id: `${name}, ${kind}` };
    return { ...about, run: () => ({ ...about, ...attempt(kind, { plane, step, isFirst }) }) };
  });
}

type Ending = { readonly status: "passed" | "failed"; readonly details: readonly string[] };

function attempt(
  kind: DumpKind,
  { plane, step, isFirst }: Recorded & { readonly plane: ControlPlane },
): Ending {
  try {
    const { expected, got, mistakes } = judgeDump(dumpOf(kind, plane, step), {
      step,
      touched: plane.touched,
      isFresh: isFirst && plane.refused.size === 0,
    });
    const details = [`expected ${expected}`, `got ${got}`, ...mistakes];
    return { status: mistakes.length === 0 ? "passed" : "failed", details };
  } catch (error) {
    return { status: "failed", details: [error instanceof Error ? error.message : String(error)] };
  }
}
