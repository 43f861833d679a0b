import { signs } from "../../text/words";

/** The signs of actions, with a minus sign of the width of the others. */
export const pageSigns = { ...signs, delete: "\u2212" };
