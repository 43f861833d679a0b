import { join } from "node:path";
import { sharedFleet, stopSharedFleet } from "../support/sharedFleet";
import { ensureToolchain } from "../toolchain";
import { type BenchStack, createBenchStack } from "./benchStack";
import type { Cost } from "./engineCommand";
import { aimCell, type Table } from "./table";

/** At most so many times the time of the preview itself. */
const AIM = 1.1;

const main = join(__dirname, "../../dist/provider/cli/main.js");
const commands = {
  "pulumi preview --json": (stack: BenchStack) => stack.run("preview", "--json"),
  "kubefed plan": (stack: BenchStack) => stack.runOther(process.execPath, main, "plan"),
  "kubefed plan --format html": (stack: BenchStack) =>
    stack.runOther(process.execPath, main, "plan", "--format", "html"),
} as const;
type CommandName = keyof typeof commands;
const commandNames: readonly CommandName[] = [
  "pulumi preview --json",
  "kubefed plan",
  "kubefed plan --format html",
];

/**
 * Measures `kubefed plan` beside the preview that it runs, in turn, on a program of forty objects for
 * sixty member clusters, before its first update.
 */
export async function benchPlan(request: {
  readonly runs: number;
  readonly report: (text: string) => void;
}): Promise<Table> {
  const { runs, report } = request;
  const toolchain = await ensureToolchain();
  try {
    const fleet = await sharedFleet();
    const secrets = Object.fromEntries(
      Object.values(fleet.clusters).map(({ name, kubeconfig }) => [name, kubeconfig]),
    );
    const stack = await createBenchStack({ variant: "wide", toolchain, secrets });
    try {
      const costs = new Map<CommandName, Cost[]>();
      // Run 0 reads everything from disk once and is not counted.
      for (let run = 0; run <= runs; run++) {
        for (const name of run === 0 ? commandNames.slice(0, 1) : commandNames) {
          report(`plan: ${run === 0 ? "warm-up" : `run ${run} of ${runs}`}, ${name}`);
          const cost = await commands[name](stack);
          if (run > 0) costs.set(name, [...(costs.get(name) ?? []), cost]);
        }
      }
      return planTable(costs, runs);
    } finally {
      stack.remove();
    }
  } finally {
    await stopSharedFleet();
  }
}

function planTable(costs: ReadonlyMap<CommandName, readonly Cost[]>, runs: number): Table {
  const best = (name: CommandName, of: (cost: Cost) => number): number =>
    Math.min(...(costs.get(name) ?? []).map(of));
  const wall = ({ wallSeconds }: Cost): number => wallSeconds;
  const cpu = ({ cpuSeconds }: Cost): number => cpuSeconds;
  const base = best("pulumi preview --json", wall);
  return {
    title: `Plan: 40 objects on 60 member clusters, best of ${runs} runs each`,
    header: ["command", "wall s", "CPU s", "ratio", `aim <= ${AIM}`],
    rows: commandNames.map((name) => [
      name,
      best(name, wall).toFixed(2),
      best(name, cpu).toFixed(2),
      (best(name, wall) / base).toFixed(3),
      aimCell(best(name, wall) / base <= AIM),
    ]),
    notes: [
      "Wall: from the start of the command to its end; the best run has the least of other work in it.",
    ],
  };
}
