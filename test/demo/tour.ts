import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { Cluster } from "../fleet";
import { changesOf, renderChanges } from "./changes";
import { type CommandOptions, DemoFailure, planLines, renderCounts, runCommand } from "./engine";
import { readLeftovers, readSettledShop } from "./live";
import type { DemoProject } from "./project";
import type { Screen } from "./screen";
import { renderTable } from "./table";

/** What the tour goes through. */
export interface Tour {
  readonly project: DemoProject;
  /** In the order of the table's columns. */
  readonly clusters: readonly Cluster[];
  readonly screen: Screen;
  /** Ends the command that runs. */
  readonly signal: AbortSignal;
}

/** Previews and deploys the shop, then the same with another configuration. */
export async function deployTwice(tour: Tour): Promise<void> {
  const { screen, project } = tour;
  screen.title("A small shop: the preview, before anything is written");
  await preview(tour);
  await update(tour);
  screen.title("What each cluster has now, read from the clusters");
  const first = await readSettledShop(tour.clusters);
  screen.say(renderTable(first, screen.palette));

  await project.stack.setAllConfig({
    totalReplicas: { value: "12" },
    euGreeting: { value: "salut" },
    tiers: { value: "prod,dev" },
  });
  screen.title("A change: 12 replicas, another greeting in eu-west, settings on dev clusters too");
  await preview(tour);
  await update(tour);
  screen.title("What each cluster has after the change");
  const second = await readSettledShop(tour.clusters);
  screen.say(renderTable(second, screen.palette, first));
}

/** Destroys the stack and looks on the clusters themselves whether anything of ours is left. */
export async function destroyAll(tour: Tour): Promise<void> {
  const { screen, project, clusters } = tour;
  screen.title("The end");
  await command(tour, "pulumi destroy", (options) => project.stack.destroy(options));
  const left = await readLeftovers(clusters);
  if (left.length > 0) {
    throw new DemoFailure(`after pulumi destroy there is still: ${left.join(", ")}`);
  }
  screen.say(`  nothing of ours is left on ${clusters.map(({ name }) => name).join(", ")}`);
}

async function preview(tour: Tour): Promise<void> {
  const { screen, project } = tour;
  const events = await command(tour, "pulumi preview", (options) => project.stack.preview(options));
  for (const line of planLines(events)) screen.say(screen.wrap(line));
  screen.say(`\n${renderChanges(changesOf(events))}`);
  screen.say(`\n  objects, providers and components together: ${renderCounts(events)}`);
}

async function update(tour: Tour): Promise<void> {
  await command(tour, "pulumi up", (options) => tour.project.stack.up(options));
}

function command(
  { screen, signal }: Tour,
  what: string,
  run: (options: CommandOptions) => Promise<unknown>,
): Promise<EngineEvent[]> {
  return screen.watch(what, (note) =>
    runCommand({ command: run, signal, onDone: (done) => note(`${done} resources`) }),
  );
}
