import { CommandFailure } from "./commandFailure";

const secondsIn: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600 };

/**
 * Milliseconds of a time written as `30s`, `5m`, `1h` or a number of seconds. Throws a CommandFailure
 * that names the option for anything else, and for what is not above 0.
 */
export function parseInterval(option: string, text: string): number {
  const [, digits = "", unit = ""] = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(text) ?? [];
  const seconds = Number(digits) * (secondsIn[unit] ?? 0);
  if (seconds > 0) return seconds * 1000;
  throw new CommandFailure(
    `--${option}: a time above 0 is needed, such as 30s, 5m, 1h or a number of seconds; came "${text}"`,
  );
}
