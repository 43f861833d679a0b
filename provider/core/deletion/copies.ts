import { childName } from "../kinds/federatedTypes";
import { ownType, parseUrn } from "../kinds/urn";

/**
 * Something outside of a stack that a component of ours has put there and that goes when its resource goes: an
 * object on a member cluster, a chart, the records of a name, a membership, an object of a registry.
 */
export interface Copy {
  readonly urn: string;
  /** The URN of the component that it belongs to. */
  readonly component: string;
  /** The member cluster that it is on, where its name says so. */
  readonly cluster: string | undefined;
}

/**
 * Whether a resource stands for something outside, by its URN: a direct child of a component of ours, except
 * for what only belongs to the stack's own working (providers, what gives fields back) and for patches of
 * objects that others made, which give their fields back.
 *
 * @example
 * ["kubernetes:core/v1:ConfigMap", "pulumi:providers:kubernetes"].map((type) => isCopy(`urn:pulumi:dev::shop::kubefed:index:FederatedConfigMap$${type}::web-eu`))
 * //=> [true, false]
 */
export function isCopy(urn: string): boolean {
  const types = parseUrn(urn).type.split("$");
  const own = types.at(-1) ?? "";
  if (types.at(-2)?.startsWith("kubefed:index:") !== true) return false;
  return !/^(kubefed:index|pulumi:providers):|Patch$|:FieldOwnership$/.test(own);
}

/**
 * The copies that a stack has. A child is called after its component and its cluster; where that can be read
 * in several ways, the names of the clusters decide, then the longest name of a component.
 *
 * @example
 * copiesIn(["urn:pulumi:dev::shop::kubefed:index:FederatedConfigMap::web", "urn:pulumi:dev::shop::kubefed:index:FederatedConfigMap$kubernetes:core/v1:ConfigMap::web-eu"], ["eu"])
 * //=> [{ urn: "urn:pulumi:dev::shop::kubefed:index:FederatedConfigMap$kubernetes:core/v1:ConfigMap::web-eu", component: "urn:pulumi:dev::shop::kubefed:index:FederatedConfigMap::web", cluster: "eu" }]
 */
export function copiesIn(urns: Iterable<string>, clusters: readonly string[]): Copy[] {
  const all = [...urns];
  const components = new Map<string, string[]>();
  for (const urn of all) {
    const { head, type, name } = parseUrn(urn);
    if (!ownType(type).startsWith("kubefed:index:")) continue;
    const key = `${head}::${type}`;
    components.set(key, [...(components.get(key) ?? []), name]);
  }
  return all.filter(isCopy).map((urn) => {
    const { head, type, name } = parseUrn(urn);
    const parent = `${head}::${type.split("$").slice(0, -1).join("$")}`;
    const owners = (components.get(parent) ?? [])
      .filter((each) => name === each || name.startsWith(childName(each, "")))
      .sort((a, b) => b.length - a.length);
    const clusterOf = (owner: string) =>
      clusters.find((cluster) => childName(owner, cluster) === name);
    const owner = owners.find((each) => clusterOf(each) !== undefined) ?? owners[0] ?? name;
    return { urn, component: `${parent}::${owner}`, cluster: clusterOf(owner) };
  });
}
