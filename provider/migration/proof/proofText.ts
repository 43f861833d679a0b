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
  const of = (wanted: Verdict["verdict"]): Verdict[] =>
    verdicts.filter(({ verdict }) => verdict === wanted);
  const [differing, unknown] = [of("differs"), of("unknown")];
  const parts = [
    ...clusterPart("equal on", of("equal")),
    ...clusterPart("on neither side on", of("absent")),
    ...clusterPart("differs on", differing),
    ...clusterPart("unknown on", unknown),
  ];
  const [word] = [
    ...(differing.length > 0 ? ["differs"] : []),
    ...(unknown.length > 0 ? ["unknown"] : []),
    "equal",
  ];
  return [
    `${word.padEnd(8)} ${object}: ${parts.join("; ")}`,
    ...differing.flatMap(renderDifferences),
    ...renderUnknown(unknown),
  ];
}

function clusterPart(words: string, verdicts: readonly Verdict[]): string[] {
  if (verdicts.length === 0) return [];
  return [`${words} ${verdicts.map(({ cluster }) => cluster).join(", ")}`];
}

/** Each reason once, with the clusters that it is about. */
function renderUnknown(verdicts: readonly Verdict[]): string[] {
  const reasons = [...new Set(verdicts.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const about = verdicts.filter((verdict) => verdict.reason === reason);
    return `             ${about.map(({ cluster }) => cluster).join(", ")}: ${reason}`;
  });
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

function renderTotals(proof: Proof): string {
  const { verdicts, errors, isProved, assumptions } = proof;
  const objects = new Set(verdicts.map(({ object }) => object)).size;
  const clusters = new Set(verdicts.map(({ cluster }) => cluster)).size;
  const countOf = (wanted: Verdict["verdict"]): number =>
    verdicts.filter(({ verdict }) => verdict === wanted).length;
  const over = `${count(objects, "object")} over ${count(clusters, "member cluster")}`;
  const equal = `${countCopies(countOf("equal"))} equal`;
  if (isProved) return `proved: ${over}, ${equal}`;
  if (countOf("differs") + errors.length > 0) {
    const unknown = countOf("unknown") === 0 ? "" : `, ${countOf("unknown")} unknown`;
    return `not equal: ${over}; ${countOf("differs")} differ${unknown}, ${count(errors.length, "error")}`;
  }
  return [
    `not proved: ${over}, ${equal}, ${countCopies(countOf("unknown"))} unknown`,
    ...assumptions.map((assumption) => `  assumed: ${assumption}`),
  ].join("\n");
}

function countCopies(copies: number): string {
  return count(copies, "copy").replace("copys", "copies");
}

/** What clusters have beside what the program plans, as lines. */
export function renderLiveProof(verdicts: readonly LiveVerdict[]): string {
  const differing = verdicts.filter(({ differences }) => differences.length > 0);
  const lines = differing.flatMap((verdict) => [
    `differs  ${verdict.object}: otherwise on ${verdict.cluster} itself`,
    ...verdict.differences.map((difference) => renderLiveDifference(verdict, difference)),
  ]);
  const total =
    differing.length === 0
      ? `agrees with what is there: ${count(verdicts.length, "object")}`
      : `does not agree with what is there: ${differing.length} of ${count(verdicts.length, "object")}`;
  return [...lines, total, ""].join("\n");
}

function renderLiveDifference(
  { cluster, kind }: LiveVerdict,
  difference: ObjectDifference,
): string {
  const { path, got } = difference;
  if (path === "") {
    const side = got === undefined ? "there, and not in the program" : "not there";
    return `             ${cluster}: ${side}`;
  }
  const [before, after] = valuesOf(difference, kind);
  return `             ${cluster} ${path}: there ${before}, in the program ${after}`;
}
