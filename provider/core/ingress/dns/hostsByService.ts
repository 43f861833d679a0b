/*
 * Names before many clusters.
 */

import { compareText } from "../../plain/text";
import type { IngressPlan } from "../model";

/** The hosts of each Service, both sorted. */
export function hostsByService(plan: IngressPlan): { service: string; hosts: string[] }[] {
  return plan.services.map(({ key }) => {
    const own = plan.routes.filter(({ service }) => service === key).map(({ host }) => host);
    return { service: key, hosts: [...new Set(own)].sort(compareText) };
  });
}
