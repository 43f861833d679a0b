import type { KubeObject } from "../../../provider/core/model";
import { mapAt, mapsAt, textAt } from "../reading";

type Check = (object: KubeObject) => string | undefined;

/** Rules of the API server, beyond types, that a template or an override easily breaks. */
const checks: Readonly<Record<string, readonly Check[]>> = {
  ConfigMap: [badKey],
  Deployment: [negativeNumber, badSelector, badPod],
  Job: [negativeNumber, noRestartPolicy, badPod],
  ReplicaSet: [negativeNumber, badSelector, badPod],
  Secret: [badKey],
  Service: [badService],
};

/** The first rule that an object breaks; `undefined` where it breaks none of these. */
export function brokenRule(object: KubeObject): string | undefined {
  const kind = textAt(object, "kind");
  const ofKind = Object.hasOwn(checks, kind) ? (checks[kind] ?? []) : [];
  return ofKind.map((check) => check(object)).find((problem) => problem !== undefined);
}

function negativeNumber({ spec }: KubeObject): string | undefined {
  const negative = Object.entries(mapAt({ spec }, "spec")).find(([, value]) => Number(value) < 0);
  return negative === undefined ? undefined : `${negative[0]} below 0`;
}

function badKey(object: KubeObject): string | undefined {
  const keys = Object.keys({ ...mapAt(object, "data"), ...mapAt(object, "binaryData") });
  const bad = keys.find((key) => !/^[-._a-zA-Z0-9]{1,253}$/.test(key) || /^\.\.?$/.test(key));
  return bad === undefined ? undefined : `the key ${JSON.stringify(bad)}`;
}

function badSelector(object: KubeObject): string | undefined {
  const selector = mapAt(object, "spec", "selector");
  if (Object.keys(selector).length === 0) return "no selector";
  const labels = mapAt(object, "spec", "template", "metadata", "labels");
  const missed = Object.entries(mapAt(selector, "matchLabels")).find(
    ([key, value]) => labels[key] !== value,
  );
  return missed === undefined ? undefined : "a selector that does not match the template's labels";
}

function noRestartPolicy(object: KubeObject): string | undefined {
  const policy = mapAt(object, "spec", "template", "spec").restartPolicy;
  return policy === "Never" || policy === "OnFailure" ? undefined : "no restartPolicy for a Job";
}

function badPod(object: KubeObject): string | undefined {
  const containers = mapsAt(mapAt(object, "spec", "template", "spec"), "containers");
  if (containers.length === 0) return "no containers";
  const names = containers.map((container) => textAt(container, "name"));
  if (names.includes("") || new Set(names).size < names.length) {
    return "containers without names of their own";
  }
  if (containers.some((container) => textAt(container, "image") === "")) {
    return "a container without image";
  }
  const ports = containers.flatMap((container) => mapsAt(container, "ports"));
  return ports.every(({ containerPort }) => isPort(containerPort))
    ? undefined
    : "a container port out of range";
}

function badService(object: KubeObject): string | undefined {
  const spec = mapAt(object, "spec");
  if (spec.type === "ExternalName") {
    return textAt(spec, "externalName") === "" ? "no externalName" : undefined;
  }
  const ports = mapsAt(spec, "ports");
  if (ports.length === 0 && spec.clusterIP !== "None") return "no ports";
  return ports.every(({ port }) => isPort(port)) ? undefined : "a port out of range";
}

function isPort(port: unknown): boolean {
  return Number.isInteger(port) && Number(port) >= 1 && Number(port) <= 65535;
}
