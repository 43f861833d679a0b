import type { Issue } from "../issue";
import { isDnsLabel } from "../kinds/labels";
import { describeValue } from "../plain/valueKind";
import type {
  IngressHealthCheck,
  IngressRequest,
  MultiClusterBackend,
  PlannedCheck,
} from "./model";

/** An issue with a setting. */
export function settingIssue(path: string, message: string): Issue {
  return { code: "ingress-setting", path, message };
}

/** An issue with what a backend cannot do or needs. */
export function backendIssue(path: string, message: string): Issue {
  return { code: "ingress-backend", path, message };
}

/** All backends, sorted; their settings have the same names. */
export const multiClusterBackends: readonly MultiClusterBackend[] = [
  "dns",
  "gateway",
  "gcp",
  "gke",
  "haproxy",
];

/** A check's numbers, those that are not given as they usually are; Google is asked less often. */
export function plannedCheck(check: IngressHealthCheck = {}, backend = "haproxy"): PlannedCheck {
  const seconds = backend === "gcp" ? 5 : 1;
  return {
    intervalSeconds: seconds,
    timeoutSeconds: seconds,
    unhealthyThreshold: 2,
    healthyThreshold: 2,
    ...check,
  };
}

/** Until a cluster that answers nothing is noticed, in seconds. */
export function noticeSeconds(check: PlannedCheck): number {
  return check.intervalSeconds * check.unhealthyThreshold + check.timeoutSeconds;
}

/** A path that any backend can write down as it is. */
export const pathRule = `must begin with "/" and hold letters, digits and -._~!$&()*+,;=:@%/ only`;

/** Whether a text is such a path. */
export function isPath(path: unknown): path is string {
  return typeof path === "string" && /^\/[A-Za-z0-9\-._~!$&()*+,;=:@%/]*$/.test(path);
}

/** Whether a text is a host name that any backend can write down; `*.` may stand before it. */
export function isHost(host: unknown): host is string {
  if (typeof host !== "string" || host.length > 253) return false;
  return host.replace(/^\*\./, "").split(".").every(isDnsLabel);
}

/** What is wrong with the settings beside routes, Services and weights. */
export function validateSettings(request: IngressRequest): Issue[] {
  const { affinity, backend, healthCheck } = request;
  if (!(multiClusterBackends as readonly string[]).includes(backend)) {
    const known = multiClusterBackends.map((each) => `"${each}"`).join(", ");
    return [settingIssue("backend", `must be one of ${known}, came ${describeValue(backend)}`)];
  }
  return [
    ...(affinity === undefined || affinity === "cookie" || affinity === "none"
      ? []
      : [settingIssue("affinity", `must be "none" or "cookie", came ${describeValue(affinity)}`)]),
    ...(healthCheck === undefined ? [] : validateCheck(healthCheck, backend)),
  ];
}

function validateCheck(check: IngressHealthCheck, backend: string): Issue[] {
  const { path, host } = check;
  const numbers = [
    ...between(check.intervalSeconds, { field: "intervalSeconds", min: 0.1, max: 300 }),
    ...between(check.timeoutSeconds, { field: "timeoutSeconds", min: 0.1, max: 60 }),
    ...between(check.unhealthyThreshold, { field: "unhealthyThreshold", min: 1, max: 10 }),
    ...between(check.healthyThreshold, { field: "healthyThreshold", min: 1, max: 10 }),
  ];
  const { intervalSeconds, timeoutSeconds, unhealthyThreshold } = plannedCheck(check, backend);
  const isSlow = timeoutSeconds > intervalSeconds * unhealthyThreshold;
  return [
    ...(path === undefined || isPath(path)
      ? []
      : [settingIssue("healthCheck.path", `${pathRule}, came ${describeValue(path)}`)]),
    ...(host === undefined || (isHost(host) && !host.startsWith("*"))
      ? []
      : [settingIssue("healthCheck.host", `must be a host name, came ${describeValue(host)}`)]),
    ...numbers,
    ...(numbers.length === 0 && isSlow
      ? [
          settingIssue(
            "healthCheck.timeoutSeconds",
            `${timeoutSeconds} is longer than ${unhealthyThreshold} checks every ${intervalSeconds} s take; use at most ${intervalSeconds * unhealthyThreshold}`,
          ),
        ]
      : []),
  ];
}

function between(
  value: number | undefined,
  { field, min, max }: { readonly field: string; readonly min: number; readonly max: number },
): Issue[] {
  if (value === undefined) return [];
  const isCount = min === 1;
  const isGood = typeof value === "number" && value >= min && value <= max;
  if (isGood && (!isCount || Number.isInteger(value))) return [];
  const message = `must be a ${isCount ? "whole " : ""}number from ${min} to ${max}, came ${describeValue(value)}`;
  return [settingIssue(`healthCheck.${field}`, message)];
}
