import { count } from "../../core/plain/text";
import { escapeHtml } from "../page/escapeHtml";
import { bandHtml, matrixHtml, statusFrame } from "../page/statusFrame";
import type { FleetStatus, Health, StatusCell } from "./fleetStatus";
import { imageRowsOf, imageVerdict } from "./imageRows";
import { differenceBand, imageMatrix } from "./renderImagesHtml";
import { silentBand } from "./silentBand";
import { ingressLine } from "./renderStatus";

const classes: Readonly<Record<Health, string>> = {
  healthy: "create",
  progressing: "update",
  drifted: "replace",
  missing: "delete",
  unknown: "deferred",
};

/**
 * The live state of the fleet as one page without scripts, in the look of a plan's: how many copies are how,
 * what is wrong with which, a row per object with a column per cluster, and below which image runs where.
 */
export function renderStatusHtml(status: FleetStatus): string {
  const { clusters, objects, isHealthy } = status;
  const names = clusters.map(({ name }) => name);
  const rows = objects.map(({ title, cells }) => {
    const columns = names.map((name) => cellHtml(cells.find(({ cluster }) => cluster === name)));
    return `<tr><th scope="row">${escapeHtml(title)}</th>${columns.join("")}</tr>`;
  });
  const what = `${count(objects.length, "federated object")} on ${count(clusters.length, "member cluster")}`;
  const verdict = isHealthy ? "everything is healthy" : "something needs attention";
  return statusFrame({
    title: "Status of the fleet",
    summary: `${what}: ${verdict}`,
    content: [
      silentBand(status),
      problemBand(status),
      totalsHtml(status),
      matrixHtml({ corner: "Object", clusters, rows }),
      sharesBand(status),
      imagesHtml(status),
    ].join(""),
    command: "kubefed status",
  });
}

/** What is wrong with copies on clusters that answered. */
function problemBand({ objects }: FleetStatus): string {
  const lines = objects.flatMap(({ title, cells }) =>
    cells
      .filter(({ health }) => health !== "healthy" && health !== "unknown")
      .map(({ cluster, problems }) => `${title} on ${cluster}: ${problems.join("; ")}`),
  );
  return bandHtml({ sort: "warning", title: "Needs attention", lines });
}

/** Who serves what of each MultiClusterIngress. */
function sharesBand({ ingresses = [] }: FleetStatus): string {
  const lines = ingresses.map((each) => ingressLine(each).trim());
  return bandHtml({ sort: "shares", title: "Shares as of the last update", lines });
}

function totalsHtml({ objects }: FleetStatus): string {
  const cells = objects.flatMap((row) => row.cells);
  const items = (Object.keys(classes) as Health[]).flatMap((health) => {
    const of = cells.filter((cell) => cell.health === health).length;
    return of === 0
      ? []
      : [`<li><span class="pill ${classes[health]}">${of} ${health}</span></li>`];
  });
  return `<ul class="totals">${items.join("")}</ul>\n`;
}

function imagesHtml(status: FleetStatus): string {
  const rows = imageRowsOf(status);
  if (rows.length === 0) return "";
  const verdict = escapeHtml(imageVerdict(status, rows));
  return `<h2 class="part">What runs where <small>${verdict}</small></h2>\n${differenceBand(status, rows)}${imageMatrix(status, rows)}`;
}

function cellHtml(cell: StatusCell | undefined): string {
  if (cell === undefined) return "<td></td>";
  const { desired, ready, health, problems } = cell;
  const counts = desired === undefined ? health : `${ready ?? 0}/${desired}`;
  const why = problems.length === 0 ? health : problems.join("; ");
  return `<td title="${escapeHtml(why)}"><span class="pill ${classes[health]}">${counts}</span></td>`;
}
