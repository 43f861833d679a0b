import { startFleet } from "../fleet";
import { ensureToolchain, type Toolchain } from "../toolchain";
import { renderLookAround, writeEnvironment } from "./lookAround";
import { createPlace, type DemoPlace, endLeftovers, endPlace } from "./place";
import { createProject, type DemoMember } from "./project";
import type { Screen } from "./screen";
import { deployTwice, destroyAll } from "./tour";

const members: Readonly<Record<string, DemoMember>> = {
  "us-east": { tier: "prod", region: "us" },
  "eu-west": { tier: "prod", region: "eu" },
  "ap-south": { tier: "dev", region: "ap" },
};

/** How the demo is run. */
export interface DemoRun {
  readonly screen: Screen;
  /** Ends the demo early; everything it has made goes all the same. */
  readonly signal: AbortSignal;
  /** Whether clusters and stack stay up at the end. */
  readonly keep: boolean;
}

/** Runs the whole demo; whatever happens, nothing is left behind but what was asked to be kept. */
export async function runDemo(run: DemoRun): Promise<void> {
  const toolchain = await orAborted(run.signal, ensureToolchain());
  await endKept(run.screen);
  const place = createPlace();
  let isKept = false;
  try {
    await runIn(place, run, toolchain);
    isKept = run.keep;
  } finally {
    if (!isKept) await endPlace(place.directory);
  }
}

/** Ends demos that were kept, or whose process was killed. Returns whether there were any. */
export async function endKept(screen: Screen): Promise<boolean> {
  const ended = await endLeftovers();
  for (const directory of ended) screen.say(`ended an earlier demo in ${directory}`);
  return ended.length > 0;
}

async function runIn(
  place: DemoPlace,
  { screen, signal, keep }: DemoRun,
  toolchain: Toolchain,
): Promise<void> {
  screen.title("Three clusters");
  const specs = Object.entries(members).map(([name, { region }]) => ({
    name,
    region,
    zones: [`${region}-a`],
  }));
  const fleet = await orAborted(signal, startFleet({ clusters: specs, directory: place.fleet }));
  const clusters = specs.flatMap(({ name }) => fleet.clusters[name] ?? []);
  for (const { name, apiEndpoint } of clusters) {
    const labels = Object.entries(members[name] ?? {}).map(([key, value]) => `${key}=${value}`);
    screen.say(`  ${name.padEnd(8)}   ${labels.join(" ").padEnd(19)}   ${apiEndpoint}`);
  }
  const project = await screen.watch("making a Pulumi project of examples/shop", () =>
    createProject({ place, fleet, members, toolchain }),
  );
  const tour = { project, clusters, screen, signal };
  await deployTwice(tour);
  if (!keep) return destroyAll(tour);
  await fleet.keep();
  writeEnvironment(place, project.env);
  screen.title("Kept: clusters and stack stay as they are");
  screen.say(renderLookAround({ place, clusters, kubectl: toolchain.binary("kubectl") }));
}

/** The result of work that cannot be ended early, or, as soon as there is one, the reason to stop. */
async function orAborted<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener("abort", stop, { once: true });
  });
  // Whoever ends it takes its ground away; that it then fails is no news.
  work.catch(() => undefined);
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener("abort", stop));
}
