import { CommandFailure } from "./commandFailure";
import { parseDuration } from "../../core/plain/duration";

/**
 * Milliseconds of a time written as `30s`, `5m`, `1h` or a number of seconds. Throws a CommandFailure
 * that names the option for anything else, and for what is not above 0.
 */
export function parseInterval(option: string, text: string): number {
  const isNumber = /^\d+(\.\d+)?$/.test(text);
  const intervalMs = parseDuration(isNumber ? `${text}s` : text) ?? 0;
  if (intervalMs > 0) return intervalMs;
  throw new CommandFailure(
    `--${option}: a time above 0 is needed, such as 30s, 5m, 1h or a number of seconds; came "${text}"`,
  );
}
