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
