/** How long a name may be before it is cut; a `0` goes on after the cut, so that it ends as names must. */
const longest = 62;

/**
 * The name of a resource of a load balancer, as kubemci made it.
 *
 * @example
 * cloudName("be-30061", "shop")
 * //=> "mci1-be-30061--shop"
 */
export function cloudName(part: string, loadBalancer: string): string {
  const name = `mci1-${part}--${loadBalancer}`;
  return name.length > longest ? `${name.slice(0, longest)}0` : name;
}

/** What kubemci kept in a URL map's description, by which it lists its load balancers. */
export function statusText(of: {
  readonly loadBalancerName: string;
  readonly clusters: readonly string[];
  readonly ipAddress: string;
}): string {
  const { loadBalancerName, clusters, ipAddress } = of;
  return JSON.stringify({
    Description: `URL map for kubernetes multicluster loadbalancer ${loadBalancerName}`,
    LoadBalancerName: loadBalancerName,
    Clusters: clusters,
    IPAddress: ipAddress,
  });
}
