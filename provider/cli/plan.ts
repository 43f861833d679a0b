import type { CommandModule } from "yargs";
import { CommandFailure } from "./commandFailure";

interface PlanArguments {
  readonly stack: string | undefined;
}

/** `kubefed plan`: what each member cluster would get and why, before anything is written. */
export const planCommand: CommandModule<object, PlanArguments> = {
  command: "plan",
  describe: "Show what each member cluster would get, why, and what changes",
  builder: (yargs) =>
    yargs
      .option("stack", {
        type: "string",
        alias: "s",
        describe: "The stack; default: the selected one",
      })
      .example("$0 plan", "the plan of the selected stack, as a table")
      .example("$0 plan --stack prod", "that of another one"),
  handler: () => {
    throw new CommandFailure("plan: not there yet");
  },
};
