import { usualRotateGraceSeconds } from "../../../core/membership/join";
import {
  type MembershipInputs,
  type MembershipOutputs,
  type RetiringToken,
  tokenSuffix,
} from "./membershipInputs";
import { tokenPath } from "./membershipToken";

/**
 * The tokens of before that still work after an update at a time: those whose grace, as it is said now, is
 * not over, and that of the last rotation, if this is one.
 */
export function retiringTokens(of: {
  readonly olds: MembershipOutputs;
  readonly news: MembershipInputs;
  readonly nowMs: number;
}): RetiringToken[] {
  const { olds, news, nowMs } = of;
  const isRotation = tokenSuffix(olds) !== tokenSuffix(news);
  const path = tokenPath(olds);
  const earlier = (olds.retiring ?? []).filter((each) => each.path !== path);
  const all = isRotation ? [...earlier, { path, sinceMs: nowMs }] : [...earlier];
  return all.filter((each) => each.path !== tokenPath(news) && !isOver(each, news, nowMs));
}

/** Whether a token of before is to go now. */
export function hasOverdueToken(
  { retiring = [] }: MembershipOutputs,
  news: MembershipInputs,
  nowMs: number,
): boolean {
  return retiring.some((each) => isOver(each, news, nowMs));
}

function isOver(
  { sinceMs }: RetiringToken,
  { rotateGraceSeconds = usualRotateGraceSeconds }: MembershipInputs,
  nowMs: number,
): boolean {
  return nowMs - sinceMs >= rotateGraceSeconds * 1000;
}
