/*
 * The page of a plan: one file that needs no server. Its program is in `script/`, bundled when the package is built.
 */

import { compareText, count } from "../../core/plain/text";
import { noPlanLines } from "../shards/noPlan";
import { escapeHtml } from "./escapeHtml";
import { pageHead } from "./pageHead";
import { cellActions, type FleetPlan } from "../plan/model";
import { totalLine } from "../text/renderText";
import { type StageTable, stageTables } from "../text/stageTable";
import { reasonLines } from "../text/textDetails";
import { refusalLines } from "../text/textStages";
import { signs } from "../text/words";

/** Objects that fit on a screen. */
const longList = 20;
/** Characters in a line of a list above the picture. */
const lineWidth = 160;

/**
 * The plan as one page that needs nothing else: no server, no asset from elsewhere. It holds the plan
 * as data, draws the picture from it, filters it by cluster, label and object, and shows for each cell
 * the manifest, the changes and the reasons. For mouse and keyboard, light and dark. What it does is
 * the program of the folder `script`, as it was bundled.
 */
export function renderHtml(plan: FleetPlan, script: string): string {
  const title = `${plan.project}/${plan.stack}`;
  return `${pageHead({ title: `Plan of ${title}`, hasScript: true })}<body>
<header>
<h1>${escapeHtml(title)}</h1>
<p>${count(plan.objects.length, "federated object")} on ${count(plan.clusters.length, "member cluster")}: ${escapeHtml(totalLine(plan))}</p>
<button id="theme" type="button">Light / dark</button>
</header>
<main>
${stagesSections(plan)}${noPlanBand(plan)}${refusalBand(plan)}${deletionBand(plan)}${warningBand(plan)}${otherBand(plan)}<ul class="totals">
${totalButtons(plan)}
</ul>
<form class="filters" onsubmit="return false">
<label>Object <input id="object" type="search" placeholder="Deployment, shop/web …"></label>
<label>Cluster <input id="cluster" type="search" list="clusters" placeholder="us-east, eu …"></label>
<label>Label <input id="label" type="search" list="labels" placeholder="tier=prod, region …"></label>
<label class="tick"><input id="changed" type="checkbox"${startsWithChanges(plan) ? " checked" : ""}> Only what changes</label>
<output id="shown" aria-live="polite"></output>
</form>
<datalist id="clusters">${plan.clusters.map(({ name }) => option(name)).join("")}</datalist>
<datalist id="labels">${labelsOf(plan).map(option).join("")}</datalist>
<div id="matrix" class="matrix"></div>
</main>
<aside id="detail" role="dialog" aria-label="One object on one cluster" hidden></aside>
<footer>kubefed plan. Click a cell, or move with the arrow keys and press Enter; Escape closes.</footer>
<script id="plan" type="application/json">${embeddedJson(plan)}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** A long list of objects begins with those that matter. */
function startsWithChanges({ objects, totals }: FleetPlan): boolean {
  const quiet = totals.same + totals["not-selected"];
  const all = Object.values(totals).reduce((sum, each) => sum + each, 0);
  return objects.length > longList && quiet < all;
}

/** JSON that cannot end the script element it stands in. */
function embeddedJson(plan: FleetPlan): string {
  return JSON.stringify(plan).replace(/</g, "\\u003c");
}

function totalButtons({ totals }: FleetPlan): string {
  return cellActions
    .filter((action) => totals[action] > 0)
    .map(
      (action) =>
        `<li><button type="button" class="${action}" aria-pressed="false" data-action="${action}">${signs[action]} ${totals[action]} ${action.replace("-", " ")}</button></li>`,
    )
    .join("\n");
}

function deletionBand(plan: FleetPlan): string {
  const lines = (["delete", "replace"] as const).flatMap((action) =>
    plan.objects.flatMap((row) => reasonLines(row, action, lineWidth)),
  );
  const { delete: deletes, replace } = plan.totals;
  const title = `${count(deletes + replace, "object")} would be ${replace === 0 ? "deleted" : "deleted or replaced"}`;
  return band({ sort: "deletion", title, lines });
}

function refusalBand(plan: FleetPlan): string {
  const lines = refusalLines(plan);
  const title = `${count(lines.length, "object")} refused by API servers`;
  return band({ sort: "deletion", title, lines });
}

/** What goes now and what is held, a table a staged update. */
function stagesSections(plan: FleetPlan): string {
  return stageTables(plan).map(stagesSection).join("");
}

function stagesSection({ title, head, rows, notes }: StageTable): string {
  const heads = head.map((each) => `<th scope="col">${escapeHtml(each)}</th>`).join("");
  const lines = rows.map(({ cells: [name = "", ...cells], isNow, isHeld }) => {
    const sort = isNow ? "now" : isHeld ? "held" : "";
    const rest = cells.map((each) => `<td>${escapeHtml(each)}</td>`).join("");
    return `<tr class="${sort}"><th scope="row">${escapeHtml(name)}</th>${rest}</tr>`;
  });
  const said = notes.map((note) => `<li>${escapeHtml(note)}</li>`).join("");
  return `<section class="band staged"><h2>${escapeHtml(title)}</h2><table><thead><tr>${heads}</tr></thead><tbody>${lines.join("")}</tbody></table><ul>${said}</ul></section>\n`;
}

function noPlanBand(plan: FleetPlan): string {
  const lines = noPlanLines(plan);
  return band({ sort: "deletion", title: `No plan of ${count(lines.length, "shard")}`, lines });
}

function warningBand({ warnings }: FleetPlan): string {
  const lines = warnings.map(({ message }) => message);
  return band({ sort: "warning", title: count(lines.length, "warning"), lines });
}

function otherBand({ others }: FleetPlan): string {
  const lines = others.map(({ action, type, name }) => `${signs[action]} ${type} ${name}`);
  const title = `${count(lines.length, "other resource")} would change`;
  return band({ sort: "warning", title, lines });
}

function band({
  sort,
  title,
  lines,
}: {
  sort: "deletion" | "warning";
  title: string;
  lines: readonly string[];
}): string {
  if (lines.length === 0) return "";
  const items = lines.map((line) => `<li>${escapeHtml(line)}</li>`).join("");
  return `<section class="band ${sort}"><h2>${title}</h2><ul>${items}</ul></section>\n`;
}

function labelsOf({ clusters }: FleetPlan): string[] {
  const pairs = clusters.flatMap(({ labels }) =>
    Object.entries(labels).map(([key, value]) => `${key}=${value}`),
  );
  return [...new Set(pairs)].sort(compareText);
}

function option(value: string): string {
  return `<option value="${escapeHtml(value)}">`;
}
