import {
  type ClusterProgress,
  progressLine,
  type UpdateProgress,
} from "../../report/update/clusterProgress";

/** Where lines go: a terminal, on which they are written again in their place, or anything else. */
export interface LineScreen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

/** Shows how far an update is on each cluster. */
export interface ClusterLines {
  readonly onEvent: (event: unknown) => void;
  /** Leaves the lines as they are in the end. */
  readonly close: () => void;
}

const restMs = 100;

/**
 * One live line a cluster on a terminal; elsewhere a line when a cluster is done, and for each failure there.
 */
export function showClusters(
  progress: UpdateProgress,
  screen: LineScreen = process.stderr,
  now: () => number = Date.now,
): ClusterLines {
  return screen.isTTY === true ? liveLines(progress, screen, now) : plainLines(progress, screen);
}

function isEnded({ done, of, failed }: ClusterProgress): boolean {
  return done + failed === of;
}

function plainLines(progress: UpdateProgress, screen: LineScreen): ClusterLines {
  const told = new Map<string, string>();
  return {
    onEvent: (event) => {
      const name = progress.note(event);
      const cluster = progress.clusters().find((each) => each.cluster === name);
      if (cluster === undefined) return;
      const { failed } = cluster;
      const sign = `${failed} ${isEnded(cluster)}`;
      if (sign === (told.get(cluster.cluster) ?? "0 false")) return;
      told.set(cluster.cluster, sign);
      screen.write(`${progressLine(cluster)}\n`);
    },
    close: () => undefined,
  };
}

function liveLines(progress: UpdateProgress, screen: LineScreen, now: () => number): ClusterLines {
  let drawn = 0;
  let drawnAt = -Infinity;
  const draw = (): void => {
    const { columns = 80, rows = 24 } = screen;
    const all = progress.clusters();
    if (all.length === 0) return;
    const room = Math.max(1, rows - 3);
    const shown = all.length <= room ? all : all.filter((each) => !isEnded(each)).slice(0, room);
    const hidden = all.length - shown.length;
    const lines = [
      ...shown.map((each) => progressLine(each)),
      ...(hidden === 0 ? [] : [`and ${hidden} more`]),
    ].map((line) => (line.length < columns ? line : `${line.slice(0, columns - 2)}…`));
    const back = drawn === 0 ? "" : `\u001b[${drawn}A`;
    screen.write(`${back}\r\u001b[J${lines.join("\n")}\n`);
    drawn = lines.length;
    drawnAt = now();
  };
  draw();
  return {
    onEvent: (event) => {
      if (progress.note(event) !== undefined && now() - drawnAt >= restMs) draw();
    },
    close: draw,
  };
}
