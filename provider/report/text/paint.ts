import type { CellAction } from "../plan/model";

/** What a piece of text stands for; what that looks like is for the terminal. */
export type Shade = CellAction | "title" | "faint" | "warning";

/** Colours a piece of text, or leaves it as it is. */
export type Paint = (shade: Shade, text: string) => string;

/** Leaves every text as it is. */
export const plain: Paint = (_, text) => text;

/** How a plan is shown as text. */
export interface TextStyle {
  /** Characters in a line, at which what is long is cut. */
  readonly width: number;
  readonly paint: Paint;
}
