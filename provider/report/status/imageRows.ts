import { count } from "../../core/plain/text";
import type { FleetStatus, StatusCell, StatusRow } from "./fleetStatus";

/** One container of one object, and what it runs on each cluster. */
export interface ImageRow {
  readonly title: string;
  /** In the order of the fleet's clusters. */
  readonly images: readonly string[];
  readonly differs: boolean;
}

/** What stands for no such container, and for a cluster that gave no answer. */
export const absent = "·";
export const silent = "?";

/** The containers of a fleet in its order, and what each runs on each cluster. */
export function imageRowsOf(status: FleetStatus): ImageRow[] {
  const names = status.clusters.map(({ name }) => name);
  return status.objects.flatMap((row) => imageRows(row, names));
}

/** `3 containers on 2 clusters: 1 with different images`. */
export function imageVerdict(status: FleetStatus, rows: readonly ImageRow[]): string {
  const different = rows.filter(({ differs }) => differs).length;
  const what = different === 0 ? "the same image everywhere" : `${different} with different images`;
  return `${count(rows.length, "container")} on ${count(status.clusters.length, "cluster")}: ${what}`;
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
