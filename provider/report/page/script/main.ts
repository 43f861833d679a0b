/*
 * The program of a plan's page, which runs in a browser: filters, the matrix, the detail of a cell, the keyboard.
 */

/**
 * The program of a plan's page: draws the picture from the plan in the page, filters it, and shows a
 * cell's manifest, changes and reasons. It is bundled into one file when the package is built; it never
 * writes HTML from text.
 */

import { isPlainObject } from "../../../core/plain/plainObject";
import {
  type CellAction,
  cellActions,
  type FleetPlan,
  type PlanCell,
  type PlanRow,
} from "../../plan/model";
import { detailOf } from "./detail";
import { byId, make } from "./elements";
import { columnsOf, type Filters, rowsOf } from "./filters";
import { isMove, moveFocus } from "./keyboard";
import { drawMatrix } from "./matrix";
import { columnGroups } from "./stages";

const plan = readPlan();
const actions = new Set<CellAction>();
/** The cell whose detail is shown. */
let chosen: HTMLElement | undefined;

function readPlan(): FleetPlan {
  const value: unknown = JSON.parse(byId("plan").textContent);
  if (!isFleetPlan(value)) throw new Error("bug in kubefed: the page holds no plan");
  return value;
}

function isFleetPlan(value: unknown): value is FleetPlan {
  return isPlainObject(value) && value.format === "kubefed-plan";
}

function textIn(id: string): string {
  const input = byId(id);
  return input instanceof HTMLInputElement ? input.value : "";
}

function filters(): Filters {
  const changed = byId("changed");
  return {
    object: textIn("object"),
    cluster: textIn("cluster"),
    label: textIn("label"),
    actions,
    isOnlyChanges: changed instanceof HTMLInputElement && changed.checked,
  };
}

function draw(): void {
  const wanted = filters();
  const clusters = columnsOf(plan, wanted);
  const objects = rowsOf(plan, clusters, wanted);
  const groups = columnGroups(plan, clusters);
  drawMatrix(byId("matrix"), { groups, objects, onChoice: show });
  byId("shown").textContent =
    `${objects.length} of ${plan.objects.length} objects, ` +
    `${clusters.length} of ${plan.clusters.length} clusters`;
}

function show(row: PlanRow, cell: PlanCell, place: HTMLElement): void {
  for (const each of document.querySelectorAll("td[aria-selected]")) {
    each.removeAttribute("aria-selected");
  }
  place.setAttribute("aria-selected", "true");
  chosen = place;
  const close = make("button", { class: "close", "aria-label": "Close" }, "\u2715");
  close.addEventListener("click", hide);
  byId("detail").replaceChildren(close, ...detailOf(row, cell));
  byId("detail").hidden = false;
  close.focus();
}

function hide(): void {
  byId("detail").hidden = true;
  chosen?.focus();
}

function onKey(event: KeyboardEvent): void {
  const { key, target: cell } = event;
  if (!(cell instanceof HTMLTableCellElement) || cell.tagName !== "TD") return;
  if (key === "Enter" || key === " ") cell.click();
  else if (isMove(key)) moveFocus(cell, key);
  else return;
  event.preventDefault();
}

function toggle(button: HTMLElement): void {
  const isOn = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(isOn));
  const action = cellActions.find((each) => each === button.dataset.action);
  if (action === undefined) return;
  if (isOn) actions.add(action);
  else actions.delete(action);
  draw();
}

function changeTheme(): void {
  const { dataset } = document.documentElement;
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const now = dataset.theme ?? (isDark ? "dark" : "light");
  dataset.theme = now === "dark" ? "light" : "dark";
}

byId("matrix").addEventListener("keydown", onKey);
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && !byId("detail").hidden) hide();
});
for (const name of ["object", "cluster", "label"]) byId(name).addEventListener("input", draw);
byId("changed").addEventListener("change", draw);
for (const button of document.querySelectorAll<HTMLElement>(".totals button")) {
  button.addEventListener("click", () => {
    toggle(button);
  });
}
byId("theme").addEventListener("click", changeTheme);
draw();
