import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import omit from "lodash/omit";
import pick from "lodash/pick";
import { isPlainObject } from "../../core/issue";
import { childName } from "../../core/kinds/federatedTypes";
import type { ClusterPlan, PropagationPlan } from "../../core/objects/propagationPlan";
import { knownText } from "../../engine/knownText";
import { outageOf, probeOf } from "../clusters/clusterAvailability";
import type { ChartResource, FederatedHelmChartArgs } from "./chartArgs";
import type { FederatedOptions } from "../objects/federatedOptions";
import type { Members } from "../declare/fleet";
import { keepChart } from "../declare/keptChart";
import type { KubeFedCluster } from "../clusters/kubeFedCluster";
import { type Child, deferrable, immediate } from "../declare/memberResource";
import { keepingSecrets } from "./chartSecrets";
import { handedOn } from "../declare/propagate";

/** One federated chart, ready to become one chart per selected member cluster. */
export interface ChartPropagation {
  readonly parent: pulumi.ComponentResource;
  readonly name: string;
  readonly args: FederatedHelmChartArgs;
  readonly plan: PropagationPlan;
  readonly where: Members;
  /** Resolves when the charts may be registered. */
  readonly gate: Promise<void>;
  readonly opts: FederatedOptions;
}

/** Creates the chart of every selected cluster, by cluster name, each under its own provider. */
export function propagateChart(
  propagation: ChartPropagation,
): Record<string, Child<ChartResource>> {
  const { plan, where, parent, name, gate } = propagation;
  const children: Record<string, Child<ChartResource>> = {};
  for (const planned of plan.clusters) {
    const member = where.members.find((each) => each.name === planned.cluster);
    if (planned.object === undefined || member === undefined) continue;
    const child = childName(name, planned.cluster);
    const create = () => createChart(propagation, planned, member);
    // The plugin renders a chart with what its cluster says of itself, so without the cluster not at all.
    const createOrKeep = async () =>
      (await canRender(member))
        ? create()
        : keepChart({ parent, name: child, provider: member.provider });
    children[planned.cluster] =
      member.unreachable === "keep"
        ? deferrable({ create: createOrKeep, member, parent, child, plan, gate })
        : mayBeUnknown(member)
          ? { resource: pulumi.output(createOrKeep()), deferred: Promise.resolve(undefined) }
          : immediate(create());
  }
  return children;
}

/** Credentials that a join is still to make are unknown at preview, and the engine can ask nobody then. */
function mayBeUnknown({ memberKubeconfig }: KubeFedCluster): boolean {
  return pulumi.runtime.isDryRun() && memberKubeconfig !== undefined;
}

async function canRender(member: KubeFedCluster): Promise<boolean> {
  const { memberKubeconfig, unreachable } = member;
  // Of a cluster that is away and not to be kept, the gate tells; nothing is registered then.
  if (unreachable === "keep" && outageOf(await probeOf(member)) !== undefined) return false;
  if (memberKubeconfig === undefined || (await knownText(memberKubeconfig)) !== undefined)
    return true;
  const what =
    "charts are not in this preview, because its credentials are known only after the update has begun";
  await pulumi.log.warn(`KubeFedCluster "${member.name}": ${what}`, member);
  return false;
}

function createChart(
  { parent, name, args, plan, where, gate, opts }: ChartPropagation,
  { cluster, object }: ClusterPlan,
  member: KubeFedCluster,
): ChartResource {
  const dependencies: unknown[] = [opts.dependsOn ?? [], where.namespaceObjects[cluster] ?? []];
  // Pulumi flattens lists, promises and outputs of dependencies at every depth; its type stops at one.
  const afterGate: Promise<pulumi.Resource[]> = gate.then(() => dependencies as pulumi.Resource[]);
  const given = omit(args, ["clusters", "namespace", "overrides", "placement"]);
  const values = isPlainObject(object?.values) ? object.values : {};
  return new k8s.helm.v4.Chart(
    childName(name, cluster),
    {
      ...given,
      name: plan.name,
      namespace: plan.namespace,
      values,
      version: typeof object?.version === "string" ? object.version : undefined,
    },
    {
      ...omit(pick(opts, handedOn), "import"),
      parent,
      provider: member.provider,
      dependsOn: afterGate,
      transforms: keepingSecrets([values, args.valueYamlFiles]),
    },
  );
}
