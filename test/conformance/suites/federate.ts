import { federateManifests } from "../../../provider/migration/federateManifests";
import type { KubeObject } from "../../../provider/core/model";
import type { CaseResult } from "../caseResult";
import { jsonDiff } from "../jsonDiff";
import type { DeliberateOutcome } from "../deliberate";
import type { Suite } from "../outcome";
import { mapAt, mapsAt, textAt, without } from "../reading";

/** The rule by which a federated object keeps what KubeFed dropped. */
export const annotationsKept = "annotations-kept";

/**
 * What becomes of a plain object: misc-cases.json (federate), and the recordings of
 * `kubefedctl federate -f`. Annotations are kept on purpose.
 */
export const federateSuites: Readonly<Record<string, Suite>> = {
  federate: (testCase): DeliberateOutcome => {
    const { input } = testCase;
    // Two cases are told in words.
    if (testCase.expected === undefined) return federateSpec(testCase, input);
    return federate(mapAt(testCase, "input"), mapAt(testCase, "expected"));
  },
};

/** One recorded run of `kubefedctl federate -f`. */
export function judgeFederateFile(testCase: KubeObject): CaseResult {
  const about = { suite: "live", id: textAt(testCase, "id") };
  const documents = mapsAt(mapAt(testCase, "result"), "documents");
  const outcomes = mapsAt(testCase, "input").map((input, index) =>
    federate(input, documents[index] ?? {}),
  );
  const details = outcomes.flatMap(({ expected, got }) => jsonDiff(expected, got));
  if (details.length === 0) return { ...about, status: "passed" };
  return outcomes.every(({ rule }) => rule !== undefined)
    ? { ...about, status: "deliberate", rules: [annotationsKept], details }
    : { ...about, status: "failed", details };
}

function federate(input: KubeObject, expected: KubeObject): DeliberateOutcome {
  const { template, placement, kind } = declarationOf(input);
  const metadata = mapAt(template, "metadata");
  const own = mapAt(expected, "spec", "template");
  const compared = {
    expected: {
      kind: expected.kind,
      template: withoutEmpty(own),
      placement: { clusterSelector: {} },
    },
    got: { kind: `Federated${kind}`, template: withoutEmpty(template), placement },
  };
  const isOnlyAnnotated =
    metadata.annotations !== undefined && mapAt(own, "metadata").annotations === undefined;
  return isOnlyAnnotated ? { ...compared, rule: annotationsKept } : compared;
}

function federateSpec(testCase: KubeObject, input: unknown): DeliberateOutcome {
  const namespace = typeof input === "string" ? "testNS" : "";
  const spec = { replicas: "2", selector: { matchLabels: { foo: "bar" } } };
  const object = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "name", ...(namespace === "" ? {} : { namespace }) },
    spec,
  };
  const { kind, template } = declarationOf(object);
  return {
    expected: { kind: mapAt(testCase, "assert").kind, spec },
    got: { kind: `Federated${kind}`, spec: template.spec },
  };
}

function declarationOf(
  input: KubeObject,
): ReturnType<typeof federateManifests>["declarations"][number] {
  const { declarations } = federateManifests({ documents: [input], clusters: [] });
  const own = declarations.find(({ kind }) => kind === input.kind);
  if (own === undefined) throw new Error(`no declaration of a ${String(input.kind)}`);
  return own;
}

/** Port numbers of a health check were kept by mistake; an empty spec says nothing. */
function withoutEmpty(template: KubeObject): KubeObject {
  const spec = without(mapAt(template, "spec"), "healthCheckNodePort");
  return Object.keys(spec).length === 0 ? without(template, "spec") : { ...template, spec };
}
