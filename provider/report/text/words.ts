import { compareText, count } from "../../core/plain/text";
import { plainText } from "../../core/plain/plainText";
import { secretText, unknownText } from "../plan/masking";
import {
  type CellAction,
  cellActions,
  type CellCounts,
  type FieldChange,
  type PlanCell,
  type ReplicaChange,
} from "../plan/model";

/** The sign of an action, the same in all formats. */
export const signs: Readonly<Record<CellAction, string>> = {
  create: "+",
  update: "~",
  replace: "±",
  delete: "-",
  release: "↯",
  same: "=",
  deferred: "?",
  "not-selected": "·",
};

/** What an action comes to, in words. */
export const actionWords: Readonly<Record<CellAction, string>> = {
  create: "to create",
  update: "to update",
  replace: "to replace",
  delete: "to delete",
  release: "to release",
  same: "unchanged",
  deferred: "deferred",
  "not-selected": "not selected",
};

/** The sign of what an API server refuses. */
export const refusedSign = "✗";

/** Actions that change something on a cluster or in the stack. */
export function isChange(action: CellAction): boolean {
  return action !== "same" && action !== "not-selected" && action !== "deferred";
}

/**
 * Counts in words, those that are zero left out.
 *
 * @example
 * describeCounts({ create: 1, update: 2, replace: 0, delete: 0, release: 0, same: 3, deferred: 0, "not-selected": 0 })
 * //=> "1 to create, 2 to update, 3 unchanged"
 */
export function describeCounts(counts: CellCounts): string {
  const parts = cellActions
    .filter((action) => counts[action] > 0)
    .map((action) => `${counts[action]} ${actionWords[action]}`);
  return parts.length === 0 ? "nothing" : parts.join(", ");
}

/**
 * Replicas before and after, one number where they are equal.
 *
 * @example
 * describeReplicas({ now: 1, then: 3 })
 * //=> "1 → 3"
 */
export function describeReplicas({ now, then, isDefault }: ReplicaChange): string {
  if (now === then || now === undefined) return String(then ?? "");
  if (then === undefined) return String(now);
  return `${now} → ${then}${isDefault === true ? " (Kubernetes' default)" : ""}`;
}

/** A cell in a few letters: `~ 1 → 3`, `+ create`, `=`. */
export function describeCell({ action, replicas, weight, refused }: PlanCell): string {
  const sign = signs[action];
  if (refused !== undefined) return `${refusedSign} refused`;
  if (weight !== undefined) return `${sign} weight ${describeReplicas(weight)}`;
  if (replicas !== undefined) return `${sign} ${describeReplicas(replicas)}`;
  return isChange(action) || action === "deferred" ? `${sign} ${action}` : sign;
}

/**
 * A value on one line, cut to `width` characters.
 *
 * @example
 * describeShort({ a: [1, "two"] }, 9)
 * //=> '{"a":[1,…'
 */
export function describeShort(value: unknown, width: number): string {
  const isWord = value === secretText || value === unknownText;
  const text = isWord ? value : plainText(JSON.stringify(value));
  return text.length <= width ? text : `${text.slice(0, Math.max(1, width - 1))}…`;
}

/** A field change on one line: `spec.replicas: 1 → 3`. */
export function describeChange(change: FieldChange, width: number): string {
  const { op, from, to } = change;
  const path = plainText(change.path);
  const replaces = change.replaces === true ? " (replaces)" : "";
  const room = Math.max(12, width - path.length - 2 - replaces.length);
  if (op === "add") return `${path}: ${describeShort(to, room)}${replaces}`;
  if (op === "remove") return `${path}: ${describeShort(from, room)}${replaces}`;
  if (from === secretText && to === secretText) return `${path}: ${secretText} changes${replaces}`;
  const half = Math.max(12, Math.floor((room - 3) / 2));
  return `${path}: ${describeShort(from, half)} → ${describeShort(to, half)}${replaces}`;
}

/**
 * Names on one line, runs of three and more numbers as one, cut to `width` characters.
 *
 * @example
 * foldNames(["eu-01", "eu-02", "eu-03", "us-east"], 80)
 * //=> "eu-01…03, us-east"
 */
export function foldNames(names: readonly string[], width: number): string {
  const folded = runsOf([...names].sort(compareText));
  const shown: string[] = [];
  let left = names.length;
  for (const [index, run] of folded.entries()) {
    const text = [...shown, run.text].join(", ");
    const rest = left - run.size;
    const tail = rest === 0 ? "" : ` and ${rest} more`;
    if (index > 0 && text.length + tail.length > width)
      return `${shown.join(", ")} and ${left} more`;
    shown.push(run.text);
    left = rest;
  }
  return shown.join(", ");
}

interface Run {
  readonly text: string;
  readonly size: number;
}

function runsOf(names: readonly string[]): Run[] {
  const runs: string[][] = [];
  for (const name of names) {
    const run = runs.at(-1);
    if (run !== undefined && follows(run.at(-1) ?? "", name)) run.push(name);
    else runs.push([name]);
  }
  return runs.flatMap((run) => {
    const [first, last] = [run[0], run.at(-1)];
    if (run.length < 3 || first === undefined || last === undefined) {
      return run.map((text) => ({ text, size: 1 }));
    }
    return [{ text: `${first}…${/\d+$/.exec(last)?.[0] ?? last}`, size: run.length }];
  });
}

/** Whether two names are the same but for a number at the end that is one higher. */
function follows(a: string, b: string): boolean {
  const [, stemA, numberA] = /^(.*?)(\d+)$/.exec(a) ?? [];
  const [, stemB, numberB] = /^(.*?)(\d+)$/.exec(b) ?? [];
  if (numberA === undefined || numberB === undefined || stemA !== stemB) return false;
  return Number(numberB) === Number(numberA) + 1;
}

/** `on 3 clusters: ap-south, …` within `width`. */
export function describeClusters(names: readonly string[], width: number): string {
  if (names.length === 1) return names[0] ?? "";
  const head = `${count(names.length, "cluster")}: `;
  return `${head}${foldNames(names, Math.max(20, width - head.length))}`;
}
