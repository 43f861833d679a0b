import { spawn } from "node:child_process";
import { join } from "node:path";
import { pythonWithSdk, type PythonWithSdk } from "../support/pythonEnvironment";
import { sharedFleet, stopSharedFleet } from "../support/sharedFleet";
import { ensureToolchain, tools } from "../toolchain";
import { type BenchStack, createBenchStack, createPythonBenchStack } from "./benchStack";
import { clear, statistics } from "./engine";
import type { Cost } from "./engineCommand";
import { assertSameObjects, objectsIn } from "./sameObjects";
import type { Table } from "./table";

const plugin = join(__dirname, "../../bin/pulumi-resource-kubefed");
/** The plugin's command line, whoever started it. */
const pluginProcess = /pulumi-resource-kubefed/;

/** What is measured, and the words after `pulumi`. */
const commands = {
  preview: ["preview"],
  "first up": ["up", "--yes", "--skip-preview"],
  "unchanged up": ["up", "--yes", "--skip-preview", "--expect-no-changes"],
} as const;
type CommandName = keyof typeof commands;
const commandNames: readonly CommandName[] = ["preview", "first up", "unchanged up"];

/** Programs with the same resources; the first is what the others are compared with. */
const contenders = ["flat Python", "TypeScript", "Python"] as const;
type Contender = (typeof contenders)[number];

interface Sample extends Cost {
  readonly command: CommandName;
  readonly contender: Contender;
}

/**
 * Measures forty components for two clusters in Python, which are made by the plugin, beside the same in TypeScript in
 * process and a flat program in Python with the same resources, in turn, each on a new stack. Throws where the
 * resources are not the same.
 */
export async function benchLanguages(request: {
  readonly runs: number;
  readonly report: (text: string) => void;
}): Promise<Table> {
  const { runs, report } = request;
  const needed = tools.filter(
    ({ name, onRequest }) => name === "language-python" || onRequest !== true,
  );
  const toolchain = await ensureToolchain({ only: needed.map(({ name }) => name) });
  const python = await pythonWithSdk();
  try {
    const { clusters } = await sharedFleet();
    const secrets = Object.fromEntries(
      ["us-east", "eu-west"].map((name) => [name, clusters[name]?.kubeconfig ?? ""]),
    );
    const create = creators({ python, toolchain, secrets });
    const samples: Sample[] = [];
    let objects: readonly unknown[] | undefined;
    // Run 0 reads everything from disk once and is not counted.
    for (let run = 0; run <= runs; run++)
      for (const contender of contenders) {
        const stack = await create[contender]();
        try {
          for (const command of run === 0 ? commandNames.slice(0, 1) : commandNames) {
            report(`languages: run ${run} of ${runs}, ${contender}, ${command}`);
            const cost = await stack.watchThose(pluginProcess, ...commands[command]);
            if (run > 0) samples.push({ ...cost, command, contender });
            if (command !== "first up") continue;
            objects ??= objectsIn(stack.state());
            assertSameObjects(objectsIn(stack.state()), objects);
          }
        } finally {
          if (run > 0) await clear(stack);
          else stack.remove();
        }
      }
    return languagesTable(samples, { runs, starts: await startTimes(5) });
  } finally {
    python.remove();
    await stopSharedFleet();
  }
}

function creators(given: {
  readonly python: PythonWithSdk;
  readonly toolchain: Awaited<ReturnType<typeof ensureToolchain>>;
  readonly secrets: Readonly<Record<string, string>>;
}): Record<Contender, () => Promise<BenchStack>> {
  return {
    "flat Python": () => createPythonBenchStack({ ...given, program: "everywhereFlat.py" }),
    TypeScript: () => createBenchStack({ ...given, variant: "everywhere" }),
    Python: () => createPythonBenchStack({ ...given, program: "everywhere.py" }),
  };
}

/** How many seconds the plugin takes until it says on which port it listens, as the engine waits for it. */
async function startTimes(count: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const start = process.hrtime.bigint();
    const child = spawn(plugin, ["127.0.0.1:1"], { stdio: ["ignore", "pipe", "inherit"] });
    await new Promise<void>((said, failed) => {
      child.stdout.once("data", () => said());
      child.once("error", failed);
      child.once("exit", (code) => failed(new Error(`the plugin ended with ${code}`)));
    });
    times.push(Number(process.hrtime.bigint() - start) / 1e9);
    child.removeAllListeners("exit");
    child.kill("SIGKILL");
  }
  return times;
}

const measures = [
  { name: "wall s", of: ({ wallSeconds }: Cost) => wallSeconds },
  { name: "CPU s", of: ({ cpuSeconds }: Cost) => cpuSeconds },
];

function languagesTable(
  samples: readonly Sample[],
  { runs, starts }: { readonly runs: number; readonly starts: readonly number[] },
): Table {
  const medianOf = (command: CommandName, contender: Contender, of: (cost: Cost) => number) => {
    const own = samples.filter((each) => each.command === command && each.contender === contender);
    return statistics(own.map(of)).median;
  };
  const rows = commandNames.flatMap((command) =>
    measures.map(({ name, of }) => {
      const [flat = NaN, typescript = NaN, python = NaN] = contenders.map((contender) =>
        medianOf(command, contender, of),
      );
      return [
        command,
        name,
        ...[flat, typescript, python].map((median) => median.toFixed(2)),
        ...[typescript / flat, python / flat, python / typescript].map((ratio) => ratio.toFixed(2)),
      ];
    }),
  );
  const peak = Math.max(...samples.map(({ peakMiB }) => peakMiB));
  const { median, min } = statistics(starts);
  return {
    title: `Languages: 40 ConfigMaps on 2 clusters, median of ${runs} runs each`,
    header: [
      ...["command", "measure", ...contenders],
      ...["TypeScript : flat", "Python : flat", "Python : TypeScript"],
    ],
    rows,
    notes: [
      "Flat Python: pulumi_kubernetes and a loop over the clusters. TypeScript: components in the program's own",
      "process, compiled beforehand. Python: components by the package in sdk/python, made by the plugin.",
      "CPU: user and system time of `pulumi` and of the processes below it; the clusters are not in it.",
      `The plugin takes ${median.toFixed(2)} s (at best ${min.toFixed(2)} s) until it listens, and at most ${peak.toFixed(0)} MiB.`,
    ],
  };
}
