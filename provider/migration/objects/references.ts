import { isPlainObject } from "../../core/plain/plainObject";
import { mapAt, mapsAt, textAt } from "../../core/plain/fields";
import { groupOf } from "../../core/manifests/manifest";
import type { Declaration } from "../migration";

/** The declared namespace that a declaration is in; none where the program takes it as given. */
export function namespaceAround(
  { namespace }: Declaration,
  declarations: readonly Declaration[],
): Declaration[] {
  if (namespace === undefined) return [];
  return declarations.filter(
    ({ kind, apiVersion, name }) =>
      kind === "Namespace" && apiVersion === "v1" && name === namespace,
  );
}

/**
 * The declarations that must be there before one can be made: the definition of its kind, and for a
 * binding nothing, because the API server takes bindings to roles that are not there yet.
 */
export function dependenciesOf(
  { apiVersion, kind }: Declaration,
  declarations: readonly Declaration[],
): Declaration[] {
  return declarations.filter((other) => {
    if (other.kind !== "CustomResourceDefinition" || !isPlainObject(other.template.spec))
      return false;
    const spec = other.template.spec;
    const served = mapsAt(spec, "versions").map((version) => textAt(version, "name"));
    return (
      textAt(spec, "group") === groupOf(apiVersion) &&
      textAt(mapAt(spec, "names"), "kind") === kind &&
      served.includes(apiVersion.split("/").at(-1) ?? "")
    );
  });
}
