import { errorsOf } from "../../../provider/core/issue";
import type { ClusterOverride, KubeObject } from "../../../provider/core/model";
import { planPropagation } from "../../../provider/core/objects/propagation";
import { managedLabel } from "../live/translation";
import type { Suite } from "../outcome";
import { mapAt, mapsAt, textAt } from "../reading";

/** From template to object: override-cases.json (pipeline). */
export const pipelineSuites: Readonly<Record<string, Suite>> = {
  pipeline: (testCase) => {
    const federated = mapAt(testCase, "federated");
    const overrides = mapsAt(testCase, "overrides").map(toOperation);
    const group = textAt(federated, "targetGroup");
    const version = textAt(federated, "targetVersion");
    const { clusters, issues } = planPropagation({
      kind: textAt(federated, "targetKind"),
      apiVersion: group === "" ? version : `${group}/${version}`,
      name: textAt(federated, "name"),
      namespace: textAt(federated, "namespace"),
      template: testCase.template,
      clusters: [{ name: "member" }],
      placement: { clusterNames: ["member"] },
      overrides:
        overrides.length === 0 ? [] : [{ clusterName: "member", clusterOverrides: overrides }],
      managedLabel,
    });
    const expected = mapAt(testCase, "expected");
    const errors = errorsOf(issues).map(({ code }) => code);
    return {
      expected: { object: { ...expected, apiVersion: withoutEmptyGroup(expected) }, errors: [] },
      got: { object: clusters[0]?.object, errors },
    };
  },
};

/** The original wrote "/v1" for the core group, which its client understood and nobody else does. */
function withoutEmptyGroup({ apiVersion }: KubeObject): string {
  return String(apiVersion).replace(/^\//, "");
}

function toOperation({ op, path, value }: KubeObject): ClusterOverride {
  return { path: String(path), value, ...(isOp(op) ? { op } : {}) };
}

// Whether it is one is for the code under test to judge.
function isOp(op: unknown): op is NonNullable<ClusterOverride["op"]> {
  return typeof op === "string";
}
