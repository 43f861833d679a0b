import type { KubeObject } from "../../core/model";
import { mapAt, mapsAt, textAt, textsOf } from "../../core/plain/fields";
import { identityOf } from "../../core/manifests/manifest";
import type { Declaration } from "../migration";

/**
 * Where kubemci asked whether a Service works: at the path of the readiness probe of what it selects, the first
 * that is a plain GET; else at `/`.
 */
export function probedPath(
  { template, namespace }: Declaration,
  objects: readonly KubeObject[],
): string {
  const selector = Object.entries(textsOf(mapAt(template, "spec", "selector")));
  const pods = objects.filter((object) => {
    const own = identityOf(object).namespace || "default";
    const labels = textsOf(mapAt(object, "spec", "template", "metadata", "labels"));
    const isSelected = selector.every(([key, value]) => labels[key] === value);
    return own === namespace && selector.length > 0 && isSelected;
  });
  const probes = pods.flatMap((object) =>
    mapsAt(mapAt(object, "spec", "template", "spec"), "containers").flatMap((container) => {
      const get = mapAt(container, "readinessProbe", "httpGet");
      const isPlain = textAt(get, "path") !== "" && textAt(get, "scheme") !== "HTTPS";
      return isPlain ? [textAt(get, "path")] : [];
    }),
  );
  return probes[0] ?? "/";
}
