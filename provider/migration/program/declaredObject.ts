import { errorsOf, type Issue } from "../../core/issue";
import { isPlainObject } from "../../core/plain/plainObject";
import type { KubeObject, MemberCluster } from "../../core/model";
import { planPropagation } from "../../core/objects/propagation";
import type { PropagationRequest } from "../../core/objects/propagationRequest";
import type { Declaration } from "../migration";

/** A declaration as the object it describes, with apiVersion, kind and names. */
export function declaredObject(
  declaration: Omit<Declaration, "placement" | "overrides">,
): KubeObject {
  const { apiVersion, kind, name, namespace, template } = declaration;
  const metadata = isPlainObject(template.metadata) ? template.metadata : {};
  return {
    apiVersion,
    kind,
    ...template,
    metadata: { ...metadata, name, ...(namespace === undefined ? {} : { namespace }) },
  };
}

/** What surrounds the declarations of one program. */
export interface DeclaredWorld {
  readonly clusters: readonly MemberCluster[];
  readonly declarations: readonly Declaration[];
}

/** The request for a plan that a declaration's component makes. */
export function requestOf(declaration: Declaration, world: DeclaredWorld): PropagationRequest {
  const { kind, apiVersion, scope, name, namespace, template, placement, overrides } = declaration;
  const around = namespaceOf(declaration, world);
  return {
    kind,
    apiVersion,
    scope,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    template,
    clusters: world.clusters,
    placement,
    overrides,
    ...(around === undefined ? {} : { namespacePlacement: around.placement }),
    ...(declaration.scheduling === undefined ? {} : { scheduling: declaration.scheduling }),
    ...(declaration.replicasPath === undefined ? {} : { replicasPath: declaration.replicasPath }),
    ...(declaration.retainReplicas === true ? { retainReplicas: true } : {}),
  };
}

/** The declared namespace around a declaration; absent where the program takes it as given. */
export function namespaceOf(
  { namespace }: Declaration,
  { declarations }: DeclaredWorld,
): Declaration | undefined {
  return declarations.find(
    ({ kind, apiVersion, name }) =>
      kind === "Namespace" && apiVersion === "v1" && name === namespace,
  );
}

/** What the program puts on the member clusters for one declaration. */
export interface DeclaredObjects {
  /** By cluster; empty with any error, because nothing is written then. */
  readonly objects: ReadonlyMap<string, KubeObject>;
  readonly errors: readonly Issue[];
}

/** Plans one declaration as its component does. */
export function planDeclaration(declaration: Declaration, world: DeclaredWorld): DeclaredObjects {
  const plan = planPropagation(requestOf(declaration, world));
  const errors = errorsOf(plan.issues);
  if (errors.length > 0) return { objects: new Map(), errors };
  const objects = plan.clusters.flatMap(({ cluster, object }) =>
    object === undefined ? [] : [[cluster, object] as const],
  );
  return { objects: new Map(objects), errors };
}
