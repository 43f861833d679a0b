import type { Membership } from "../../../core/membership/objects";
import type { PolicyRule } from "../../../core/membership/rules";

/** The first thing that a membership may do, as the `spec` of a `SelfSubjectAccessReview`. */
export function firstRight({ rules, scope, namespace }: Membership): Record<string, unknown> {
  const rule = rules?.[0] ?? { verbs: ["*"], apiGroups: ["*"], resources: ["*"] };
  const verb = rule.verbs[0];
  const path = rule.nonResourceURLs?.[0];
  if (path !== undefined) return { nonResourceAttributes: { verb, path } };
  const place = scope === "Namespaced" ? { namespace } : {};
  return { resourceAttributes: { verb, ...resourceOf(rule), ...place } };
}

function resourceOf({ apiGroups, resources, resourceNames }: PolicyRule): Record<string, unknown> {
  const [resource, subresource] = (resources?.[0] ?? "").split("/");
  return { group: apiGroups?.[0], resource, subresource, name: resourceNames?.[0] };
}
