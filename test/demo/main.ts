import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Fleet, startFleet } from "../fleet";
import { ensureToolchain } from "../toolchain";
import { isEmpty, readShop } from "./live";
import {
  collect,
  createProject,
  type DemoMember,
  type DemoProject,
  EngineFailure,
} from "./project";
import { changesOf, planLines, renderChanges } from "./steps";
import { paletteFor, renderTable, type Table } from "./table";

const help = `Usage: npm run demo [-- OPTIONS]

Starts three real Kubernetes clusters on this machine, previews and deploys the shop of examples/shop
to them, shows what each cluster got, changes it, and cleans up. The first run builds the toolchain,
which takes about 25 minutes on two cores.

Options:
  --keep   leave clusters and stack as they are at the end, and say how to look around
  --help   this text
`;

const members: Readonly<Record<string, DemoMember>> = {
  "us-east": { tier: "prod", region: "us" },
  "eu-west": { tier: "prod", region: "eu" },
  "ap-south": { tier: "dev", region: "ap" },
};

const palette = paletteFor(process.stdout.isTTY && process.env.NO_COLOR === undefined);

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function title(text: string): void {
  say(`\n${palette.heading(text)}`);
}

/** Says what goes on while it goes on, and how long it took. */
async function watched<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const began = Date.now();
  process.stderr.write(`${what} …\n`);
  const result = await work();
  process.stderr.write(`${what}: ${((Date.now() - began) / 1000).toFixed(0)} s\n`);
  return result;
}

async function deploy({ stack }: DemoProject, fleet: Fleet, before?: Table): Promise<Table> {
  const preview = await watched("pulumi preview", () => collect((report) => stack.preview(report)));
  title("Preview: nothing is written yet");
  for (const line of planLines(preview)) say(`  ${line}`);
  say("");
  say(renderChanges(changesOf(preview)));
  await watched("pulumi up", () => collect((report) => stack.up(report)));
  const table = await readShop(fleet);
  title("What each cluster has now");
  say(renderTable(table, palette, before));
  return table;
}

async function tour(project: DemoProject, fleet: Fleet): Promise<void> {
  const { stack } = project;
  title("1. Deploy a small shop");
  const first = await deploy(project, fleet);
  title("2. Change it: 12 replicas, another greeting in Europe, settings on the dev tier too");
  await stack.setConfig("totalReplicas", { value: "12" });
  await stack.setConfig("euGreeting", { value: "salut" });
  await stack.setConfig("tiers", { value: "prod,dev" });
  await deploy(project, fleet, first);
}

async function clean({ stack }: DemoProject, fleet: Fleet): Promise<void> {
  title("3. Leave nothing behind");
  await watched("pulumi destroy", () => collect((report) => stack.destroy(report)));
  if (!isEmpty(await readShop(fleet)))
    throw new EngineFailure("something of the shop is still on a cluster");
  say("  the shop is gone from every cluster");
}

function lookAround({ directory, env }: DemoProject, fleet: Fleet): void {
  title("Look around");
  const kubectl = join(
    env.PATH?.split(":").find((folder) => folder.includes("kubernetes-")) ?? "",
    "kubectl",
  );
  for (const { kubeconfigPath } of Object.values(fleet.clusters)) {
    say(`  ${kubectl} --kubeconfig ${kubeconfigPath} -n shop get all,configmaps`);
  }
  say(`\n  export PATH="${env.PATH ?? ""}" PULUMI_HOME=${env.PULUMI_HOME ?? ""}`);
  say(`  export PULUMI_BACKEND_URL=${env.PULUMI_BACKEND_URL ?? ""} PULUMI_CONFIG_PASSPHRASE=demo`);
  say(`  cd ${directory} && pulumi stack --stack dev`);
  say(`\n  when you have seen enough: npm run fleet -- down --directory ${fleet.directory}`);
}

async function run(isKept: boolean): Promise<void> {
  const toolchain = await ensureToolchain();
  const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-demo-"));
  const specs = Object.entries(members).map(([name, { region }]) => ({
    name,
    region,
    zones: [`${region}-a`],
  }));
  const kept = isKept ? { directory: join(directory, "fleet") } : {};
  const fleet = await startFleet({ clusters: specs, ...kept });
  const stop = (): void => {
    void fleet.stop().finally(() => {
      rmSync(directory, { recursive: true, force: true });
      process.exit(130);
    });
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
  try {
    const project = await createProject({ directory, fleet, members, toolchain });
    await tour(project, fleet);
    if (isKept) {
      await fleet.keep();
      lookAround(project, fleet);
      return;
    }
    await clean(project, fleet);
  } catch (error) {
    await fleet.stop();
    throw error;
  }
  await fleet.stop();
  rmSync(directory, { recursive: true, force: true });
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    say(help.trimEnd());
    return 0;
  }
  try {
    await run(args.includes("--keep"));
    return 0;
  } catch (error) {
    // What the engine refuses is for a person to read; anything else is a mistake of ours, with its stack.
    if (!(error instanceof EngineFailure)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

void main(process.argv.slice(2)).then((code) => process.exit(code));
