import { isDeepStrictEqual } from "node:util";
import { sharedFleet, stopSharedFleet } from "../support/sharedFleet";
import { ensureToolchain, type Toolchain } from "../toolchain";
import { type BenchStack, createBenchStack, type Variant, variants } from "./benchStack";
import type { Cost } from "./engineCommand";
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

interface Sample extends Cost {
  readonly command: CommandName;
  readonly variant: Variant;
}

/** The stacks' states after the first `up`. */
interface Result {
  readonly samples: readonly Sample[];
  readonly stateBytes: Readonly<Record<Variant, number>>;
}

/**
 * Measures the engine on a federated program and on a hand-written flat one with the same resources, in
 * turn, each on a new stack that is destroyed before the next. Throws where the resources are not the same.
 *
 * @param request.runs how often each program is measured
 */
export async function benchEngine(request: {
  readonly runs: number;
  readonly report: (text: string) => void;
}): Promise<Table> {
  const toolchain = await ensureToolchain();
  try {
    const fleet = await sharedFleet();
    const secrets = Object.fromEntries(
      Object.values(fleet.clusters).map(({ name, kubeconfig }) => [name, kubeconfig]),
    );
    return engineTable(await measureAll({ ...request, toolchain, secrets }), request.runs);
  } finally {
    await stopSharedFleet();
  }
}

async function measureAll(request: {
  readonly runs: number;
  readonly report: (text: string) => void;
  readonly toolchain: Toolchain;
  readonly secrets: Readonly<Record<string, string>>;
}): Promise<Result> {
  const { runs, report, toolchain, secrets } = request;
  const samples: Sample[] = [];
  const stateBytes = { flat: 0, federated: 0 };
  let objects: readonly unknown[] | undefined;
  // Run 0 reads everything from disk once and is not counted.
  for (let run = 0; run <= runs; run++) {
    for (const variant of variants) {
      const stack = await createBenchStack({ variant, toolchain, secrets });
      try {
        const names = run === 0 ? commandNames.slice(0, 1) : commandNames;
        const title = run === 0 ? "warm-up" : `run ${run} of ${runs}`;
        for (const command of names) {
          report(`engine: ${title}, ${variant}, ${command}`);
          const cost = await stack.run(...commands[command]);
          if (run > 0) samples.push({ ...cost, command, variant });
          if (command !== "first up") continue;
          const state = stack.state();
          stateBytes[variant] = Buffer.byteLength(state);
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

async function clear(stack: BenchStack): Promise<void> {
  try {
    await stack.run("destroy", "--yes", "--skip-preview");
  } finally {
    stack.remove();
  }
}

function assertSameObjects(came: readonly unknown[], expected: readonly unknown[]): void {
  if (isDeepStrictEqual(came, expected)) return;
  const index = expected.findIndex((each, i) => !isDeepStrictEqual(each, came[i]));
  const pair = JSON.stringify([expected[index], came[index]]);
  throw new Error(
    `the programs have other resources: ${expected.length} and ${came.length}, first ${pair}`,
  );
}

/**
 * The providers and Kubernetes objects of a state: type, name and what the program asked for. The provider
 * by which components ask for their stack's state is left out.
 */
function objectsIn(state: string): unknown[] {
  interface State {
    checkpoint: { latest: { resources: { urn: string; custom: boolean; inputs?: unknown }[] } };
  }
  const { checkpoint } = JSON.parse(state) as State;
  return checkpoint.latest.resources
    .filter(({ custom, urn }) => custom && !urn.includes("::pulumi:providers:pulumi::"))
    .map(({ urn, inputs }) => {
      const [, , types = "", name = ""] = urn.split("::");
      // A provider's inputs hold the kubeconfig, encrypted anew each time.
      const isProvider = types.includes("pulumi:providers:");
      return { type: types.split("$").at(-1), name, ...(isProvider ? {} : { inputs }) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const measures = [
  { name: "wall s", of: ({ wallSeconds }: Cost) => wallSeconds },
  { name: "CPU s", of: ({ cpuSeconds }: Cost) => cpuSeconds },
];

function engineTable({ samples, stateBytes }: Result, runs: number): Table {
  const rows = commandNames.flatMap((command) =>
    measures.map(({ name, of }) => {
      const [flat, federated] = variants.map((variant) =>
        samples.filter((each) => each.command === command && each.variant === variant).map(of),
      );
      const cells = [statistics(flat ?? []), statistics(federated ?? [])] as const;
      const ratios = [cells[1].median / cells[0].median, cells[1].min / cells[0].min] as const;
      return [
        command,
        name,
        ...cells.flatMap(({ median, min }) => [median.toFixed(2), min.toFixed(2)]),
        ...ratios.map((ratio) => ratio.toFixed(3)),
        aimCell(ratios[0] <= AIM),
      ];
    }),
  );
  const kib = (bytes: number) => `${Math.round(bytes / 1024)} KiB`;
  return {
    title: `Engine: a federated program beside a flat one, 3 clusters x 50 ConfigMaps, ${runs} runs each`,
    header: [
      "command",
      "measure",
      "flat median",
      "flat min",
      "federated median",
      "federated min",
      "ratio of medians",
      "ratio of mins",
      `aim <= ${AIM}`,
    ],
    rows,
    notes: [
      "Wall: from the start of `pulumi` to its end. CPU: user and system time of `pulumi` and of the",
      "processes below it (language host, the program's node, the kubernetes plugin); the clusters are not in it.",
      `State after the first up: flat ${kib(stateBytes.flat)}, federated ${kib(stateBytes.federated)}.`,
    ],
  };
}

function statistics(values: readonly number[]): { median: number; min: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [Math.floor((sorted.length - 1) / 2), Math.ceil((sorted.length - 1) / 2)];
  return { median: ((sorted[low] ?? NaN) + (sorted[high] ?? NaN)) / 2, min: sorted[0] ?? NaN };
}
