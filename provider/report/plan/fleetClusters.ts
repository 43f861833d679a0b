import { childName } from "../../core/kinds/federatedTypes";
import { isPlainObject } from "../../core/plain/plainObject";
import { compareText } from "../../core/plain/text";
import { nameInUrn, type EngineEvents } from "./engineEvents";
import type { FleetCluster, PlanRow } from "./model";

const clusterType = "kubefed:index:KubeFedCluster";

/** The member clusters of a preview, sorted by name: those of the program, and those that it leaves. */
export function fleetClusters(preview: EngineEvents, rows: readonly PlanRow[]): FleetCluster[] {
  const found = new Map<string, FleetCluster>();
  const gone: FleetCluster[] = [];
  for (const { urn, type, op, old } of preview.steps) {
    if (type !== clusterType) continue;
    if (op === "delete") gone.push({ ...clusterFrom(urn, old?.outputs), leaving: true });
    else {
      const cluster = clusterFrom(urn, preview.componentOutputs.get(urn));
      found.set(cluster.name, cluster);
    }
  }
  for (const cluster of gone) {
    if (!found.has(cluster.name)) found.set(cluster.name, cluster);
  }
  for (const { cluster } of rows.flatMap(({ cells }) => cells)) {
    // A cluster whose credentials another stack's program gives has no component here.
    if (!found.has(cluster)) found.set(cluster, { name: cluster, labels: {}, zones: [] });
  }
  return [...found.values()].sort((a, b) => compareText(a.name, b.name));
}

function clusterFrom(urn: string, outputs: unknown): FleetCluster {
  const { clusterName, labels, region, zones } = isPlainObject(outputs) ? outputs : {};
  return {
    name: typeof clusterName === "string" ? clusterName : nameInUrn(urn),
    labels: Object.fromEntries(
      Object.entries(isPlainObject(labels) ? labels : {})
        .filter((entry): entry is [string, string] => typeof entry[1] === "string")
        .sort(([a], [b]) => compareText(a, b)),
    ),
    ...(typeof region === "string" ? { region } : {}),
    zones: (Array.isArray(zones) ? zones : []).filter(
      (zone): zone is string => typeof zone === "string",
    ),
  };
}

/**
 * The member cluster that a component's child is for: by its name where that is `<component>-<cluster>`,
 * else by its provider's, which is the cluster's.
 *
 * @example
 * clusterOfChild({ step: { op: "same", urn: "urn:pulumi:dev::shop::kubernetes:core/v1:ConfigMap::settings-eu-west" }, component: "settings", known: ["eu-west"] })
 * //=> "eu-west"
 */
export function clusterOfChild(request: {
  readonly step: {
    readonly urn: string;
    readonly old?: { readonly provider: string };
    readonly new?: { readonly provider: string };
  };
  readonly component: string;
  readonly known: readonly string[];
}): string {
  const { step, component, known } = request;
  const name = nameInUrn(step.urn);
  const named = known.find((cluster) => childName(component, cluster) === name);
  if (named !== undefined) return named;
  const { provider } = step.new ?? step.old ?? { provider: "" };
  // A reference to a provider is its URN, then its id.
  const ofProvider = nameInUrn(provider.slice(0, Math.max(0, provider.lastIndexOf("::"))));
  return ofProvider === "" ? name : ofProvider;
}
