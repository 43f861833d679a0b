import type { Issue } from "../issue";
import { ownValue } from "../plain/ownKey";
import { compareText } from "../plain/text";
import { describeValue } from "../plain/valueKind";
import type { IngressRequest } from "./model";
import { settingIssue } from "./settings";

/** What one cluster is to get, and why. */
export interface Share {
  readonly weight: number;
  readonly because: string;
  readonly order?: number;
}

const largestWeight = 1_000_000;

/**
 * The share of each cluster: its weight, its replicas of a workload, or its place in the order. `*` stands
 * for the clusters that weights do not name.
 *
 * @example
 * sharesOf({ clusters: ["eu", "us"], weights: { us: 0, "*": 1 } })
 * //=> { eu: { weight: 1, because: "weight 1 of 1" }, us: { weight: 0, because: "drained" } }
 */
export function sharesOf(of: {
  readonly clusters: readonly string[];
  readonly weights?: IngressRequest["weights"];
  readonly replicas?: IngressRequest["replicas"];
  readonly failoverOrder?: IngressRequest["failoverOrder"];
}): Record<string, Share> {
  const { weights, replicas, failoverOrder } = of;
  const clusters = [...of.clusters].sort(compareText);
  const weightOf = (cluster: string): number =>
    replicas === undefined
      ? weights === undefined
        ? 1
        : (ownValue(weights, cluster) ?? ownValue(weights, "*") ?? 0)
      : (ownValue(replicas, cluster) ?? 0);
  const total = clusters.reduce((sum, cluster) => sum + weightOf(cluster), 0);
  if (failoverOrder !== undefined) return orderedShares(clusters, failoverOrder, weightOf);
  return Object.fromEntries(
    clusters.map((cluster) => [cluster, { weight: weightOf(cluster), because: because(cluster) }]),
  );

  function because(cluster: string): string {
    const weight = weightOf(cluster);
    if (replicas !== undefined) {
      return weight === 0 ? "no replicas" : `${weight}/${total}`;
    }
    if (weights === undefined) return clusters.length === 1 ? "the only cluster" : "an equal share";
    return weight === 0 ? "drained" : `weight ${weight} of ${total}`;
  }
}

/** The first that works gets everything; who is not named follows by name, one after another. */
function orderedShares(
  clusters: readonly string[],
  order: readonly string[],
  weightOf: (cluster: string) => number,
): Record<string, Share> {
  const rest = clusters.filter((cluster) => !order.includes(cluster));
  const all = [...order.filter((cluster) => clusters.includes(cluster)), ...rest];
  const serving = all.filter((cluster) => weightOf(cluster) > 0);
  return Object.fromEntries(
    clusters.map((cluster) => {
      if (weightOf(cluster) === 0) return [cluster, { weight: 0, because: "drained" }];
      const place = serving.indexOf(cluster);
      const because = place === 0 ? "serves" : `serves if ${serving[place - 1]} fails`;
      return [cluster, { weight: 1, because, order: place + 1 }];
    }),
  );
}

/** What is wrong with weights and order, for the clusters that the Services may be on. */
export function validateShares(request: IngressRequest, clusters: readonly string[]): Issue[] {
  const { weights, replicas, failoverOrder } = request;
  const known = [...clusters].sort(compareText).map((each) => `"${each}"`);
  const unknown = (cluster: string, path: string): Issue[] =>
    clusters.includes(cluster)
      ? []
      : [
          {
            code: "unknown-cluster",
            path,
            message: `no Service of it is for a member cluster "${cluster}"; there are ${known.join(", ") || "none"}`,
          },
        ];
  const given = Object.entries(weights ?? {}).sort(([a], [b]) => compareText(a, b));
  const numbers = given.flatMap(([cluster, weight]) => {
    const path = `weights["${cluster}"]`;
    const isGood = Number.isInteger(weight) && weight >= 0 && weight <= largestWeight;
    return [
      ...(cluster === "*" ? [] : unknown(cluster, path)),
      ...(isGood
        ? []
        : [
            settingIssue(
              path,
              `must be a whole number from 0 to ${largestWeight}, came ${describeValue(weight)}`,
            ),
          ]),
      ...(failoverOrder !== undefined && isGood && weight > 1
        ? [
            settingIssue(
              path,
              `beside failoverOrder only 0 (drained) and 1 mean something, came ${weight}`,
            ),
          ]
        : []),
    ];
  });
  const order = (failoverOrder ?? []).flatMap((cluster, index) => [
    ...unknown(cluster, `failoverOrder[${index}]`),
    ...((failoverOrder ?? []).indexOf(cluster) === index
      ? []
      : [settingIssue(`failoverOrder[${index}]`, `"${cluster}" is named before; name each once`)]),
  ]);
  const shares = Object.values(sharesOf({ ...request, clusters }));
  const isDrained = shares.length > 0 && shares.every(({ weight }) => weight === 0);
  const nobody =
    isDrained && numbers.length === 0
      ? [
          settingIssue(
            "weights",
            replicas === undefined
              ? "are 0 for every cluster, so it would serve nobody; give one more than 0"
              : "no cluster has a replica of the workload, so it would serve nobody",
          ),
        ]
      : [];
  const both =
    replicas !== undefined && failoverOrder !== undefined
      ? [
          settingIssue(
            "failoverOrder",
            "has no use for a workload's replicas; leave out one of them",
          ),
        ]
      : [];
  return [...numbers, ...order, ...nobody, ...both];
}
