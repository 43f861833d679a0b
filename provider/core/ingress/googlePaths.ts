import type { PlannedRoute } from "./model";

/**
 * A route's path as Google's load balancer writes it: a path alone is exact, `/*` after it is what is below.
 *
 * @example
 * googlePaths({ host: "", path: "/api", pathType: "Prefix", service: "" })
 * //=> ["/api", "/api/*"]
 */
export function googlePaths({ path, pathType }: PlannedRoute): string[] {
  const stem = path.replace(/\/+$/, "");
  if (pathType === "Exact") return [path];
  return stem === "" ? ["/*"] : [stem, `${stem}/*`];
}
