/*
 * Being a member: which cluster it is, what joining makes and grants, what a registry says of it.
 */

import { validateName } from "../kinds/federatedTypes";
import type { Issue } from "../issue";
import { isPlainObject } from "../plain/plainObject";
import {
  validateApiEndpoint,
  validateDisabledTLSValidations,
  validateProxyUrl,
} from "./connection";
import { namedRights } from "./rights";
import { validateRules } from "./rules";

/** The namespace of a join in KubeFed, unless another is named. */
export const defaultJoinNamespace = "kube-federation-system";

/** How long the token of before a rotation still works, unless it is said. */
export const usualRotateGraceSeconds = 3600;

/**
 * All that is wrong with what a user wrote as `join`, before anything is asked of a cluster.
 * Names as in KubeFed, `join.go`: the host cluster's name may hold neither `:` nor `/`.
 */
export function validateJoin(clusterName: string, join: unknown): Issue[] {
  if (!isPlainObject(join)) return [invalid("join", "must be a plain map")];
  const { hostClusterName, namespace, scope, rules, rotateGraceSeconds: grace } = join;
  const issues: Issue[] = [];
  if (scope !== undefined && scope !== "Cluster" && scope !== "Namespaced") {
    const came = JSON.stringify(scope);
    issues.push(invalid("join.scope", `must be "Cluster" or "Namespaced"; came: ${came}`));
  }
  if (typeof hostClusterName !== "string" || /[:/]/.test(hostClusterName)) {
    const message = `must be a plain name without ":" and "/"`;
    issues.push(invalid("join.hostClusterName", message));
  } else {
    const name = `${clusterName}-${hostClusterName}`;
    const path = "join.hostClusterName";
    issues.push(...validateName({ kind: "ServiceAccount", name, path }));
  }
  issues.push(...graceIssues(grace));
  if (namespace !== undefined) {
    issues.push(...validateName({ kind: "Namespace", name: namespace, path: "join.namespace" }));
  }
  if (rules !== undefined && !namedRights.some((word) => word === rules)) {
    issues.push(...validateRules(rules, "join.rules"));
  }
  return [...issues, ...validateConnection(join)];
}

function graceIssues(seconds: unknown): Issue[] {
  const isRight = typeof seconds === "number" && Number.isFinite(seconds) && seconds >= 0;
  if (seconds === undefined || isRight) return [];
  const message = `must be a number of seconds, 0 or more; got ${JSON.stringify(seconds)}`;
  return [invalid("join.rotateGraceSeconds", message)];
}

function validateConnection(join: Record<string, unknown>): Issue[] {
  const { apiEndpoint, proxyURL, disabledTLSValidations: tls } = join;
  const issues: Issue[] = [];
  if (apiEndpoint !== undefined) {
    issues.push(...validateApiEndpoint(apiEndpoint, "join.apiEndpoint"));
  }
  if (proxyURL !== undefined) issues.push(...validateProxyUrl(proxyURL, "join.proxyURL"));
  if (tls !== undefined) {
    issues.push(...validateDisabledTLSValidations(tls, "join.disabledTLSValidations"));
    if (Array.isArray(tls) && tls.includes("ValidityPeriod")) issues.push(noValidityPeriod);
  }
  return issues;
}

const noValidityPeriod: Issue = invalid(
  "join.disabledTLSValidations",
  `"ValidityPeriod" cannot be said in a kubeconfig, which has no such field; renew the certificate, or use "*"`,
);

function invalid(path: string, message: string): Issue {
  return { code: "join-invalid", path, message };
}
