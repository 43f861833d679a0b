import { objectTitle } from "../../core/kinds/objectTitle";
import { count } from "../../core/plain/text";
import type { CellAction, FleetPlan, PlanRow } from "../plan/model";
import type { TextStyle } from "../text/paint";
import { describeClusters, isChange, refusedSign, signs } from "../text/words";
import type { ChangingObject, Outcome } from "./clusterProgress";

/** An update that has ended, well or not. */
export interface EndedUpdate {
  /** What it was to do. */
  readonly plan: FleetPlan;
  readonly objects: readonly ChangingObject[];
  readonly outcomeOf: (urn: string) => Outcome | undefined;
  /** Whether the engine came to its end. */
  readonly isComplete: boolean;
}

const doneWords: Readonly<Record<CellAction, string>> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  release: "released",
  same: "",
  deferred: "deferred",
  "not-selected": "",
};

interface Ending {
  readonly action: CellAction;
  readonly outcome: Outcome | "not done" | "unchanged";
}

/**
 * What came of an update: a row for each object that was to change and a column for each cluster; where that is
 * wider than the terminal, a line for each object. Empty where nothing was to change.
 */
export function summaryLines(ended: EndedUpdate, { width, paint }: TextStyle): string[] {
  const { plan } = ended;
  const rows = plan.objects.filter(({ cells }) => cells.some(({ action }) => isChange(action)));
  const names = plan.clusters.map(({ name }) => name);
  const clusters = names.filter((name) =>
    rows.some(({ cells }) =>
      cells.some(({ cluster, action }) => cluster === name && isChange(action)),
    ),
  );
  if (rows.length === 0) return [];
  const table = rows.map((row) => ({
    title: objectTitle(row),
    endings: clusters.map((cluster) => endingOf(ended, row, cluster)),
  }));
  const texts = table.map(({ title, endings }) => [title, ...endings.map(endingText)]);
  const heads = ["", ...clusters];
  const widths = heads.map((head, at) =>
    Math.max(head.length, ...texts.map((cells) => cells[at]?.length ?? 0)),
  );
  if (widths.reduce((sum, each) => sum + each + 2, 0) > width)
    return table.map(({ title, endings }) => `  ${title}: ${countText(endings, clusters, width)}`);
  const head = heads.map((text, at) => paint("title", text.padEnd(widths[at] ?? 0)));
  const lines = table.map(({ endings }, row) =>
    (texts[row] ?? []).map((text, at) => {
      const padded = text.padEnd(widths[at] ?? 0);
      const ending = endings[at - 1];
      return ending === undefined ? padded : paint(shadeOf(ending), padded);
    }),
  );
  return [head, ...lines].map((cells) => `  ${cells.join("  ")}`.trimEnd());
}

function endingOf(ended: EndedUpdate, row: PlanRow, cluster: string): Ending {
  const action = row.cells.find((cell) => cell.cluster === cluster)?.action ?? "not-selected";
  if (!isChange(action)) return { action, outcome: "unchanged" };
  const own = ended.objects.filter(
    (each) => each.component === row.urn && each.cluster === cluster,
  );
  const outcomes = own.map(({ urn }) => ended.outcomeOf(urn));
  if (outcomes.includes("failed")) return { action, outcome: "failed" };
  // What only a chart knows of has no object of its own here.
  const isDone = ended.isComplete || (own.length > 0 && !outcomes.includes(undefined));
  return { action, outcome: isDone ? "done" : "not done" };
}

function endingText({ action, outcome }: Ending): string {
  switch (outcome) {
    case "done":
      return `${signs[action]} ${doneWords[action]}`;
    case "failed":
      return `${refusedSign} FAILED`;
    case "not done":
      return `${signs.deferred} not ${doneWords[action]}`;
    case "unchanged":
      return action === "deferred" ? `${signs.deferred} deferred` : signs[action];
  }
}

function shadeOf({ action, outcome }: Ending): CellAction | "warning" {
  return outcome === "failed" || outcome === "not done" ? "warning" : action;
}

/** `57 updated; 3 FAILED: eu-1, eu-2, us-4`. */
function countText(endings: readonly Ending[], clusters: readonly string[], width: number): string {
  const done = new Map<string, number>();
  for (const { action, outcome } of endings)
    if (outcome === "done") done.set(doneWords[action], (done.get(doneWords[action]) ?? 0) + 1);
  const where = (wanted: Ending["outcome"]): string[] =>
    clusters.filter((_, at) => endings[at]?.outcome === wanted);
  const bad = (["failed", "not done"] as const).flatMap((outcome) => {
    const names = where(outcome);
    const word = outcome === "failed" ? "FAILED" : outcome;
    return names.length === 0 ? [] : [`${word} on ${describeClusters(names, width)}`];
  });
  return [...[...done].map(([word, many]) => `${many} ${word}`), ...bad].join("; ");
}

/**
 * How many of the objects that were to change did, in one line.
 *
 * @example
 * endText({ objects: [{ urn: "a", component: "c", cluster: "eu" }], outcomeOf: () => "done" })
 * //=> "1 object done"
 */
export function endText({
  objects,
  outcomeOf,
}: Pick<EndedUpdate, "objects" | "outcomeOf">): string {
  const having = (wanted: Outcome | undefined): number =>
    objects.filter(({ urn }) => outcomeOf(urn) === wanted).length;
  const [failed, left] = [having("failed"), having(undefined)];
  return [
    `${count(having("done"), "object")} done`,
    ...(failed === 0 ? [] : [`${failed} FAILED`]),
    ...(left === 0 ? [] : [`${left} not done`]),
  ].join(", ");
}
