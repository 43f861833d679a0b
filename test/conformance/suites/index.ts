import type { KubeObject } from "../../../provider/core/model";
import type { Suite } from "../outcome";
import { dnsSuites } from "./dns";
import { federateSuites } from "./federate";
import { healthSuites } from "./health";
import { karmadaSuites } from "./karmada";
import { karmadaPolicySuites } from "./karmadaPolicies";
import { observationSuites } from "./observation";
import { overrideSuites } from "./overrides";
import { pipelineSuites } from "./pipeline";
import { placementSuites } from "./placement";
import { replicaSuites } from "./replicas";

const suites = new Map<string, Suite>(
  [
    dnsSuites,
    federateSuites,
    healthSuites,
    karmadaPolicySuites,
    karmadaSuites,
    observationSuites,
    overrideSuites,
    pipelineSuites,
    placementSuites,
    replicaSuites,
  ].flatMap((each) => Object.entries(each)),
);

/** What a case must have where two files use one name for different things. */
const distinctive: ReadonlyMap<string, string> = new Map([["validation", "overrides"]]);

/** The suite that answers the cases under a file's key; `undefined` where there is none. */
export function suiteFor(name: string, cases: readonly KubeObject[]): Suite | undefined {
  const field = distinctive.get(name);
  if (field !== undefined && !cases.every((each) => Object.hasOwn(each, field))) return undefined;
  return suites.get(name);
}
