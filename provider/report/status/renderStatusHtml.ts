import { escapeHtml } from "../page/escapeHtml";
import { htmlStyle } from "../page/htmlStyle";
import type { FleetStatus, Health, StatusCell } from "./fleetStatus";
import { ingressLine } from "./renderStatus";

const classes: Readonly<Record<Health, string>> = {
  healthy: "create",
  progressing: "update",
  drifted: "replace",
  missing: "delete",
  unknown: "deferred",
};

/** The live state of the fleet as one page without scripts: a row per object, a column per cluster. */
export function renderStatusHtml(status: FleetStatus): string {
  const names = status.clusters.map(({ name }) => name);
  const head = status.clusters.map(
    ({ name, failure }) =>
      `<th scope="col" class="cluster"><span>${escapeHtml(name)}</span>${failure === undefined ? "" : "<small>no answer</small>"}</th>`,
  );
  const rows = status.objects.map(({ title, cells }) => {
    const columns = names.map((name) => cellHtml(cells.find(({ cluster }) => cluster === name)));
    return `<tr><th scope="row">${escapeHtml(title)}</th>${columns.join("")}</tr>`;
  });
  const silent = status.clusters.flatMap(({ name, failure }) =>
    failure === undefined ? [] : [`<li>${escapeHtml(`${name}: ${failure}`)}</li>`],
  );
  const band =
    silent.length === 0
      ? ""
      : `<section class="band deletion"><h2>Clusters without an answer</h2><ul>${silent.join("")}</ul></section>`;
  const shares = (status.ingresses ?? []).map(
    (each) => `<li>${escapeHtml(ingressLine(each).trim())}</li>`,
  );
  const front =
    shares.length === 0
      ? ""
      : `<section class="band"><h2>Shares as of the last update</h2><ul>${shares.join("")}</ul></section>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Status of the fleet</title>
<style>${htmlStyle}</style>
</head>
<body>
<header><h1>Status</h1><p>${status.isHealthy ? "everything is healthy" : "something needs attention"}</p></header>
<main>${band}<div class="matrix"><table><thead><tr><th scope="col">Object</th>${head.join("")}</tr></thead><tbody>
${rows.join("\n")}
</tbody></table></div>${front}</main>
</body>
</html>
`;
}

function cellHtml(cell: StatusCell | undefined): string {
  if (cell === undefined) return "<td></td>";
  const { desired, ready, health, problems } = cell;
  const counts = desired === undefined ? health : `${ready ?? 0}/${desired}`;
  const why = problems.length === 0 ? health : problems.join("; ");
  return `<td title="${escapeHtml(why)}"><span class="pill ${classes[health]}">${counts}</span></td>`;
}
