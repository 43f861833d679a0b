import type { FleetPlan, PlanRow } from "./model";

/**
 * The objects that a person means by a name: `Deployment/web`, `shop/web`, `Deployment shop/web` or
 * `web` in any case; where none is called that, those whose full name contains it.
 */
export function findRows({ objects }: FleetPlan, name: string): PlanRow[] {
  const wanted = name.toLowerCase().replace(/ /g, "/");
  const exact = objects.filter((row) => namesOf(row).includes(wanted));
  return exact.length > 0
    ? exact
    : objects.filter((row) => (namesOf(row)[0] ?? "").includes(wanted));
}

/** All names, the full one first. */
function namesOf({ kind, namespace, name, resource }: PlanRow): string[] {
  const inNamespace = namespace === undefined ? name : `${namespace}/${name}`;
  const names = [`${kind}/${inNamespace}`, `${kind}/${name}`, inNamespace, name, resource];
  return names.map((each) => each.toLowerCase());
}
