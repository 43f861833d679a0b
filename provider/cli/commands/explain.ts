import { objectTitle } from "../../core/kinds/objectTitle";
import type { ArgumentsCamelCase, CommandModule } from "yargs";
import { findRows } from "../../report/plan/findRows";
import { narrowPlan } from "../../report/plan/narrowPlan";
import { renderExplanation } from "../../report/text/renderExplanation";
import { CommandFailure } from "../options/commandFailure";
import { print } from "../terminal/output";
import { type FilterArguments, filterOf, withFilter } from "../options/planFilter";
import { previewFleet } from "../engine/preview";
import { furtherWords, type StackArguments, withStack } from "../options/stackOptions";
import { textStyle } from "../terminal/terminal";

interface ExplainArguments extends StackArguments, FilterArguments {
  readonly object: string;
}

/** `kubefed explain`: why one object is where it is and what it is there. */
export const explainCommand: CommandModule<object, ExplainArguments> = {
  command: "explain <object>",
  describe: "Explain step by step why an object goes where it goes, and what it is there",
  builder: (yargs) =>
    withFilter(withStack(yargs))
      .positional("object", {
        type: "string",
        demandOption: true,
        describe: "The object: Kind/name, namespace/name, Kind/namespace/name or a part of it",
      })
      .example("$0 explain Deployment/web", "on every cluster")
      .example("$0 explain shop/settings --cluster eu-west", "on one"),
  handler: runExplain,
};

async function runExplain(given: ArgumentsCamelCase<ExplainArguments>): Promise<void> {
  const filter = filterOf(given);
  const plan = await previewFleet({
    stack: given.stack,
    directory: given.cwd,
    words: furtherWords(given),
  });
  const rows = findRows(narrowPlan(plan, filter), given.object);
  if (rows.length === 0) {
    const known = plan.objects.map(objectTitle).join(", ");
    throw new CommandFailure(
      `no federated object is called "${given.object}" there; known: ${known === "" ? "none" : known}`,
    );
  }
  const style = textStyle();
  await print(rows.map((row) => renderExplanation(plan, row, style)).join("\n"));
}
