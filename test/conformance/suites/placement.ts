import { errorsOf } from "../../../provider/core/issue";
import { isPlainObject } from "../../../provider/core/plain/plainObject";
import type { MemberCluster, Placement } from "../../../provider/core/model";
import type { KubeObject } from "../../../provider/core/model";
import { pluralName } from "../../../provider/core/kinds/federatedTypes";
import { selectClusters } from "../../../provider/core/placement/placement";
import { planPropagation } from "../../../provider/core/objects/propagation";
import { toPlacement } from "../live/translation";
import type { DeliberateOutcome } from "../deliberate";
import type { Suite } from "../outcome";
import { listAt, mapAt, textAt, textsOf } from "../reading";

/**
 * Placement: placement-cases.json (placement, errors, namespaced, placement2018) and misc-cases.json
 * (pluralName). What counts is the final placement; an error beside it is a difference, because then
 * nothing is written.
 */
export const placementSuites: Readonly<Record<string, Suite>> = {
  placement: (testCase) => {
    const given = toPlacement(testCase.placement);
    return outcomeOf(testCase, "expectedPlacement", {
      clusters: clustersOf(testCase),
      placement: testCase.selectorOnly === true ? selectorOf(given) : given,
    });
  },

  errors: (testCase) => {
    const { placement, errorContains } = testCase;
    const { issues } = selectClusters({ clusters: [], placement: toPlacement(placement) });
    const text = String(errorContains);
    const found = errorsOf(issues).map(({ code, message }) => ({
      code,
      text: message.includes(text) ? text : message,
    }));
    return { expected: [{ code: "selector-invalid", text }], got: found };
  },

  namespaced: (testCase) => {
    const given = toPlacement(testCase.resourcePlacement);
    const isBound =
      testCase.controlPlaneScope === "Cluster" || testCase.federatedNamespace !== null;
    const namespace = isPlainObject(testCase.federatedNamespace)
      ? toPlacement(testCase.federatedNamespace.placement)
      : null;
    const outcome = outcomeOf(testCase, "expected", {
      clusters: clustersOf(testCase),
      placement: testCase.selectorOnly === true ? selectorOf(given) : given,
      ...(isBound ? { namespacePlacement: namespace } : {}),
    });
    // The original looked for a selector in the namespace as well, and found none.
    const isNamed = testCase.selectorOnly === true && namespace?.clusterNames !== undefined;
    return isNamed ? { ...outcome, rule: "preference-names-of-namespace" } : outcome;
  },

  placement2018: (testCase) => {
    const isNamespace = testCase.kind === "Namespace";
    const everywhere = { clusterSelector: {} };
    const isBound = testCase.controlPlaneScope === "Namespaced";
    return outcomeOf(testCase, "expected", {
      clusters: clustersOf(testCase),
      placement:
        testCase.placementSpec === null && isNamespace
          ? everywhere
          : toPlacement2018(mapAt(testCase, "placementSpec")),
      ...(isBound
        ? { namespacePlacement: toPlacement2018(mapAt(testCase, "namespacePlacementSpec")) }
        : {}),
    });
  },

  pluralName: (testCase) => ({
    expected: testCase.plural,
    got: pluralName(textAt(testCase, "kind")),
  }),
};

function outcomeOf(
  testCase: KubeObject,
  key: string,
  request: {
    readonly clusters: readonly MemberCluster[];
    readonly placement: Placement;
    readonly namespacePlacement?: Placement | null;
  },
): DeliberateOutcome {
  const about = { kind: "ConfigMap", apiVersion: "v1", name: "settings", namespace: "shop" };
  const { clusters, issues } = planPropagation({ ...about, ...request });
  const selected = clusters.filter((each) => each.selected).map(({ cluster }) => cluster);
  const errors = errorsOf(issues).map(({ code }) => code);
  const expected = { selected: listAt(testCase, key), errors: [] };
  // The names that exist are placed as the original did; the others are no longer passed over.
  const isUnknown = errors.length > 0 && errors.every((code) => code === "unknown-cluster");
  const isSame = JSON.stringify(selected) === JSON.stringify(expected.selected);
  return {
    expected,
    got: { selected, errors },
    ...(isUnknown && isSame ? { rule: "unknown-cluster" } : {}),
  };
}

function clustersOf(testCase: KubeObject): MemberCluster[] {
  const clusters = mapAt(testCase, "clusters");
  return Object.keys(clusters).map((name) => ({ name, labels: textsOf(mapAt(clusters, name)) }));
}

function selectorOf({ clusterSelector }: Placement): Placement {
  return clusterSelector === undefined ? {} : { clusterSelector };
}

/** In 2018 the list of names was what ours is again. */
function toPlacement2018(spec: KubeObject): Placement {
  const { clusterNames, ...rest } = spec;
  const names = Array.isArray(clusterNames)
    ? { clusters: clusterNames.map((name: unknown) => ({ name })) }
    : {};
  return toPlacement({ ...rest, ...names });
}
