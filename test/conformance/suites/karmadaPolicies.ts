import {
  commandPatches,
  imagePatches,
  metadataPatches,
} from "../../../provider/migration/karmada/karmadaOverriders";
import { workloadReferences } from "../../../provider/migration/objects/workloadReferences";
import { applyPatch } from "../../../provider/core/paths/jsonPatch";
import type { KubeObject } from "../../../provider/core/model";
import type { Outcome, Suite } from "../outcome";
import { mapAt, mapsAt } from "../reading";

/** Karmada's overriders, and the objects that a workload pulls along. */
export const karmadaPolicySuites: Readonly<Record<string, Suite>> = {
  "karmada.annotationsOverrider": (testCase) => changedMap(testCase, "annotations"),
  "karmada.argsOverrider": (testCase) => patched(testCase, "args"),
  "karmada.commandOverrider": (testCase) => patched(testCase, "command"),
  "karmada.imageOverrider": (testCase) => ({
    expected: mapAt(testCase, "expected").patches,
    got: imagePatches(mapAt(testCase, "input", "object"), mapAt(testCase, "input", "overrider")),
  }),
  "karmada.labelsOverrider": (testCase) => changedMap(testCase, "labels"),
  ...Object.fromEntries(
    [
      "CronJob",
      "DaemonSet",
      "Deployment",
      "Ingress",
      "Job",
      "Pod",
      "ReplicaSet",
      "StatefulSet",
    ].map((kind) => [`karmada.dependencies.${kind}`, dependencies]),
  ),
};

function patched(testCase: KubeObject, field: "args" | "command"): Outcome {
  const overrider = mapAt(testCase, "input", "overrider");
  return {
    expected: mapAt(testCase, "expected").patches,
    got: commandPatches(mapAt(testCase, "input", "object"), { overrider, field }),
  };
}

function changedMap(testCase: KubeObject, map: "labels" | "annotations"): Outcome {
  const input = mapAt(testCase, "input");
  let object: KubeObject = { metadata: { [map]: mapAt(input, "map") } };
  for (const overrider of mapsAt(input, "overriders")) {
    object = applyPatch(object, metadataPatches(object, { overrider, map })).object;
  }
  return {
    expected: mapAt(testCase, "expected", "map"),
    got: mapAt(object, "metadata", map),
  };
}

function dependencies(testCase: KubeObject): Outcome {
  return {
    expected: mapAt(testCase, "expected").dependencies ?? [],
    got: workloadReferences(mapAt(testCase, "input", "object")),
  };
}
