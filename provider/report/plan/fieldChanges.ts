import { compareText } from "../../core/plain/text";
import {
  formatPropertyPath,
  parsePropertyPath,
  type PropertyPath,
} from "../../core/paths/propertyPath";
import type { EngineStep } from "./engineEvents";
import { holdsSecret, maskedValueAt, maskObject, secretText, withPlannedLists } from "./masking";
import type { FieldChange } from "./model";
import { differencesBetween } from "../../core/plain/differences";

/**
 * The fields that a step changes, masked and sorted by path: those that the engine names, with their
 * values before and after; where it names none, those in which the inputs differ.
 *
 * - A value that is secret on one side is not shown on the other either.
 * - The engine hides a list with something secret in it; the items are those of `planned`, where it is given.
 * - A whole list or map that comes or goes is one change.
 *
 * @example
 * fieldChanges({ op: "update", urn: "", type: "", old: { inputs: { data: { a: "1" } } }, new: { inputs: { data: { a: "2" } } }, detailedDiff: {} })
 * //=> [{ path: "data.a", op: "update", from: "1", to: "2" }]
 */
export function fieldChanges(step: EngineStep, planned?: unknown): FieldChange[] {
  const before = maskObject(step.old?.inputs);
  const hidden = maskObject(step.new?.inputs);
  const after = withPlannedLists(hidden, planned);
  const changeAt = (path: PropertyPath, from: unknown): FieldChange =>
    toChange({
      path,
      from,
      to: maskedValueAt(after, path),
      isListed: maskedValueAt(hidden, path) === secretText,
    });
  const named = Object.entries(step.detailedDiff).flatMap(([text, { kind, inputDiff }]) => {
    const path = parsePropertyPath(text);
    if (path === undefined || isOurBookkeeping(path)) return [];
    // A difference to the live object may be in a field that the program never set.
    const live = inputDiff ? undefined : maskedValueAt(maskObject(step.old?.outputs), path);
    const change = changeAt(path, maskedValueAt(before, path) ?? live);
    return [{ ...change, ...(kind.endsWith("-replace") ? { replaces: true as const } : {}) }];
  });
  const changes =
    named.length > 0
      ? named
      : differencesBetween(before, hidden).map((each) => changeAt(each.path, each.before));
  return changes.sort((a, b) => compareText(a.path, b.path));
}

/** Fields that the kubernetes plugin keeps for itself. */
function isOurBookkeeping([first]: PropertyPath): boolean {
  return typeof first === "string" && first.startsWith("__");
}

function toChange({
  path,
  from,
  to,
  isListed,
}: {
  path: PropertyPath;
  from: unknown;
  to: unknown;
  /** The engine hides it only because it is in a list with something secret. */
  isListed: boolean;
}): FieldChange {
  const shownFrom = from !== undefined && holdsSecret(to) ? secretText : from;
  const shownTo = to !== undefined && holdsSecret(from) && !isListed ? secretText : to;
  return {
    path: formatPropertyPath(path),
    op: from === undefined ? "add" : to === undefined ? "remove" : "update",
    ...(from === undefined ? {} : { from: shownFrom }),
    ...(to === undefined ? {} : { to: shownTo }),
  };
}
