import { alignedLines, compareText, count } from "../../core/plain/text";
import type { TextStyle } from "../text/paint";
import { foldNames } from "../text/words";
import type { FleetStatus } from "./fleetStatus";
import { type ImageRow, imageRowsOf, imageVerdict, silent } from "./imageRows";

/**
 * Which image runs where: a line for each container, a column for each cluster, and what differs from
 * cluster to cluster in colour and with a sign. Where the clusters do not fit the width, each image is
 * followed by its clusters.
 */
export function renderImages(status: FleetStatus, style: TextStyle): string {
  const names = status.clusters.map(({ name }) => name);
  const rows = imageRowsOf(status);
  if (rows.length === 0) return "nothing that runs pods is deployed\n";
  const table = alignedLines([
    ["", ...names],
    ...rows.map(({ title, images }) => [title, ...images]),
  ]);
  const isFitting = Math.max(...table.map((line) => line.length)) + margin <= style.width;
  const lines = isFitting ? matrix(table, rows, style) : lists({ names, rows, style });
  const away = status.clusters
    .filter(({ failure }) => failure !== undefined)
    .map(({ name, failure = "" }) => `${silent} ${name}: ${failure}`);
  const shade = rows.some(({ differs }) => differs) ? "warning" : "create";
  return [...lines, "", ...away, style.paint(shade, imageVerdict(status, rows)), ""].join("\n");
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
