import { isPlainObject } from "../../../provider/core/plain/plainObject";
import type { KubeObject } from "../../../provider/core/model";
import { withApiDefaults } from "../../../provider/migration/objects/apiDefaults";
import { jsonDiff } from "../jsonDiff";
import { mapAt, mapsAt, textAt, without } from "../reading";

/** What each member assigns, or its controllers write; `*` stands for any key or index. */
const memberOwned: Readonly<Record<string, readonly string[]>> = {
  Job: [
    "spec/selector",
    "spec/manualSelector",
    ...[
      "batch.kubernetes.io/controller-uid",
      "batch.kubernetes.io/job-name",
      "controller-uid",
      "job-name",
    ].flatMap((label) => [
      `spec/template/metadata/labels/${label.replace("/", "~1")}`,
      `metadata/labels/${label.replace("/", "~1")}`,
    ]),
  ],
  Namespace: ["spec", "metadata/labels/kubernetes.io~1metadata.name"],
  PersistentVolumeClaim: ["spec/volumeName", "spec/storageClassName"],
  Pod: [
    "spec/nodeName",
    "spec/priority",
    "spec/preemptionPolicy",
    "spec/enableServiceLinks",
    "spec/tolerations",
    "spec/serviceAccount",
    "spec/serviceAccountName",
    "spec/volumes",
  ],
  Service: [
    "spec/clusterIP",
    "spec/clusterIPs",
    "spec/ipFamilies",
    "spec/ipFamilyPolicy",
    "spec/healthCheckNodePort",
  ],
};

/** Tools' notes, which are not carried over. */
const notes = [
  "metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration",
  "metadata/annotations/deployment.kubernetes.io~1revision",
];

/** Where a planned object is not what a member holds, one line each; its API server's defaults count. */
export function differencesOnMember(
  planned: KubeObject,
  observed: KubeObject,
  ignored: readonly string[] = [],
): string[] {
  const kind = textAt(observed, "kind");
  const paths = [
    ...(Object.hasOwn(memberOwned, kind) ? (memberOwned[kind] ?? []) : []),
    ...notes,
    "metadata/labels/pulumi-kubefed~1managed",
    "status",
    ...ignored,
    ...unnamedPorts(planned),
    ...(observed.type === "kubernetes.io/service-account-token"
      ? ["data", "metadata/annotations/kubernetes.io~1service-account.uid"]
      : []),
  ].map((path) => path.split("/").map((step) => step.replace(/~1/g, "/")));
  const filled = withApiDefaults(planned);
  const [theirs, ours] = [comparable(observed, paths), comparable(filled ?? planned, paths)];
  // Of other kinds nobody here knows the defaults, so only what is planned is looked at.
  return jsonDiff(filled === undefined ? within(theirs, ours) : theirs, ours);
}

/** What one value has of another's places. */
function within(value: unknown, shape: unknown): unknown {
  if (!isPlainObject(value) || !isPlainObject(shape)) return value;
  return Object.fromEntries(
    Object.keys(shape).flatMap((key) =>
      Object.hasOwn(value, key) ? [[key, within(value[key], shape[key])]] : [],
    ),
  );
}

/** Ports that the API server chooses. */
function unnamedPorts(planned: KubeObject): string[] {
  return mapsAt(mapAt(planned, "spec"), "ports").flatMap(({ nodePort }, index) =>
    nodePort === undefined ? [`spec/ports/${index}/nodePort`] : [],
  );
}

function comparable(object: KubeObject, paths: readonly (readonly string[])[]): unknown {
  let kept: unknown = object;
  for (const path of paths) kept = drop(kept, path);
  return tidy(kept);
}

function drop(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return value;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (String(index) === key ? drop(item, rest) : item));
  }
  if (!isPlainObject(value) || !Object.hasOwn(value, key)) return value;
  return rest.length === 0 ? without(value, key) : { ...value, [key]: drop(value[key], rest) };
}

/** Without `null`, empty labels, annotations and lists, which an API server does not keep. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (!isPlainObject(value)) return value;
  const entries = Object.entries(value)
    .map(([key, each]) => [key, tidy(each)] as const)
    .filter(([key, each]) => each !== null && each !== undefined && !isEmptyMeta(key, each));
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isEmptyMeta(key: string, value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  const isMeta = ["labels", "annotations", "metadata", "data"].includes(key);
  return isMeta && isPlainObject(value) && Object.keys(value).length === 0;
}
