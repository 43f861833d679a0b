import type { Issue } from "../issue";
import { federatedType, federatedTypes, type Scope } from "../kinds/federatedTypes";
import type { PropagationPlan } from "../objects/propagationPlan";

/** How the objects of a plan are registered with the engine. */
export interface ObjectRegistration {
  readonly plan: Pick<PropagationPlan, "apiVersion" | "kind">;
  /** The apiVersion that the class of the kind writes; undefined for a kind that has none. */
  readonly classApiVersion: string | undefined;
  /** As the program says it. */
  readonly scope: Scope | undefined;
}

/**
 * What the engine or the Kubernetes plugin of Pulumi would refuse once it comes to an object, when others
 * are written already: a kind without a class needs a group, and a kind of Kubernetes has its own scope.
 *
 * @example
 * engineRefusals({ plan: { apiVersion: "v1", kind: "Secret" }, classApiVersion: undefined, scope: undefined }).map(({ path }) => path)
 * //=> ["apiVersion"]
 */
export function engineRefusals(registration: ObjectRegistration): readonly Issue[] {
  const { plan, classApiVersion, scope } = registration;
  const { apiVersion, kind } = plan;
  const isClassless = classApiVersion === undefined && !apiVersion.includes("/");
  return [
    ...(isClassless ? [refuse("apiVersion", apiVersion, kind)] : []),
    ...scopeIssues({ apiVersion, kind, scope }),
  ];
}

function refuse(path: string, apiVersion: string, kind: string): Issue {
  const typed = federatedTypes.some((type) => type.apiVersion === "v1" && type.kind === kind);
  const way = typed ? `Federated${kind}` : `federate(k8s.core.v1.${kind})`;
  const message = `"${apiVersion}" has no group, and only a kind with one can be written without a class; use ${way}`;
  return { code: "template-invalid", path, message };
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
