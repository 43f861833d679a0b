import { setTimeout as pause } from "node:timers/promises";
import type { KubeApi } from "../../adapters/kubernetes/apiClient";
import { liveObjects } from "../../adapters/kubernetes/liveObjects";
import { getMetadata, listMetadata } from "../../adapters/kubernetes/objects";
import { KubeStatusError } from "../../adapters/kubernetes/kubeStatusError";
import { isPlainObject } from "../../core/plain/plainObject";
import { federatedTypes } from "../../core/kinds/federatedTypes";
import type { ClusterIdentity } from "../../core/membership/identity";
import { type ObjectKey, objectPath } from "../../core/kinds/objectPath";
import type { KubeObject } from "../../core/model";
import type { ObjectAnswer } from "../../core/existing/existingObjects";
import { ownerAnnotation } from "../../core/existing/ownerMark";
import { defaultManagedLabel } from "../../core/objects/template";
import { currentRun, type ObjectList, type ObjectQuestions } from "../../engine/run";

/** A member cluster, and how it is asked. */
export interface AskedCluster {
  readonly name: string;
  readonly api: KubeApi;
  /** The default namespace of its kubeconfig. */
  readonly namespace?: string | undefined;
  /** Which cluster it is, in every kind that was asked for. @default not known */
  readonly identities?: readonly ClusterIdentity[] | undefined;
}

/**
 * What a cluster says of an object: whether it is there, by its metadata alone. It is asked once in a run,
 * and once for many objects of a kind and a namespace that the stack has already: those bear our label.
 *
 * An error is an answer of its own kind and never "none".
 */
export function askForObject(request: {
  readonly cluster: AskedCluster;
  readonly key: ObjectKey;
}): Promise<ObjectAnswer> {
  const { cluster, key } = request;
  const questions = questionsTo(cluster);
  const where = { ...key, namespace: key.namespace ?? cluster.namespace };
  const asked = [key.apiVersion, key.kind, where.namespace ?? "", key.name].join("/");
  const answer = questions.answers.get(asked) ?? ask(cluster.api, questions, where).catch(noAnswer);
  questions.answers.set(asked, answer);
  return answer;
}

/** Where a cluster is asked for an object; undefined where it serves no such kind. */
export function askedPath(cluster: AskedCluster, key: ObjectKey): Promise<string | undefined> {
  const where = { ...key, namespace: key.namespace ?? cluster.namespace };
  return pathOf(cluster.api, questionsTo(cluster), where);
}

function questionsTo({ name, api }: AskedCluster): ObjectQuestions {
  const { questions } = currentRun();
  const known = questions.get(name);
  if (known !== undefined) return known;
  const first = { answers: new Map(), lists: new Map(), kinds: liveObjects(api) };
  questions.set(name, first);
  return first;
}

async function ask(
  api: KubeApi,
  questions: ObjectQuestions,
  key: ObjectKey,
): Promise<ObjectAnswer> {
  const path = await pathOf(api, questions, key);
  if (path === undefined) return { kind: "none" };
  const listed = await listedAt(api, questions, path);
  if (listed !== undefined) return answerOf(listed);
  return answerOf(await patiently(() => api.inTurn(() => getMetadata(api, path))));
}

/** Undefined where the cluster serves no such kind. */
async function pathOf(
  api: KubeApi,
  { kinds }: ObjectQuestions,
  key: ObjectKey,
): Promise<string | undefined> {
  const { apiVersion, kind, name, namespace } = key;
  const isKnown = federatedTypes.some(
    (type) => type.apiVersion === apiVersion && type.kind === kind,
  );
  if (isKnown) return objectPath(key);
  const manifest = { apiVersion, kind, metadata: { name, namespace } };
  return patiently(() => api.inTurn(() => kinds.pathOf(manifest)));
}

/** Fewer objects are asked for one by one. */
const worthListing = 3;

/** The metadata of an object among those of its collection that bear our label, where listing them is worth it. */
async function listedAt(
  api: KubeApi,
  { lists }: ObjectQuestions,
  path: string,
): Promise<KubeObject | undefined> {
  const end = path.lastIndexOf("/");
  const [place, name] = [path.slice(0, end), decodeURIComponent(path.slice(end + 1))];
  const list = lists.get(place) ?? startList(api, place);
  lists.set(place, list);
  list.asked += 1;
  return (await list.found).get(name);
}

/** Waits for the end of the turn, in which all that is declared in one go is asked for. */
function startList(api: KubeApi, place: string): ObjectList {
  const found = nextTurn().then(async () => {
    if (list.asked < worthListing) return new Map<string, KubeObject>();
    const all = api.inTurn(() => listMetadata(api, place, defaultManagedLabel));
    // Who may not list may still read one by one.
    const labelled = await all.catch((): KubeObject[] => []);
    return new Map(labelled.map((metadata) => [String(metadata.name), metadata]));
  });
  const list: ObjectList = { asked: 0, found };
  return list;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Asks again what was refused for the moment, and once more. */
async function patiently<T>(question: () => Promise<T>): Promise<T> {
  for (const waitMs of [200, 1000]) {
    try {
      return await question();
    } catch (error) {
      const isPassing =
        error instanceof KubeStatusError && (error.status === 429 || error.status >= 500);
      if (!isPassing) throw error;
      await pause(waitMs);
    }
  }
  return question();
}

function answerOf(metadata: KubeObject | undefined): ObjectAnswer {
  if (metadata === undefined || metadata.deletionTimestamp !== undefined) return { kind: "none" };
  const { uid, annotations, creationTimestamp, managedFields } = metadata;
  if (typeof uid !== "string") {
    return { kind: "no answer", why: "what came has no uid", isForbidden: false };
  }
  const mark = isPlainObject(annotations) ? annotations[ownerAnnotation] : undefined;
  const managers = managersOf(managedFields);
  const by = managers.length === 0 ? "" : `, written by ${managers.join(", ")}`;
  const about = `uid ${uid}, created ${String(creationTimestamp)}${by}`;
  return { kind: "there", uid, about, ...(typeof mark === "string" ? { mark } : {}) };
}

function noAnswer(error: unknown): ObjectAnswer {
  const why = error instanceof Error ? error.message : String(error);
  const isForbidden = error instanceof KubeStatusError && error.status === 403;
  return { kind: "no answer", why, isForbidden };
}

function managersOf(managedFields: unknown): string[] {
  if (!Array.isArray(managedFields)) return [];
  const names = managedFields.flatMap((entry: unknown) =>
    isPlainObject(entry) && typeof entry.manager === "string" ? [`"${entry.manager}"`] : [],
  );
  return [...new Set(names)].sort();
}
