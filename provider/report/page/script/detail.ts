import { objectTitle } from "../../../core/kinds/objectTitle";
import type { DiffGroup, FieldChange, OverrideStep, PlanCell, PlanRow } from "../../plan/model";
import { actionWords, describeReplicas } from "../../text/words";
import { type Child, make } from "./elements";
import { pageSigns } from "./signs";
import { valueText, yamlText } from "./yaml";

/** All that there is to know of one object on one cluster. */
export function detailOf(row: PlanRow, cell: PlanCell): HTMLElement[] {
  const { action, cluster } = cell;
  const sign = make(
    "span",
    { class: `pill ${action}` },
    `${pageSigns[action]} ${actionWords[action]}`,
  );
  const diffs = row.diffs.filter(({ clusters }) => clusters.includes(cluster));
  return [
    make("h2", {}, objectTitle(row)),
    make("p", {}, sign, " on ", make("strong", {}, cluster)),
    reasonsOf(cell),
    ...section(
      "Changes",
      diffs.flatMap((group) => changesOf(group, cluster)),
    ),
    ...section("Overrides", cell.overrides.map(overrideOf)),
    ...manifestOf(row, cell),
  ];
}

function reasonsOf(cell: PlanCell): HTMLElement {
  const { reason, replicas, weight, because, stage, held, refused } = cell;
  const about: readonly (readonly [string, string | undefined])[] = [
    ["Why", reason],
    ["Replicas", replicas && describeReplicas(replicas)],
    ["Weight", weight && describeReplicas(weight)],
    ["Division", because],
    ["Stage", stage],
    ["Held", held],
    ["Refused", refused],
  ];
  const pairs = about.flatMap(([title, text]) =>
    text === undefined ? [] : [make("dt", {}, title), make("dd", {}, text)],
  );
  return make("dl", {}, ...pairs);
}

function section(title: string, content: readonly HTMLElement[]): HTMLElement[] {
  return content.length === 0 ? [] : [make("h3", {}, title), ...content];
}

function changesOf({ clusters, changes }: DiffGroup, cluster: string): HTMLElement[] {
  const others = clusters.filter((name) => name !== cluster).join(", ");
  const also = make("p", { class: "also" }, `the same on ${others}`);
  return [...changes.map(changeOf), ...(clusters.length > 1 ? [also] : [])];
}

function changeOf(change: FieldChange): HTMLElement {
  const title = `${change.path}${change.replaces === true ? " (replaces)" : ""}`;
  return make("div", { class: "field" }, make("code", {}, title), ...sidesOf(change));
}

function overrideOf(step: OverrideStep): HTMLElement {
  return make(
    "div",
    { class: "field" },
    make("code", {}, `${step.op} ${step.path}`),
    make("span", { class: "also" }, `  ${step.override}`),
    ...sidesOf(step),
  );
}

function sidesOf({ from, to }: { readonly from?: unknown; readonly to?: unknown }): Child[] {
  return [
    from === undefined ? undefined : make("pre", { class: "from" }, `\u2212 ${valueText(from)}`),
    to === undefined ? undefined : make("pre", { class: "to" }, `+ ${valueText(to)}`),
  ];
}

function manifestOf({ manifests }: PlanRow, { action, cluster }: PlanCell): HTMLElement[] {
  const found = manifests.find(({ clusters }) => clusters.includes(cluster));
  if (found === undefined) return [];
  const isLast = action === "delete" || action === "release";
  const text = make("pre", {}, yamlText(found.manifest));
  return section(isLast ? "Manifest, as it is now" : "Manifest", [text]);
}
