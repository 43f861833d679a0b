import type { IngressPlan } from "./model";
import { serviceTitle } from "./services";

/** How many clusters and hosts a preview line names before it counts the rest. */
const namedItems = 8;

/**
 * The plan on one line, for the preview of one environment: what leads where, which cluster gets how much,
 * what balances, and whether it fails over by itself.
 *
 * Example: `[dev] MultiClusterIngress shop: shop.example.com/ → Service shop/web on 2 of 2 clusters: eu-west
 * 3/9, us-east 6/9; haproxy in "host", fails over by itself (GET /healthz every 1 s, …)`.
 */
export function renderIngressLine(plan: IngressPlan, environment: string): string {
  const { failsOver, backend, hostCluster } = plan;
  const routes = plan.routes.map(({ host, path, pathType, service }) => {
    const exact = pathType === "Exact" ? " exactly" : "";
    return `${host === "" ? "*" : host}${path}${exact} → ${titleOf(plan, service)}`;
  });
  const fallback =
    plan.defaultService === undefined ? [] : [`else → ${titleOf(plan, plan.defaultService)}`];
  const serving = plan.clusters.filter(({ selected }) => selected);
  const shares = serving.map(({ cluster, because = "" }) => `${cluster} ${because}`);
  const place = hostCluster === undefined ? "" : ` in "${hostCluster}"`;
  return [
    `[${environment}] MultiClusterIngress ${plan.name}: `,
    shorten([...routes, ...fallback]),
    ` on ${serving.length} of ${plan.clusters.length} clusters: `,
    shorten(shares),
    `; ${backend}${place}, ${failsOver.byItself ? "fails over by itself" : "does not fail over by itself"} (${failsOver.because})`,
  ].join("");
}

function titleOf({ services }: IngressPlan, key: string): string {
  const found = services.find((each) => each.key === key);
  return found === undefined ? "nothing" : serviceTitle(found);
}

function shorten(texts: readonly string[]): string {
  const more = texts.length - namedItems;
  const named = texts.slice(0, namedItems).join(", ");
  return more > 0 ? `${named} and ${more} more` : named;
}
