import { type Paint, plain, type Shade, type TextStyle } from "../../report/text/paint";

/** Codes of a terminal's colours, by what a text stands for. */
const codes: Readonly<Record<Shade, string>> = {
  create: "32",
  update: "33",
  replace: "35",
  delete: "31",
  release: "36",
  same: "2",
  deferred: "36",
  "not-selected": "2",
  title: "1",
  faint: "2",
  warning: "33",
};

const coloured: Paint = (shade, text) => `\u001b[${codes[shade]}m${text}\u001b[0m`;

/** Where no terminal says how wide it is. */
const usualWidth = 120;

/**
 * How text is shown on standard output: in colour on a terminal (unless `NO_COLOR` is set) or where
 * `FORCE_COLOR` asks for it, and as wide as the terminal or `COLUMNS`.
 */
export function textStyle(
  stream: { readonly isTTY?: boolean; readonly columns?: number } = process.stdout,
  env: Readonly<Record<string, string | undefined>> = process.env,
): TextStyle {
  const isForced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "0";
  const isColoured = isForced || (stream.isTTY === true && !env.NO_COLOR);
  const columns = Number(env.COLUMNS ?? NaN);
  const width = stream.columns ?? (columns > 0 ? columns : usualWidth);
  return { width, paint: isColoured ? coloured : plain };
}
