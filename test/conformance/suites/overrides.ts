import { errorsOf, type Issue } from "../../../provider/core/issue";
import { isPlainObject } from "../../../provider/core/plain/plainObject";
import { applyPatch, type Patched } from "../../../provider/core/paths/jsonPatch";
import type { ClusterOverride, KubeObject, Override } from "../../../provider/core/model";
import { applyOverrides, validateOverrides } from "../../../provider/core/overrides/overrides";
import { retainFields } from "../original/liveFields";
import type { Outcome, Suite } from "../outcome";

/** KubeFed's texts, as far as the cases quote them, and the code that says the same with us. */
const codes: readonly (readonly [text: RegExp, code: Issue["code"]])[] = [
  [/^cluster "\w+" appears more than once/, "override-duplicate-cluster"],
  [/appears more than once/, "override-duplicate-path"],
  [/invalid path|is invalid/, "override-forbidden-path"],
  [/doc is missing path|nonexistent key/, "override-missing-path"],
  [/op in body/, "override-op"],
  [/^path$/, "override-path-syntax"],
  [/^value for /, "override-value-missing"],
];

/** Where KubeFed of 2018 did nothing in silence, we do nothing and say so. */
const reported: Readonly<Record<string, readonly Issue["code"][]>> = {
  "parent is not a map: silently ignored": ["override-index"],
};

/**
 * Overrides and retention: override-cases.json (apply, validation, dotted2018) and misc-cases.json
 * (retain). An error is compared by its code where the case quotes KubeFed's text, because our
 * messages are our own. `apply` runs what stands for KubeFed's library; what `applyOverrides` and
 * `validateOverrides` refuse beyond it has cases of ours.
 */
export const overrideSuites: Readonly<Record<string, Suite>> = {
  apply: (testCase) =>
    outcomeOf(
      testCase,
      applyPatch(mapAt(testCase, "document"), operationsAt(testCase, "overrides")),
    ),
  dotted2018: (testCase) =>
    outcomeOf(
      testCase,
      applyOverrides(mapAt(testCase, "document"), operationsAt(testCase, "overrides")),
    ),
  retain: (testCase) => outcomeOf(testCase, retain(testCase)),
  validation: (testCase) => {
    const { overrides } = testCase;
    if (!isOverrides(overrides)) throw new Error('the case has no list "overrides"');
    return outcomeOf(testCase, { object: {}, issues: validateOverrides({ overrides }) });
  },
};

/** The order of an update: the member cluster's fields first, then overrides. */
function retain(testCase: KubeObject): Patched {
  const federated = testCase.federatedSpec === undefined ? {} : mapAt(testCase, "federatedSpec");
  const retained = retainFields({
    kind: String(testCase.kind),
    desired: mapAt(testCase, "desired"),
    live: mapAt(testCase, "cluster"),
    retainReplicas: federated.retainReplicas === true,
  });
  if (federated.overrides === undefined || retained.issues.length > 0) return retained;
  return applyOverrides(retained.object, operationsAt(federated, "overrides"));
}

function outcomeOf(testCase: KubeObject, { object, issues }: Patched): Outcome {
  const found = errorsOf(issues).map(({ code }) => code);
  if (testCase.expectError === true) {
    const code = codeFor(testCase.errorContains);
    const isFound = code === undefined ? found.length > 0 : found.includes(code);
    return { expected: code ?? "any error", got: isFound ? (code ?? "any error") : found };
  }
  return {
    expected: { object: testCase.expected ?? {}, errors: reported[String(testCase.id)] ?? [] },
    got: { object, errors: found },
  };
}

function codeFor(text: unknown): Issue["code"] | undefined {
  if (typeof text !== "string") return undefined;
  const known = codes.find(([pattern]) => pattern.test(text));
  if (known === undefined) throw new Error(`no code stands for KubeFed's text "${text}"`);
  return known[1];
}

function mapAt(map: KubeObject, key: string): KubeObject {
  const value = map[key];
  if (!isPlainObject(value)) throw new Error(`the case has no map "${key}"`);
  return value;
}

// The data is trusted to be what KubeFed's schema says: the code under test is what checks it.

function operationsAt(map: KubeObject, key: string): readonly ClusterOverride[] {
  const value = map[key];
  if (!isOperations(value)) throw new Error(`the case has no list "${key}"`);
  return value;
}

function isOperations(value: unknown): value is readonly ClusterOverride[] {
  return Array.isArray(value) && value.every(isPlainObject);
}

function isOverrides(value: unknown): value is readonly Override[] {
  return Array.isArray(value) && value.every(isPlainObject);
}
