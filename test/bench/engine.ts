import { basename, resolve } from "node:path";
import { sharedFleet, stopSharedFleet } from "../support/sharedFleet";
import { ensureToolchain, type Toolchain } from "../toolchain";
import { type BenchStack, createBenchStack, type Variant } from "./benchStack";
import type { Cost } from "./engineCommand";
import { assertSameObjects, objectsIn } from "./sameObjects";
import { aimCell, type Table } from "./table";

/** At most so many times the cost of the flat program. */
const AIM = 1.05;

/** What is measured, and the words after `pulumi`. */
const commands = {
  preview: ["preview"],
  "first up": ["up", "--yes", "--skip-preview"],
  "unchanged up": ["up", "--yes", "--skip-preview", "--expect-no-changes"],
} as const;
type CommandName = keyof typeof commands;
const commandNames: readonly CommandName[] = ["preview", "first up", "unchanged up"];

/** A program on a built package; the first one is what the others are compared with. */
interface Contender {
  readonly name: string;
  readonly variant: Variant;
  readonly packageDirectory?: string;
}

interface Sample extends Cost {
  readonly command: CommandName;
  readonly contender: string;
}

/** The stacks' states after the first `up`. */
interface Result {
  readonly samples: readonly Sample[];
  readonly stateBytes: Readonly<Record<string, number>>;
}

/**
 * Measures the engine on a federated program and on a hand-written flat one with the same resources, in
 * turn, each on a new stack that is destroyed before the next. Throws where the resources are not the same.
 *
 * @param request.runs how often each program is measured
 * @param request.beside checkouts of this project that are built, whose federated program is measured too
 */
export async function benchEngine(request: {
  readonly runs: number;
  readonly beside: readonly string[];
  readonly report: (text: string) => void;
}): Promise<Table> {
  const contenders: readonly Contender[] = [
    { name: "flat", variant: "flat" },
    { name: "federated", variant: "federated" },
    ...request.beside.map((directory): Contender => {
      const packageDirectory = resolve(directory);
      return { name: basename(packageDirectory), variant: "federated", packageDirectory };
    }),
  ];
  const toolchain = await ensureToolchain();
  try {
    const fleet = await sharedFleet();
    const secrets = Object.fromEntries(
      Object.values(fleet.clusters).map(({ name, kubeconfig }) => [name, kubeconfig]),
    );
    const result = await measureAll({ ...request, contenders, toolchain, secrets });
    return engineTable(result, contenders, request.runs);
  } finally {
    await stopSharedFleet();
  }
}

async function measureAll(request: {
  readonly runs: number;
  readonly report: (text: string) => void;
  readonly contenders: readonly Contender[];
  readonly toolchain: Toolchain;
  readonly secrets: Readonly<Record<string, string>>;
}): Promise<Result> {
  const { runs, report, contenders, toolchain, secrets } = request;
  const samples: Sample[] = [];
  const stateBytes: Record<string, number> = {};
  let objects: readonly unknown[] | undefined;
  // Run 0 reads everything from disk once and is not counted.
  for (let run = 0; run <= runs; run++) {
    for (const contender of contenders) {
      const stack = await createBenchStack({ ...contender, toolchain, secrets });
      try {
        const names = run === 0 ? commandNames.slice(0, 1) : commandNames;
        const title = run === 0 ? "warm-up" : `run ${run} of ${runs}`;
        for (const command of names) {
          report(`engine: ${title}, ${contender.name}, ${command}`);
          const cost = await stack.run(...commands[command]);
          if (run > 0) samples.push({ ...cost, command, contender: contender.name });
          if (command !== "first up") continue;
          const state = stack.state();
          stateBytes[contender.name] = Buffer.byteLength(state);
          objects ??= objectsIn(state);
          assertSameObjects(objectsIn(state), objects);
        }
      } finally {
        await clear(stack);
      }
    }
  }
  return { samples, stateBytes };
}

/** Destroys what a stack has, and removes it. */
export async function clear(stack: BenchStack): Promise<void> {
  try {
    await stack.run("destroy", "--yes", "--skip-preview");
  } finally {
    stack.remove();
  }
}

const measures = [
  { name: "wall s", of: ({ wallSeconds }: Cost) => wallSeconds },
  { name: "CPU s", of: ({ cpuSeconds }: Cost) => cpuSeconds },
];

function engineTable(
  { samples, stateBytes }: Result,
  contenders: readonly Contender[],
  runs: number,
): Table {
  const [first, ...others] = contenders.map(({ name }) => name);
  const rows = commandNames.flatMap((command) =>
    measures.map(({ name, of }) => {
      const statisticsOf = (contender: string | undefined) =>
        statistics(
          samples
            .filter((each) => each.command === command && each.contender === contender)
            .map(of),
        );
      const flat = statisticsOf(first);
      const ratios = others.map((each) => statisticsOf(each).median / flat.median);
      return [
        command,
        name,
        ...contenders.flatMap((contender) => {
          const { median, min } = statisticsOf(contender.name);
          return [median.toFixed(2), min.toFixed(2)];
        }),
        ...ratios.map((ratio) => ratio.toFixed(3)),
        aimCell((ratios[0] ?? NaN) <= AIM),
      ];
    }),
  );
  const kib = ([name, bytes]: [string, number]) => `${name} ${Math.round(bytes / 1024)} KiB`;
  return {
    title: `Engine: a federated program beside a flat one, 3 clusters x 50 ConfigMaps, ${runs} runs each`,
    header: [
      "command",
      "measure",
      ...contenders.flatMap(({ name }) => [`${name} median`, `${name} min`]),
      ...others.map((name) => `${name} : flat`),
      `aim <= ${AIM}`,
    ],
    rows,
    notes: [
      "Wall: from the start of `pulumi` to its end. CPU: user and system time of `pulumi` and of the",
      "processes below it (language host, the program's node, the kubernetes plugin); the clusters are not in it.",
      `State after the first up: ${Object.entries(stateBytes).map(kib).join(", ")}.`,
      ...contenders.flatMap(({ name, packageDirectory }) =>
        packageDirectory === undefined
          ? []
          : [`${name}: the package built in ${packageDirectory}.`],
      ),
    ],
  };
}

/** The value in the middle, and the least. */
export function statistics(values: readonly number[]): { median: number; min: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [Math.floor((sorted.length - 1) / 2), Math.ceil((sorted.length - 1) / 2)];
  return { median: ((sorted[low] ?? NaN) + (sorted[high] ?? NaN)) / 2, min: sorted[0] ?? NaN };
}
