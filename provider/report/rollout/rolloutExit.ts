import type { RolloutState, RolloutStatus } from "./rolloutStatus";

/** The exit code of each state: 0 is complete, 4 stopped by health, 5 for a person, 6 for time. */
const codes: Readonly<Record<RolloutState, number>> = {
  complete: 0,
  unhealthy: 4,
  approval: 5,
  paused: 5,
  aborted: 5,
  ready: 6,
  time: 6,
};

/** What counts most where there are several strategies: what is wrong, then what goes on by itself, then people. */
const order: readonly RolloutState[] = [
  "unhealthy",
  "ready",
  "time",
  "approval",
  "paused",
  "aborted",
  "complete",
];

/**
 * The state of several strategies' updates together.
 *
 * @example
 * overallState([{ state: "complete" }, { state: "time" }])
 * //=> "time"
 */
export function overallState(all: readonly Pick<RolloutStatus, "state">[]): RolloutState {
  return order.find((state) => all.some((each) => each.state === state)) ?? "complete";
}

/** The exit code for a state. */
export function exitCodeOf(state: RolloutState): number {
  return codes[state];
}

/** How long until time alone lets one of them go on, in milliseconds. */
export function shortestWait(all: readonly RolloutStatus[]): number {
  return Math.min(...all.flatMap(({ waitMs }) => waitMs ?? []));
}
