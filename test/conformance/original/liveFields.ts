import {
  type Container,
  isList,
  withKey,
  withoutKey,
} from "../../../provider/core/paths/documentEdit";
import { setDotted } from "../../../provider/core/paths/dottedPath";
import type { Issue } from "../../../provider/core/issue";
import { ownValue } from "../../../provider/core/plain/ownKey";
import { isPlainObject } from "../../../provider/core/plain/plainObject";
import { valueAt } from "../../../provider/core/paths/jsonPointer";
import type { KubeObject } from "../../../provider/core/model";
import { describeKind } from "../../../provider/core/plain/valueKind";

/** What KubeFed compared when it updated an object. */
export interface LiveRetention {
  readonly kind: string;
  /** The object as template and placement want it. */
  readonly desired: KubeObject;
  /** The object as the member cluster has it. */
  readonly live: KubeObject;
  readonly retainReplicas?: boolean;
}

/** The object to send: `desired` with the member cluster's fields. */
export interface Retained {
  readonly object: KubeObject;
  /** `retain-path`: a live field of the wrong kind, or no place for it; then `object` is `desired`. */
  readonly issues: readonly Issue[];
}

/**
 * Takes over from a live object the fields that its member cluster owns, as KubeFed did on update:
 *
 * | kind | fields |
 * |---|---|
 * | all | metadata.resourceVersion, finalizers, annotations; what the live object lacks is removed |
 * | Service | clusterIP, clusterIPs, healthCheckNodePort (> 0), nodePort of ports with equal name, protocol and port |
 * | ServiceAccount | secrets, if the desired object lists none |
 * | any other | spec.replicas, if `retainReplicas` |
 *
 * Labels are not retained. Overrides come afterwards, so an override beats retention. The inputs are
 * not changed. Source: KubeFed `pkg/controller/sync/dispatch/retain.go`.
 *
 * @example
 * retainFields({ kind: "Deployment", desired: { spec: { replicas: 1 } }, live: { spec: { replicas: 4 } }, retainReplicas: true }).object
 * //=> { spec: { replicas: 4 } }
 */
export function retainFields(request: LiveRetention): Retained {
  const { kind, desired, live } = request;
  const issues: Issue[] = [];
  const keep = (object: KubeObject, rule: Rule): KubeObject => {
    const value = valueAt(live, rule.path);
    if (value === undefined || value === null) return object;
    if (!rule.isKind(value)) {
      issues.push(wrongKind(rule, value));
      return object;
    }
    if (!rule.isKept(value)) return object;
    const set = setDotted(object, { path: rule.path, value });
    if (!("problem" in set)) return set.document;
    issues.push(noPlace(rule, desired));
    return object;
  };
  const kept = rulesOf(request).reduce(keep, withLiveMetadata(desired, live));
  const object = kind === "Service" ? withNodePorts(kept, live) : kept;
  return { object: issues.length > 0 ? desired : object, issues };
}

interface Rule {
  readonly path: readonly string[];
  readonly wanted: string;
  readonly isKind: (value: unknown) => boolean;
  /** Whether a value of the right kind says anything. */
  readonly isKept: (value: unknown) => boolean;
}

const isInteger = (value: unknown): boolean => Number.isInteger(value);
const isFilled = (value: unknown): boolean => isList(value) && value.length > 0;
const isTextList = (value: unknown): boolean =>
  isList(value) && value.every((each) => typeof each === "string");

const serviceRules: readonly Rule[] = [
  {
    path: ["spec", "healthCheckNodePort"],
    wanted: "an integer",
    isKind: isInteger,
    isKept: (value) => Number(value) > 0,
  },
  {
    path: ["spec", "clusterIP"],
    wanted: "a string",
    isKind: (value) => typeof value === "string",
    isKept: (value) => value !== "",
  },
  {
    path: ["spec", "clusterIPs"],
    wanted: "a list of strings",
    isKind: isTextList,
    isKept: isFilled,
  },
];
const secretsRule: Rule = { path: ["secrets"], wanted: "a list", isKind: isList, isKept: isFilled };
const replicasRule: Rule = {
  path: ["spec", "replicas"],
  wanted: "an integer",
  isKind: isInteger,
  isKept: () => true,
};

function rulesOf({ kind, desired, retainReplicas }: LiveRetention): readonly Rule[] {
  if (kind === "Service") return serviceRules;
  if (kind === "ServiceAccount") return isFilled(ownValue(desired, "secrets")) ? [] : [secretsRule];
  return retainReplicas === true ? [replicasRule] : [];
}

function withLiveMetadata(desired: KubeObject, live: KubeObject): KubeObject {
  const before = ownValue(desired, "metadata");
  const metadata = isPlainObject(before) ? before : {};
  const after = ["resourceVersion", "finalizers", "annotations"].reduce<KubeObject>((map, key) => {
    const value = valueAt(live, ["metadata", key]);
    return value === undefined || value === null ? withoutKey(map, key) : withKey(map, key, value);
  }, metadata);
  return before === undefined && Object.keys(after).length === 0
    ? desired
    : withKey(desired, "metadata", after);
}

/** A port that omits its protocol does not match TCP: KubeFed compared what was written. */
function withNodePorts(object: KubeObject, live: KubeObject): KubeObject {
  const spec = ownValue(object, "spec");
  const desiredPorts = valueAt(spec, ["ports"]);
  const livePorts = valueAt(live, ["spec", "ports"]);
  if (!isPlainObject(spec) || !isList(desiredPorts) || !isList(livePorts)) return object;
  const ports = desiredPorts.map((port) => {
    if (!isPlainObject(port)) return port;
    const match = livePorts.filter(isPlainObject).find((each) => isSamePort(each, port));
    const nodePort = match === undefined ? undefined : ownValue(match, "nodePort");
    return nodePort === undefined ? port : withKey(port, "nodePort", nodePort);
  });
  return withKey(object, "spec", withKey(spec, "ports", ports));
}

function isSamePort(one: Container, other: Container): boolean {
  return ["name", "protocol", "port"].every((key) => valueAt(one, [key]) === valueAt(other, [key]));
}

function wrongKind({ path, wanted }: Rule, value: unknown): Issue {
  const message = `the live object has ${describeKind(value)} here; it must be ${wanted}`;
  return { code: "retain-path", path: path.join("."), message };
}

function noPlace({ path }: Rule, desired: KubeObject): Issue {
  const parent = path.slice(0, -1);
  const came = describeKind(valueAt(desired, parent));
  const message = `the live value cannot be taken over: "${parent.join(".")}" of the desired object is ${came}`;
  return { code: "retain-path", path: path.join("."), message };
}
