import { objectTitle } from "../../../core/kinds/objectTitle";
import type { FleetCluster, PlanCell, PlanRow } from "../../plan/model";
import { actionWords, describeReplicas } from "../../text/words";
import { make } from "./elements";
import { pageSigns } from "./signs";
import { stageHeads } from "./stageHeads";
import { cellMark, type ColumnGroup } from "./stages";

/** Clusters beside each other from which their names stand upright and cells are short. */
const manyClusters = 10;

/** The picture, and what is done when a cell is chosen. */
export interface Picture {
  readonly groups: readonly ColumnGroup[];
  readonly objects: readonly PlanRow[];
  readonly onChoice: (row: PlanRow, cell: PlanCell, place: HTMLElement) => void;
}

/** Draws the table into its place: a row per object, a column per cluster. */
export function drawMatrix(place: HTMLElement, picture: Picture): void {
  const { groups, objects } = picture;
  const clusters = clustersOf(picture);
  const isWide = clusters.length > manyClusters;
  place.classList.toggle("wide", isWide);
  if (objects.length === 0 || clusters.length === 0) {
    place.replaceChildren(make("p", { class: "empty" }, "Nothing matches these filters."));
    return;
  }
  const stages = stageHeads(groups);
  const names = make("tr", {}, make("th", { scope: "col" }, "Object"), ...clusters.map(headCell));
  const body = objects.map((row) => tableRow(row, picture, isWide));
  const about = { role: "grid", "aria-label": "Federated objects by member cluster" };
  place.replaceChildren(
    make("table", about, make("thead", {}, stages, names), make("tbody", {}, ...body)),
  );
  // One cell is reached by the tab key; the arrow keys lead on from it.
  const first = place.querySelector("td");
  if (first !== null) first.tabIndex = 0;
}

function headCell({ name, labels, region = "", leaving }: FleetCluster): HTMLElement {
  const pairs = Object.entries(labels).map((pair) => pair.join("="));
  return make(
    "th",
    {
      scope: "col",
      class: leaving === true ? "cluster leaving" : "cluster",
      title: pairs.join(", "),
    },
    make("span", {}, name),
    make("small", {}, region),
  );
}

function tableRow(row: PlanRow, picture: Picture, isWide: boolean): HTMLElement {
  const { replicas } = row;
  const total = replicas && make("small", {}, `  ${describeReplicas(replicas)} replicas`);
  const cells = new Map(row.cells.map((cell) => [cell.cluster, cell]));
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, objectTitle(row), total),
    ...clustersOf(picture).map(({ name }) => {
      const cell = cells.get(name);
      return cell === undefined ? emptyCell() : filledCell({ row, cell, picture, isWide });
    }),
  );
}

function clustersOf({ groups }: Picture): FleetCluster[] {
  return groups.flatMap(({ clusters }) => clusters);
}

function emptyCell(): HTMLElement {
  return make("td", { tabindex: "-1", role: "gridcell", "aria-label": "not in its fleet" });
}

function filledCell(of: {
  readonly row: PlanRow;
  readonly cell: PlanCell;
  readonly picture: Picture;
  readonly isWide: boolean;
}): HTMLElement {
  const { row, cell, picture, isWide } = of;
  const mark = cellMark(cell);
  const word = `${actionWords[cell.action]}${mark.words}`;
  const place = make(
    "td",
    {
      tabindex: "-1",
      role: "gridcell",
      "aria-label": `${objectTitle(row)} on ${cell.cluster}: ${word}`,
      title: `${cell.cluster}: ${word}, ${cell.refused ?? cell.held ?? cell.reason}`,
    },
    make("span", { class: `pill ${cell.action}${mark.sort}` }, cellText(cell, isWide)),
  );
  place.dataset.urn = row.urn;
  place.dataset.cluster = cell.cluster;
  place.addEventListener("click", () => {
    picture.onChoice(row, cell, place);
  });
  return place;
}

function cellText({ action, replicas }: PlanCell, isWide: boolean): string {
  if (replicas === undefined || (isWide && action === "same")) return pageSigns[action];
  const { now, then } = replicas;
  const count = isWide ? String(then ?? now ?? "") : describeReplicas(replicas);
  return `${pageSigns[action]} ${count}`;
}
