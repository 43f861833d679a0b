/** The kinds whose end takes along what others have: what is in a namespace, what is of a definition. */
const containers: readonly string[] = ["CustomResourceDefinition", "Namespace"];

/**
 * Whether things of others may go with an object of a kind.
 *
 * @example
 * [mayHoldOthers("Namespace"), mayHoldOthers("Secret")]
 * //=> [true, false]
 */
export function mayHoldOthers(kind: string): boolean {
  return containers.includes(kind);
}
