import { join } from "node:path";
import { withTemporaryFolder } from "../../adapters/pulumi/temporaryFolder";
import { CommandFailure } from "../options/commandFailure";
import { PlanOutdated } from "./engineOperation";

/** How often a program may ask for something else than in its preview before it is given up on. */
const mostJudgements = 3;

/** One preview that is judged, and at most one update that does what it shows. */
export interface Judgement {
  /** Where the preview is written to, which the update is bound to. */
  readonly planFile: string;
  readonly isFirst: boolean;
}

/**
 * Judges a preview and updates by it; again where the program asks for something else by then. Throws a
 * CommandFailure where it does so each time.
 */
export async function judgeAgain<Result>(
  round: (judgement: Judgement) => Promise<Result>,
  /** Says something to the person. */
  say: (text: string) => Promise<void>,
): Promise<Result> {
  for (let judgement = 1; ; judgement += 1) {
    try {
      return await withTemporaryFolder((folder) =>
        round({ planFile: join(folder, "plan.json"), isFirst: judgement === 1 }),
      );
    } catch (error) {
      if (!(error instanceof PlanOutdated)) throw error;
      if (judgement === mostJudgements) {
        const what = "the program asks for something else each time it runs";
        throw new CommandFailure(`${what}, the last time so: ${error.message}`);
      }
      await say("the program asks for something else than in its preview; judging again");
    }
  }
}
