import { writeFileSync } from "node:fs";
import type { ArgumentsCamelCase, CommandModule } from "yargs";
import { divisionVariable } from "../../core/shards/divisionDigest";
import { exitCodeOf, overallState } from "../../report/rollout/rolloutExit";
import { renderRollout } from "../../report/rollout/renderRollout";
import { mergePlans } from "../../report/shards/mergePlans";
import { type ManifestEngine, manifestEngines, shardManifest } from "../../report/shards/manifests";
import { divisionsOf, renderShardList, renderShardStatus } from "../../report/shards/renderShards";
import { memoryMebibytes } from "../../report/shards/sizes";
import { CommandFailure } from "../options/commandFailure";
import {
  type CreateArguments,
  parallelOf,
  type ParallelArguments,
  usualParallel,
  withCreate,
  withFleet,
  withParallel,
} from "../options/fleetOptions";
import { leftToLimits, limitsOf } from "../options/planLimits";
import { furtherWords } from "../options/stackOptions";
import { createStacks } from "../shards/createStacks";
import { runShardJob } from "../shards/runJob";
import { previewShards } from "../shards/shardPlans";
import { type FleetArguments, readShards, type ShardStack } from "../shards/shardStacks";
import { readShardsStatus } from "../shards/statusShards";
import { divisionOf, upShards } from "../shards/upShards";
import { interruptible } from "../terminal/interruption";
import { print } from "../terminal/output";
import { textStyle } from "../terminal/terminal";
import { type ShownPlanArguments, showPlan, withShownPlan } from "./plan";

interface ListArguments extends FleetArguments {
  readonly format: "json" | "text";
}
interface StatusArguments extends ListArguments, ParallelArguments {}
interface PlanArguments extends ParallelArguments, CreateArguments, ShownPlanArguments {}
interface UpArguments extends ParallelArguments, CreateArguments {
  readonly engine: "kubernetes" | "local";
  readonly "max-failures": number;
  readonly division: string | undefined;
  readonly alone: boolean;
  readonly index: number | undefined;
  readonly job: string;
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
}
interface ManifestArguments extends ParallelArguments {
  readonly for: ManifestEngine;
  readonly image: string;
  readonly namespace: string;
  readonly objects: number;
  readonly out: string | undefined;
}

/** `kubefed shards`: a fleet larger than one stack, whose shards are stacks of the same program. */
export const shardsCommand: CommandModule = {
  command: "shards",
  describe: "Plan and update a fleet that is larger than one stack, shard by shard",
  builder: (yargs) =>
    yargs
      .command(listCommand)
      .command(planShardsCommand)
      .command(upCommand)
      .command(statusShardsCommand)
      .command(manifestsCommand)
      .demandCommand(1, "a command is needed: list, plan, up, status or manifests")
      .epilogue(
        "The shards are what the fleet's stack exports by exportClusters(clusters, { shards }); each is a stack of the program in this folder.",
      ),
  handler: () => undefined,
};

const listCommand: CommandModule<object, ListArguments> = {
  command: "list",
  describe: "Show the shards, their stacks and their clusters",
  builder: (yargs) =>
    withFleet(yargs)
      .option("format", {
        choices: ["text", "json"] as const,
        default: "text" as const,
        describe: "How to show it",
      })
      .example("$0 shards list --fleet organization/fleet/prod", "which stack has which clusters")
      .example("$0 shards list --fleet organization/fleet/prod --format json", "for a matrix"),
  handler: async (given) => {
    const shards = await readShards(given);
    await print(
      given.format === "json"
        ? `${JSON.stringify({ shards }, null, 2)}\n`
        : renderShardList(shards, textStyle()),
    );
  },
};

const planShardsCommand: CommandModule<object, PlanArguments> = {
  command: "plan",
  describe: "Show one plan of the whole fleet: a preview of each shard, joined",
  builder: (yargs) =>
    withShownPlan(withCreate(withParallel(yargs)))
      .example("$0 shards plan --fleet organization/fleet/prod", "as if it were one stack")
      .example(
        "$0 shards plan --fleet organization/fleet/prod --parallel 4 --exit-code",
        "four previews at a time; for a pipeline",
      )
      .epilogue(
        "Exit codes: as of kubefed plan; 1 also when there is no plan of a shard, which is in the picture with the reason.",
      ),
  handler: async (given) => {
    const shards = await readShards(given);
    if (given.create) await createStacks(shards, given.cwd);
    const plans = await previewShards(shards, {
      directory: given.cwd,
      words: furtherWords(given),
      env: leftToLimits(limitsOf(given)),
      parallel: parallelOf(given) ?? usualParallel,
    });
    await showPlan(mergePlans(plans), given);
  },
};

