/*
 * A plan for people: text, Markdown, explanations; colours are the terminal's matter.
 */

import { count } from "../../core/plain/text";
import { cellActions, type FleetPlan } from "../plan/model";
import type { TextStyle } from "./paint";
import {
  textChanges,
  textDeletions,
  textOthers,
  textReasons,
  textReplicas,
  textWarnings,
} from "./textDetails";
import { noPlanLines } from "../shards/noPlan";
import { textGroups } from "./textGroups";
import { textMatrix } from "./textMatrix";
import { refusalLines, textRefusals, textStages } from "./textStages";
import { describeCounts, signs } from "./words";

/**
 * The plan as text for a terminal: the picture, what changes and why, warnings, then what would be
 * deleted, and the totals last, where the eye is when it has scrolled by.
 */
export function renderText(plan: FleetPlan, style: TextStyle): string {
  const { paint } = style;
  const matrix = textMatrix(plan, style);
  const title = `${plan.project}/${plan.stack}: ${count(plan.objects.length, "federated object")} on ${count(plan.clusters.length, "member cluster")}`;
  const lines = [
    paint("title", title),
    "",
    ...textStages(plan, style),
    ...(matrix ?? textGroups(plan, style)),
    ...(matrix === undefined ? [] : legend(plan, style)),
    ...textChanges(plan, style),
    ...textReplicas(plan, style),
    ...textReasons(plan, style, { action: "not-selected", title: "Not selected" }),
    ...textReasons(plan, style, { action: "deferred", title: "Deferred" }),
    ...textReasons(plan, style, { action: "release", title: "Released, staying on the cluster" }),
    ...textOthers(plan, style),
    ...textWarnings(plan, style),
    ...textDeletions(plan, style),
    ...textRefusals(plan, style),
    ...textNoPlans(plan, style),
    "",
    totalLine(plan),
  ];
  return `${lines.join("\n")}\n`;
}

/** `shop/dev: 1 to create, 14 unchanged`, what changes besides, and what of it is refused. */
export function totalLine(plan: FleetPlan): string {
  const others =
    plan.others.length === 0 ? "" : `; ${count(plan.others.length, "other resource")} to change`;
  const refusals = refusalLines(plan).length;
  const refused = refusals === 0 ? "" : `; ${count(refusals, "object")} REFUSED`;
  return `${describeCounts(plan.totals)}${others}${refused}`;
}

/** The shards of which there is no plan, and why. */
export function textNoPlans(plan: FleetPlan, { paint }: TextStyle): string[] {
  const lines = noPlanLines(plan);
  return lines.length === 0 ? [] : ["", paint("warning", "No plan"), ...lines];
}

function legend(plan: FleetPlan, { paint }: TextStyle): string[] {
  const used = cellActions.filter((action) => plan.totals[action] > 0);
  const words = used.map((action) => `${signs[action]} ${action.replace("-", " ")}`);
  return words.length === 0 ? [] : ["", paint("faint", `  ${words.join("   ")}`)];
}
