import { isPlainObject } from "../../../provider/core/plain/plainObject";
import type { KubeObject } from "../../../provider/core/model";
import { listAt, mapAt, mapsAt, textAt } from "../reading";

/** One recorded scenario: what people did, and what the original made of it. */
export interface Scenario {
  readonly id: string;
  readonly group: string;
  readonly fixtures: readonly string[];
  readonly steps: readonly Step[];
}

/** What was done at one time, and what was there once everything had settled. */
export interface Step {
  readonly name: string;
  readonly actions: readonly Action[];
  readonly observations: readonly Observation[];
}

/** What a person did to one object of the host cluster or of a member cluster. */
export interface Action {
  readonly verb: string;
  /** `host` or a member cluster. */
  readonly cluster: string;
  /** The object, or for a patch and a deletion a reference to it. */
  readonly object: KubeObject;
  readonly patch: KubeObject;
  /** False where the API server refused it. */
  readonly isAccepted: boolean;
}

/** A federated object and its objects on the member clusters, `null` where there is none. */
export interface Observation {
  readonly federated: KubeObject;
  readonly members: Readonly<Record<string, KubeObject | null>>;
  /** Per member cluster what the original reported: `""` for success; absent where not placed. */
  readonly statuses: Readonly<Record<string, string>>;
  /** Why the propagation as a whole failed, or "". */
  readonly reason: string;
}

/** Everything recorded in one file. */
export interface Recording {
  readonly clusters: readonly KubeObject[];
  readonly fixtures: KubeObject;
}

/** True for files that record what the original did on live clusters. */
export function isRecording(file: KubeObject): boolean {
  return Array.isArray(file.cases) && isPlainObject(file.fixtures);
}

/** The member clusters of a recording, as objects of the host cluster, and its fixtures. */
export function readRecording(file: KubeObject): Recording {
  const clusters = Object.entries(mapAt(file, "_meta", "clusters")).map(([name, cluster]) => ({
    kind: "KubeFedCluster",
    metadata: { name, labels: mapAt(isPlainObject(cluster) ? cluster : {}, "labels") },
  }));
  return { clusters, fixtures: mapAt(file, "fixtures") };
}

/** One case of a recording as a scenario. */
export function readScenario(testCase: KubeObject): Scenario {
  return {
    id: textAt(testCase, "id"),
    group: textAt(testCase, "group"),
    fixtures: listAt(testCase, "fixtures").map(String),
    steps: mapsAt(testCase, "steps").map(readStep),
  };
}

function readStep(step: KubeObject): Step {
  const results = mapsAt(step, "apiResults");
  return {
    name: textAt(step, "name"),
    actions: mapsAt(step, "do").map((action, index) => readAction(action, results[index])),
    observations: mapsAt(step, "observed").map(readObservation),
  };
}

function readAction(action: KubeObject, result: KubeObject | undefined): Action {
  const code = Number(result?.code ?? 200);
  return {
    verb: textAt(action, "verb"),
    cluster: textAt(action, "cluster"),
    object: isPlainObject(action.object) ? action.object : referred(mapAt(action, "ref")),
    patch: mapAt(action, "patch"),
    isAccepted: code >= 200 && code < 300,
  };
}

function referred({ kind, namespace, name }: KubeObject): KubeObject {
  return { kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
}

function readObservation(observation: KubeObject): Observation {
  const status = mapAt(observation, "federatedObject", "status");
  const members = Object.entries(mapAt(observation, "members"));
  return {
    federated: referred(mapAt(observation, "federated")),
    members: Object.fromEntries(
      members.map(([cluster, object]) => [cluster, isPlainObject(object) ? object : null]),
    ),
    statuses: Object.fromEntries(
      mapsAt(status, "clusters").map((each) => [textAt(each, "name"), textAt(each, "status")]),
    ),
    reason: textAt(mapsAt(status, "conditions")[0] ?? {}, "reason"),
  };
}
