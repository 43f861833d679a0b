import { escapeHtml } from "../page/escapeHtml";
import { bandHtml, matrixHtml, statusFrame } from "../page/statusFrame";
import { foldNames } from "../text/words";
import type { FleetStatus } from "./fleetStatus";
import { absent, type ImageRow, imageRowsOf, imageVerdict, silent } from "./imageRows";
import { silentBand } from "./silentBand";

/** Characters in a line of a list above the picture. */
const lineWidth = 160;

/** Which image runs where, as one page: a row for each container, a column for each cluster. */
export function renderImagesHtml(status: FleetStatus): string {
  const rows = imageRowsOf(status);
  return statusFrame({
    title: "What runs where",
    summary: imageVerdict(status, rows),
    content: `${silentBand(status)}${differenceBand(status, rows)}${imageMatrix(status, rows)}`,
    command: "kubefed status --matrix image",
  });
}

/** The table alone, for a page that shows more; nothing where no containers run. */
export function imageMatrix(status: FleetStatus, rows: readonly ImageRow[]): string {
  if (rows.length === 0) return `<p class="empty">Nothing that runs pods is deployed.</p>\n`;
  const { clusters } = status;
  return matrixHtml({ corner: "Container", clusters, rows: rows.map(rowHtml) });
}

/** What differs from cluster to cluster, image by image. */
export function differenceBand(status: FleetStatus, rows: readonly ImageRow[]): string {
  const different = rows.filter(({ differs }) => differs);
  const lines = different.flatMap(({ title, images }) =>
    [...new Set(images)]
      .filter((image) => image !== absent && image !== silent)
      .map((image) => {
        const on = status.clusters.map(({ name }) => name).filter((_, at) => images[at] === image);
        return `${title}: ${image} on ${foldNames(on, lineWidth)}`;
      }),
  );
  return bandHtml({ sort: "warning", title: "Differs from cluster to cluster", lines });
}

function rowHtml({ title, images, differs }: ImageRow): string {
  const usual = mostOf(images);
  const cells = images.map((image) => {
    const isOther = differs && image !== usual && image !== absent && image !== silent;
    const shade = image === silent ? "deferred" : isOther ? "update" : "same";
    return `<td><span class="pill ${shade}"><code>${escapeHtml(image)}</code></span></td>`;
  });
  const sign = differs ? "≠ " : "";
  return `<tr><th scope="row">${escapeHtml(`${sign}${title}`)}</th>${cells.join("")}</tr>`;
}

/** The image that most clusters run, of several the first in the clusters' order. */
function mostOf(images: readonly string[]): string {
  const known = images.filter((image) => image !== absent && image !== silent);
  const times = (image: string) => known.filter((each) => each === image).length;
  return known.reduce((most, each) => (times(each) > times(most) ? each : most), known[0] ?? "");
}
