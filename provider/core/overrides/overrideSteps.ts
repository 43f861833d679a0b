import { isPlainObject } from "../plain/plainObject";
import { valueAt } from "../paths/jsonPointer";
import type { KubeObject, MemberCluster, Override } from "../model";
import { readOverridePath } from "./overridePath";
import { type AppliedOverride, planOverrides } from "./plannedOverrides";

/** A change by an override, with the values at its place before and after. */
export interface OverrideStep extends AppliedOverride {
  readonly from?: unknown;
  readonly to?: unknown;
}

/**
 * How the overrides change a template for one cluster, step by step: which override changes which field from
 * what to what. Values may be leaves; they are carried along. The overrides must be valid.
 *
 * @example
 * overrideSteps({ template: { data: { a: "1" } }, overrides: [{ clusterName: "eu", merge: { data: { a: "2" } } }], cluster: { name: "eu" } })
 * //=> [{ op: "merge", path: "/data/a", override: "overrides[0], named", from: "1", to: "2" }]
 */
export function overrideSteps(request: {
  readonly template: unknown;
  readonly overrides: readonly Override[];
  readonly cluster: MemberCluster;
}): OverrideStep[] {
  const { template, overrides, cluster } = request;
  let object: KubeObject = isPlainObject(template) ? template : {};
  return overrides.flatMap((override, index) => {
    const before = object;
    const { object: after, applied } = planOverrides({ overrides: [override], cluster, object });
    object = after;
    return applied.map((change) => ({
      ...change,
      override: change.override.replace("overrides[0]", `overrides[${index}]`),
      ...valuesAt({ change, before, after }),
    }));
  });
}

function valuesAt(step: {
  change: AppliedOverride;
  before: KubeObject;
  after: KubeObject;
}): Pick<OverrideStep, "from" | "to"> {
  const { change, before, after } = step;
  const read = readOverridePath(change.path);
  if ("problem" in read) return {};
  const from = valueAt(before, read.tokens);
  const to = valueAt(after, endOfList(after, read.tokens));
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** `-` names the place after a list's last item, which is that item afterwards. */
function endOfList(object: KubeObject, tokens: readonly string[]): readonly string[] {
  const list = tokens.at(-1) === "-" ? valueAt(object, tokens.slice(0, -1)) : undefined;
  return Array.isArray(list) ? [...tokens.slice(0, -1), String(list.length - 1)] : tokens;
}
