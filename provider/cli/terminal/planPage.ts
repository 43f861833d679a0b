import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CommandFailure } from "../options/commandFailure";
import { messageOf } from "../../core/plain/text";

const file = join(__dirname, "../../report/page/planPage.js");

/** Reads the program of a plan's page, which is bundled into one file when the package is built. */
export function planPageScript(): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const why = "a page needs the built package; npm run build makes it";
    throw new CommandFailure(`${why} (${messageOf(error)})`);
  }
}
