import { compareText, count } from "../../core/plain/text";
import type { LiveVerdict } from "./liveProof";
import type { MigrationNote } from "../migration";
import type { ObjectDifference } from "./objectDifference";
import type { Proof, Verdict } from "./proof";

/**
 * The verdict as a person reads it: one line per object, what differs below it, errors of the program,
 * and a last line with the totals. Values of Secrets are never shown.
 */
export function renderProof(proof: Proof): string {
  const objects = [...new Set(proof.verdicts.map(({ object }) => object))];
  const lines = objects.flatMap((object) =>
    renderObject(
      object,
      proof.verdicts.filter((verdict) => verdict.object === object),
    ),
  );
  const errors = proof.errors.map(
    ({ object, path, message }) => `error    ${object}: ${path}: ${message}`,
  );
  return [...lines, ...errors, renderTotals(proof), ""].join("\n");
}

/** The notes as lines, what is left out first. */
export function renderNotes(notes: readonly MigrationNote[]): string {
  const order = ["left out", "changed", "assumed"];
  const sorted = [...notes].sort(
    (a, b) =>
      order.indexOf(a.sort) - order.indexOf(b.sort) ||
      compareText(a.source, b.source) ||
      compareText(a.message, b.message),
  );
  return sorted
    .map(({ source, sort, message }) => `${sort.padEnd(8)} ${source}: ${message}\n`)
    .join("");
}

function renderObject(object: string, verdicts: readonly Verdict[]): string[] {
  const names = (wanted: Verdict["verdict"]): string[] =>
    verdicts.filter(({ verdict }) => verdict === wanted).map(({ cluster }) => cluster);
  const [equal, absent] = [names("equal"), names("absent")];
  const differing = verdicts.filter(({ verdict }) => verdict === "differs");
  const parts = [
    ...(equal.length === 0 ? [] : [`equal on ${equal.join(", ")}`]),
    ...(absent.length === 0 ? [] : [`on neither side on ${absent.join(", ")}`]),
    ...(differing.length === 0
      ? []
      : [`differs on ${differing.map(({ cluster }) => cluster).join(", ")}`]),
  ];
  const word = differing.length > 0 ? "differs" : "equal";
  return [
    `${word.padEnd(8)} ${object}: ${parts.join("; ")}`,
    ...differing.flatMap(renderDifferences),
  ];
}

function renderDifferences({ cluster, kind, differences, reason }: Verdict): string[] {
  return differences.map((difference) => {
    if (difference.path === "") {
      const side = difference.got === undefined ? "only before" : "only in the program";
      return `             ${cluster}: ${side} (before: ${reason})`;
    }
    const [before, after] = valuesOf(difference, kind);
    return `             ${cluster} ${difference.path}: before ${before}, now ${after}`;
  });
}

function valuesOf({ expected, got }: ObjectDifference, kind: string): [string, string] {
  const show = (value: unknown): string => {
    if (value === undefined) return "nothing";
    return kind === "Secret" ? "[secret]" : JSON.stringify(value);
  };
  return [show(expected), show(got)];
}

function renderTotals({ verdicts, errors, isEqual }: Proof): string {
  const objects = new Set(verdicts.map(({ object }) => object)).size;
  const clusters = new Set(verdicts.map(({ cluster }) => cluster)).size;
  const equal = verdicts.filter(({ verdict }) => verdict === "equal").length;
  const differing = verdicts.filter(({ verdict }) => verdict === "differs").length;
  const over = `${count(objects, "object")} over ${count(clusters, "member cluster")}`;
  if (isEqual) return `proved: ${over}, ${count(equal, "copy").replace("copys", "copies")} equal`;
  return `not equal: ${over}; ${differing} differ, ${count(errors.length, "error")}`;
}

/** What clusters have beside what the program plans, as lines. */
export function renderLiveProof(verdicts: readonly LiveVerdict[]): string {
  const differing = verdicts.filter(({ differences }) => differences.length > 0);
  const lines = differing.flatMap(({ object, cluster, kind, differences }) => [
    `differs  ${object}: otherwise on ${cluster} itself`,
    ...differences.map((difference) => {
      if (difference.path === "") return `             ${cluster}: not there`;
      const [before, after] = valuesOf(difference, kind);
      return `             ${cluster} ${difference.path}: there ${before}, in the program ${after}`;
    }),
  ]);
  const total =
    differing.length === 0
      ? `agrees with what is there: ${count(verdicts.length, "object")}`
      : `does not agree with what is there: ${differing.length} of ${count(verdicts.length, "object")}`;
  return [...lines, total, ""].join("\n");
}
