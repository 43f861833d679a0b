import type { Issue } from "../issue";
import { federatedType, federatedTypes, type Scope } from "../kinds/federatedTypes";
import type { ClusterPlan, PropagationPlan } from "../objects/propagationPlan";
import { describeKind } from "../plain/valueKind";

/** How the objects of a plan are registered with the engine. */
export interface ObjectRegistration {
  readonly plan: Pick<PropagationPlan, "apiVersion" | "kind" | "clusters">;
  /** The apiVersion that the class of the kind writes; undefined for a kind that has none. */
  readonly classApiVersion: string | undefined;
  /** As the program says it. */
  readonly scope: Scope | undefined;
}

/**
 * What the engine or the Kubernetes plugin of Pulumi would refuse once it comes to an object, when others
 * are written already: a kind without a class needs a group, and a kind of Kubernetes has its own scope.
 * An override of the apiVersion makes of a copy one without a class.
 *
 * @example
 * engineRefusals({ plan: { apiVersion: "v1", kind: "Secret", clusters: [] }, classApiVersion: undefined, scope: undefined }).map(({ path }) => path)
 * //=> ["apiVersion"]
 */
export function engineRefusals(registration: ObjectRegistration): readonly Issue[] {
  const { plan, classApiVersion, scope } = registration;
  const { apiVersion, kind } = plan;
  const isClassless = classApiVersion === undefined && !apiVersion.includes("/");
  return [
    ...(isClassless ? [refuse("apiVersion", apiVersion, kind)] : []),
    ...plan.clusters.flatMap((copy) => copyIssues(copy, registration)),
    ...scopeIssues({ apiVersion, kind, scope }),
  ];
}

function refuse(path: string, apiVersion: string, kind: string): Issue {
  const typed = federatedTypes.some((type) => type.apiVersion === "v1" && type.kind === kind);
  const way = typed ? `Federated${kind}` : `federate(k8s.core.v1.${kind})`;
  const message = `"${apiVersion}" has no group, and only a kind with one can be written without a class; use ${way}`;
  return { code: "template-invalid", path, message };
}

/** Of a copy that an override has made another version than its class writes. */
function copyIssues(
  { cluster, object }: ClusterPlan,
  { plan, classApiVersion }: ObjectRegistration,
): readonly Issue[] {
  const own = object?.apiVersion;
  if (object === undefined || own === plan.apiVersion || own === classApiVersion) return [];
  const why = versionProblem(own);
  if (why === undefined) return [];
  const message = `on "${cluster}" the apiVersion ${why}; leave "/apiVersion" out, or name a version of ${plan.apiVersion.includes("/") ? `the group of ${plan.apiVersion}` : "a group"}`;
  return [{ code: "override-forbidden-path", path: `overrides["${cluster}"]`, message }];
}

function versionProblem(version: unknown): string | undefined {
  if (typeof version !== "string") return `must be a plain text, got ${describeKind(version)}`;
  if (/^[a-z0-9.-]+\/[a-z0-9]+$/.test(version)) return undefined;
  return version.includes("/")
    ? `"${version}" is none: it is a group, a slash and a version`
    : `"${version}" has no group, and only a kind with one can be written without a class`;
}

/** Of kinds that are not Kubernetes' own only their definition knows the scope. */
function scopeIssues(given: {
  readonly apiVersion: string;
  readonly kind: string;
  readonly scope: Scope | undefined;
}): readonly Issue[] {
  const { apiVersion, kind, scope } = given;
  const own = federatedType(apiVersion, kind).scope;
  const isKnown =
    own === "Cluster" ||
    federatedTypes.some((type) => type.apiVersion === apiVersion && type.kind === kind);
  if (scope === undefined || !isKnown || scope === own) return [];
  const message = `a ${kind} of ${apiVersion} has the scope "${own}", got "${scope}"; leave it out`;
  return [{ code: "template-invalid", path: "scope", message }];
}
