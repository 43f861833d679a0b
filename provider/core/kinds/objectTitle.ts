/**
 * An object as a person calls it.
 *
 * @example
 * objectTitle({ kind: "Deployment", namespace: "shop", name: "web" })
 * //=> "Deployment shop/web"
 */
export function objectTitle(object: {
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
}): string {
  const { kind, namespace, name } = object;
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}
