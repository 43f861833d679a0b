import { alignedLines, compareText, count } from "../../core/plain/text";
import type { TextStyle } from "../text/paint";
import { foldNames } from "../text/words";
import type { FleetStatus, StatusCell, StatusRow } from "./fleetStatus";

/** One container of one object, and what it runs on each cluster. */
interface ImageRow {
  readonly title: string;
  /** In the order of the fleet's clusters. */
  readonly images: readonly string[];
  readonly differs: boolean;
}

const absent = "·";
const silent = "?";

/**
 * Which image runs where: a line for each container, a column for each cluster, and what differs from
 * cluster to cluster in colour and with a sign. Where the clusters do not fit the width, each image is
 * followed by its clusters.
 */
export function renderImages(status: FleetStatus, style: TextStyle): string {
  const names = status.clusters.map(({ name }) => name);
  const rows = status.objects.flatMap((row) => imageRows(row, names));
  if (rows.length === 0) return "nothing that runs pods is deployed\n";
  const table = alignedLines([
    ["", ...names],
    ...rows.map(({ title, images }) => [title, ...images]),
  ]);
  const isFitting = Math.max(...table.map((line) => line.length)) + margin <= style.width;
  const lines = isFitting ? matrix(table, rows, style) : lists({ names, rows, style });
  const different = rows.filter(({ differs }) => differs).length;
  const verdict = `${count(rows.length, "container")} on ${count(names.length, "cluster")}: ${
    different === 0 ? "the same image everywhere" : `${different} with different images`
  }`;
  const away = status.clusters
    .filter(({ failure }) => failure !== undefined)
    .map(({ name, failure = "" }) => `${silent} ${name}: ${failure}`);
  const shade = different === 0 ? "create" : "warning";
  return [...lines, "", ...away, style.paint(shade, verdict), ""].join("\n");
}

function imageRows({ title, cells }: StatusRow, names: readonly string[]): ImageRow[] {
  const containers = cells.flatMap(({ images }) => images.map(({ container }) => container));
  return [...new Set(containers)].map((container) => {
    const images = names.map((name) =>
      imageAt(
        cells.find(({ cluster }) => cluster === name),
        container,
      ),
    );
    const known = new Set(images.filter((image) => image !== absent && image !== silent));
    return { title: `${title} ${container}`, images, differs: known.size > 1 };
  });
}

function imageAt(cell: StatusCell | undefined, container: string): string {
  if (cell === undefined) return absent;
  if (cell.health === "unknown") return silent;
  return cell.images.find((each) => each.container === container)?.image ?? absent;
}

/** Signs before the lines of a table, and some room after them. */
const margin = 6;

function matrix(
  [head = "", ...lines]: readonly string[],
  rows: readonly ImageRow[],
  style: TextStyle,
): string[] {
  return [
    style.paint("title", `  ${head}`),
    ...lines.map((line, at) =>
      rows[at]?.differs === true ? style.paint("warning", `≠ ${line}`) : `  ${line}`,
    ),
  ];
}

function lists(of: {
  names: readonly string[];
  rows: readonly ImageRow[];
  style: TextStyle;
}): string[] {
  const { names, rows, style } = of;
  return rows.flatMap(({ title, images, differs }) => {
    const kinds = [...new Set(images)].sort(compareText);
    const parts = kinds.map((image) => {
      const on = names.filter((_, at) => images[at] === image);
      const room = Math.max(20, style.width - image.length - 10);
      return `    ${image} on ${count(on.length, "cluster")}: ${foldNames(on, room)}`;
    });
    const head = `${differs ? "≠" : " "} ${title}`;
    return differs
      ? [head, ...parts].map((each) => style.paint("warning", each))
      : [head, ...parts];
  });
}