const upCommand: CommandModule<object, UpArguments> = {
  command: "up",
  describe: "Update the shards, so many at a time; what is done says unchanged the next time",
  builder: (yargs) =>
    withCreate(withParallel(yargs))
      .option("engine", {
        choices: ["local", "kubernetes"] as const,
        default: "local" as const,
        describe: "Processes here, or an Indexed Job on a cluster",
      })
      .option("max-failures", {
        type: "number",
        default: 0,
        describe: "After more failures than this no other shard begins; those that run end",
      })
      .option("division", {
        type: "string",
        default: process.env[divisionVariable],
        defaultDescription: "what the first shard's preview says",
        describe: "What all shards must divide; one whose program differs refuses",
      })
      .option("alone", {
        type: "boolean",
        default: false,
        describe: "Nothing else can run these shards, so that a lock that is there is dead",
      })
      .option("index", { type: "number", describe: "Only the shard at this place, from 0" })
      .option("job", {
        type: "string",
        default: "job.yaml",
        describe: "With --engine kubernetes: the manifest of the Job",
      })
      .option("kubeconfig", {
        type: "string",
        describe: "With --engine kubernetes: its kubeconfig; default: as of kubectl",
      })
      .option("context", {
        type: "string",
        describe: "With --engine kubernetes: the context; default: the current one",
      })
      .example("$0 shards up --fleet organization/fleet/prod --parallel 4", "four at a time, here")
      .example(
        "$0 shards up --fleet organization/fleet/prod --engine kubernetes --job job.yaml",
        "as an Indexed Job",
      )
      .epilogue(
        "Exit codes: 0 all shards are updated, as far as the gates of staged updates let them; 1 one failed or did not begin. Ctrl-C ends each update in the engine's own way. The lock that a dead process left is cancelled only where it is known to be dead.",
      ),
  handler: runUp,
};

const statusShardsCommand: CommandModule<object, StatusArguments> = {
  command: "status",
  describe: "Show how the shards stand, and staged updates over all of them",
  builder: (yargs) =>
    withParallel(yargs)
      .option("format", {
        choices: ["text", "json"] as const,
        default: "text" as const,
        describe: "How to show it",
      })
      .example("$0 shards status --fleet organization/fleet/prod", "from the shards' states")
      .epilogue(
        "Exit codes: of staged updates as of kubefed rollout status; 1 when a shard is not updated, or they do not divide the same; else 0.",
      ),
  handler: showStatus,
};

const manifestsCommand: CommandModule<object, ManifestArguments> = {
  command: "manifests",
  describe: "Write what runs the shards: a Job, Stacks of the operator, or a workflow",
  builder: (yargs) =>
    withParallel(yargs)
      .option("for", {
        choices: manifestEngines,
        demandOption: true,
        describe: "An Indexed Job, the Pulumi Kubernetes Operator, or GitHub Actions",
      })
      .option("image", {
        type: "string",
        default: "registry.example.com/app:1",
        describe: "The image with Pulumi, Node.js and the program in /app",
      })
      .option("namespace", {
        type: "string",
        default: "kubefed-shards",
        describe: "The namespace that it runs in",
      })
      .option("objects", {
        type: "number",
        default: 20,
        describe: "Objects on a cluster, about; memory is asked for by that",
      })
      .option("out", { type: "string", alias: "o", describe: "Write it to this file" })
      .example("$0 shards manifests --fleet organization/fleet/prod --for job -o job.yaml", "")
      .epilogue(
        "What is written is complete and has comments; edit it, and keep it with the program.",
      ),
  handler: async (given) => {
    const shards = await readShards(given);
    const clusters = Math.max(...shards.map((each) => each.clusters.length));
    const { for: engine, objects: objectsPerCluster, out } = given;
    const text = shardManifest(engine, {
      ...given,
      shards,
      parallel: parallelOf(given) ?? usualParallel,
      memoryMebibytes: memoryMebibytes({ clusters, objectsPerCluster }),
    });
    if (out === undefined) await print(text);
    else writeFileSync(out, text);
  },
};

async function runUp(given: ArgumentsCamelCase<UpArguments>): Promise<void> {
  const parallel = parallelOf(given);
  const shards = atIndex(await readShards(given), given.index);
  const { cwd: directory, division, engine, alone: isAlone } = given;
  const told = division === "" ? undefined : division;
  if (given.create) await createStacks(shards, directory);
  process.exitCode = await interruptible(async (signal) => {
    const update = { shards, directory, words: furtherWords(given), signal };
    if (engine === "kubernetes") {
      const compared = told ?? (await divisionOf(update));
      return runShardJob(given, { shards, division: compared, parallel, signal });
    }
    return upShards({
      ...update,
      division: told,
      parallel: parallel ?? usualParallel,
      maxFailures: given["max-failures"],
      isAlone,
    });
  });
}

async function showStatus(given: ArgumentsCamelCase<StatusArguments>): Promise<void> {
  const { shards, rollouts } = await readShardsStatus(await readShards(given), {
    directory: given.cwd,
    parallel: parallelOf(given) ?? usualParallel,
  });
  const text =
    rollouts.length === 0
      ? renderShardStatus(shards, textStyle())
      : `${renderShardStatus(shards, textStyle())}\n${renderRollout(rollouts, textStyle())}`;
  await print(
    given.format === "json" ? `${JSON.stringify({ shards, rollouts }, null, 2)}\n` : text,
  );
  const isWrong = shards.some((each) => each.isWrong) || divisionsOf(shards).length > 1;
  process.exitCode = isWrong ? 1 : rollouts.length > 0 ? exitCodeOf(overallState(rollouts)) : 0;
}

function atIndex(shards: readonly ShardStack[], index: number | undefined): readonly ShardStack[] {
  if (index === undefined) return shards;
  const one = shards[index];
  if (one === undefined)
    throw new CommandFailure(
      `--index: a place from 0 to ${shards.length - 1} is needed; got ${index}`,
    );
  return [one];
}
