/** The parts of a URN. */
export interface Urn {
  /** `urn:pulumi:<stack>::<project>` */
  readonly head: string;
  /** The types from the outermost parent on, with `$` between them. */
  readonly type: string;
  readonly name: string;
}

/**
 * Reads a URN's parts; a name may hold colons itself.
 *
 * @example
 * parseUrn("urn:pulumi:dev::shop::kubefed:index:FederatedConfigMap$kubernetes:core/v1:ConfigMap::web-us")
 * //=> { head: "urn:pulumi:dev::shop", type: "kubefed:index:FederatedConfigMap$kubernetes:core/v1:ConfigMap", name: "web-us" }
 */
export function parseUrn(urn: string): Urn {
  const [stack = "", project = "", type = "", ...name] = urn.split("::");
  return { head: `${stack}::${project}`, type, name: name.join("::") };
}

/**
 * The resource's own type, without those of its parents.
 *
 * @example
 * ownType("my:index:App$kubefed:index:FederatedConfigMap")
 * //=> "kubefed:index:FederatedConfigMap"
 */
export function ownType(type: string): string {
  return type.split("$").at(-1) ?? "";
}

/**
 * The URNs that a child may have had while its parent was called otherwise: under its own name, and, where
 * that begins with the parent's, under one that begins with the parent's former name, as Pulumi does it.
 *
 * @example
 * inheritedUrns("urn:pulumi:dev::shop::my:index:App::old", { parentName: "new", name: "new-web", type: "my:index:Part" })
 * //=> ["urn:pulumi:dev::shop::my:index:App$my:index:Part::new-web", "urn:pulumi:dev::shop::my:index:App$my:index:Part::old-web"]
 */
export function inheritedUrns(
  parentUrn: string,
  child: { readonly parentName: string; readonly name: string; readonly type: string },
): string[] {
  const { head, type, name: formerName } = parseUrn(parentUrn);
  const { parentName, name } = child;
  const renamed = name.startsWith(parentName) ? formerName + name.slice(parentName.length) : name;
  return [...new Set([name, renamed])].map((each) => `${head}::${type}$${child.type}::${each}`);
}
