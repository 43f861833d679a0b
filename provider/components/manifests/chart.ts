import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { omit } from "../../core/plain/records";
import { isPlainObject } from "../../core/plain/plainObject";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import { engineCallback } from "../../engine/engine";
import { knownText } from "../../engine/knownText";
import { keptOutageOf } from "../../engine/probes";
import type { ChartResource, FederatedHelmChartArgs } from "./chartArgs";
import type { DeclaredPlace } from "../declare/declareObjects";
import { keepChart } from "../declare/keptChart";
import type { KubeFedCluster } from "../clusters/kubeFedCluster";
import { lookingForObjects } from "./chartObjects";
import { keepingSecrets } from "./chartSecrets";

/** One federated chart. */
export interface ChartDeclaration {
  readonly component: pulumi.ComponentResource;
  readonly subject: string;
  readonly args: FederatedHelmChartArgs;
  readonly plan: PropagationPlan;
}

/** Creates the chart of a cluster under the cluster's provider, or what stands in for it meanwhile. */
export function createChart(
  declaration: ChartDeclaration,
  place: DeclaredPlace,
): ChartResource | Promise<ChartResource> {
  const { member, child } = place;
  const create = () => newChart(declaration, place);
  if (member.unreachable !== "keep" && !mayBeUnknown(member)) return create();
  const { component: parent } = declaration;
  const { provider } = member;
  // The plugin renders a chart with what its cluster says of itself, so without the cluster not at all.
  return canRender(member).then((can) =>
    can ? create() : keepChart({ parent, name: child, provider }),
  );
}

/** Credentials that a join is still to make are unknown at preview, and the engine can ask nobody then. */
function mayBeUnknown({ memberKubeconfig }: KubeFedCluster): boolean {
  return memberKubeconfig !== undefined;
}

async function canRender(member: KubeFedCluster): Promise<boolean> {
  const { memberKubeconfig } = member;
  // Of a cluster that is away and not to be kept, the gate tells; nothing is registered then.
  if ((await keptOutageOf(member)) !== undefined) return false;
  if (memberKubeconfig === undefined || (await knownText(memberKubeconfig)) !== undefined)
    return true;
  const what =
    "charts are not in this preview, because its credentials are known only after the update has begun";
  await pulumi.log.warn(`KubeFedCluster "${member.name}": ${what}`, member);
  return false;
}

function newChart(
  { subject, args, plan }: ChartDeclaration,
  { planned: { object }, child, options, member }: DeclaredPlace,
): ChartResource {
  const given = omit(args, ["adopt", "clusters", "namespace", "overrides", "placement"]);
  const { adopt = false } = args;
  const values = isPlainObject(object?.values) ? object.values : {};
  return new k8s.helm.v4.Chart(
    child,
    {
      ...given,
      name: plan.name,
      namespace: plan.namespace,
      values,
      version: typeof object?.version === "string" ? object.version : undefined,
    },
    {
      ...omit(options, ["aliases", "ignoreChanges", "import"]),
      transforms: [
        ...(options.transforms ?? []),
        ...lookingForObjects({ subject, member, adopt }),
        ...keepingSecrets([values, args.valueYamlFiles]),
      ].map((each) => engineCallback(each)),
    },
  );
}
