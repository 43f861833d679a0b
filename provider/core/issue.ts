import { compareText, count } from "./plain/text";

/** A problem in what a user wrote, as data. Functions return all of them; only the shell throws. */
export interface Issue {
  /** Stable and public: programs and tests may match on it. */
  readonly code: IssueCode;
  /** Where in the resource's arguments, e.g. `overrides[0].clusterOverrides[1].path`. */
  readonly path: string;
  /** What is wrong, what came, and what is allowed. Starts in lower case. */
  readonly message: string;
  /** A warning is shown and does not stop the update. @default "error" */
  readonly severity?: "error" | "warning";
}

export type IssueCode =
  | "dns-conflict"
  | "dns-frozen-host"
  | "dns-location"
  | "dns-name"
  | "dns-no-targets"
  | "dns-owner"
  | "dns-policy"
  | "dns-policy-setting"
  | "dns-record-type"
  | "dns-registry-name"
  | "dns-target"
  | "dns-ttl"
  | "dns-unresolved-host"
  | "dns-zone"
  | "api-endpoint"
  | "cluster-availability"
  | "cluster-credentials"
  | "cluster-identity"
  | "cluster-moved"
  | "cluster-unreachable"
  | "chart-invalid"
  | "clusters-missing"
  | "deletion-foreign"
  | "deletion-limit"
  | "empty-selection"
  | "ingress-backend"
  | "ingress-certificate"
  | "ingress-rule"
  | "ingress-service"
  | "ingress-setting"
  | "join-invalid"
  | "join-rules"
  | "kind-not-served"
  | "label-invalid"
  | "manifest-duplicate"
  | "manifest-file"
  | "manifest-invalid"
  | "manifest-namespace"
  | "merge-conflict"
  | "merge-into-leaf"
  | "name-invalid"
  | "names-and-selector"
  | "not-plain"
  | "object-declared-twice"
  | "object-exists"
  | "object-moves"
  | "object-refused"
  | "object-unasked"
  | "option-refused"
  | "override-ambiguous"
  | "override-duplicate-cluster"
  | "override-duplicate-path"
  | "override-empty"
  | "override-forbidden-path"
  | "override-index"
  | "override-into-leaf"
  | "override-missing-path"
  | "override-no-object"
  | "override-op"
  | "override-path-syntax"
  | "override-value-missing"
  | "placement-missing"
  | "policy-invalid"
  | "plan-unsupported"
  | "proxy-url"
  | "replicas-unplaced"
  | "preference-invalid"
  | "retain-path"
  | "selector-invalid"
  | "shards-differ"
  | "spread-unsatisfiable"
  | "target-missing"
  | "stages-invalid"
  | "stages-unknown"
  | "template-invalid"
  | "tls-validations"
  | "unknown-cluster";

/** Orders issues by where they are, so that the same program always prints the same list. */
export function sortIssues(issues: readonly Issue[]): Issue[] {
  return [...issues].sort(
    (a, b) =>
      compareText(a.path, b.path) ||
      compareText(a.code, b.code) ||
      compareText(a.message, b.message),
  );
}

/** The issues that stop an update. */
export function errorsOf(issues: readonly Issue[]): Issue[] {
  return issues.filter((issue) => issue.severity !== "warning");
}

/** The issues that are only shown. */
export function warningsOf(issues: readonly Issue[]): Issue[] {
  return issues.filter((issue) => issue.severity === "warning");
}

/** Thrown by core functions that have no place for issues in their result. */
export class IssuesError extends Error {
  constructor(
    readonly subject: string,
    readonly issues: readonly Issue[],
  ) {
    super(formatIssues(subject, issues));
    this.name = "IssuesError";
  }
}

/**
 * The text a user reads: the subject, how many problems, one line each.
 *
 * @example
 * formatIssues('FederatedConfigMap "cfg"', [{ code: "unknown-cluster", path: "placement.clusterNames[0]", message: 'no member cluster is called "us-wst"; known: "us-west"' }])
 * //=> 'FederatedConfigMap "cfg": 1 problem\n  - placement.clusterNames[0]: no member cluster is called "us-wst"; known: "us-west"'
 */
export function formatIssues(subject: string, issues: readonly Issue[]): string {
  const lines = sortIssues(issues).map(
    (issue) => `\n  - ${issue.path === "" ? "" : `${issue.path}: `}${issue.message}`,
  );
  return `${subject}: ${count(issues.length, "problem")}${lines.join("")}`;
}
