import * as pulumi from "@pulumi/pulumi";
import { isPlainObject } from "../../core/issue";
import type { KubeObject } from "../../core/model";
import type { ClusterPlan, PropagationPlan } from "../../core/objects/propagationPlan";
import { mapAt } from "../../core/plain/fields";
import { hasRealEngine } from "../../engine/engine";
import type { AskableCluster } from "../../observe/askClusters";
import { FieldTakeover } from "../../resources/managedFields/fieldTakeover";

/** One object that may exist already and is taken over. */
export interface TakenOver {
  readonly parent: pulumi.ComponentResource;
  /** The resource's name. */
  readonly child: string;
  readonly plan: PropagationPlan;
  readonly planned: ClusterPlan;
  readonly object: KubeObject;
  readonly member: AskableCluster;
  /** Of the object's own resource. */
  readonly opts: pulumi.CustomResourceOptions;
}

/** How an object is written so that nothing of its former owners is left. */
export interface Takeover {
  readonly object: KubeObject;
  readonly opts: pulumi.CustomResourceOptions;
}

/**
 * Lets the former owners of an object hand their fields over before it is written, under a field manager
 * whose name is known before: what the program drops then goes, now and later. Without credentials that
 * can be read, the former owners keep what they own.
 */
export function withTakeover(request: TakenOver): Takeover {
  const { parent, child, plan, planned, object, member, opts } = request;
  const { name: clusterName, memberKubeconfig: kubeconfig, context } = member;
  if (kubeconfig === undefined || !hasRealEngine()) return { object, opts };
  const fieldManager = managerName();
  const takeover = new FieldTakeover(
    child,
    {
      clusterName,
      kubeconfig,
      context,
      apiVersion: plan.apiVersion,
      kind: plan.kind,
      namespace: plan.namespace,
      name: plan.name,
      fieldManager,
      retained: [...(planned.ignoreChanges ?? [])],
    },
    { parent, dependsOn: opts.dependsOn, deletedWith: opts.deletedWith },
  );
  const dependencies: unknown[] = [opts.dependsOn ?? [], takeover];
  return {
    object: managedBy(object, fieldManager),
    // Pulumi flattens lists and promises of dependencies at every depth; its type stops at one.
    opts: { ...opts, dependsOn: Promise.resolve(dependencies as pulumi.Resource[]) },
  };
}

/** A field manager's name may have 128 characters. */
function managerName(): string {
  return `pulumi-kubefed/${pulumi.getProject()}/${pulumi.getStack()}`.slice(0, 128);
}

function managedBy(object: KubeObject, fieldManager: string): KubeObject {
  const metadata = mapAt(object, "metadata");
  const given: pulumi.Output<unknown> = pulumi.output(metadata.annotations);
  const annotations = given.apply((own) => ({
    "pulumi.com/patchFieldManager": fieldManager,
    ...(isPlainObject(own) ? own : {}),
  }));
  return { ...object, metadata: { ...metadata, annotations } };
}
