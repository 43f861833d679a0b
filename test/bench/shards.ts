import { stopSharedFleet } from "../support/sharedFleet";
import { ensureToolchain } from "../toolchain";
import { type BenchStack, createBenchStack, type ProgramName } from "./benchStack";
import type { Cost } from "./engineCommand";
import { deleteEverywhere, namespacedKubeconfigs } from "./manyMembers";
import { coreNote } from "./shardsCore";
import type { Table } from "./table";

/** As the program has it. */
const SHARD = 25;

/** What each program is measured at, from nothing. */
const steps = [
  { name: "preview", words: ["preview"] },
  { name: "up", words: ["up", "--yes", "--skip-preview"] },
  { name: "unchanged", words: ["up", "--yes", "--skip-preview"] },
];

interface Contender {
  readonly name: string;
  readonly program: ProgramName;
  /** The stacks that together have all members. */
  readonly stacks: readonly string[];
}

interface Sample {
  readonly clusters: number;
  readonly contender: string;
  /** By step; of several stacks one after the other: times in sum, memory at its most. */
  readonly costs: readonly Cost[];
}

/**
 * Measures one stack of a whole fleet, and its shards one after the other, beside a flat program of the same size:
 * first preview, first up and an up that changes nothing. Says each row as soon as it is there.
 *
 * @param request.sizes how many members, one table for all
 */
export async function benchShards(request: {
  readonly sizes: readonly number[];
  readonly report: (text: string) => void;
}): Promise<Table> {
  const { sizes, report } = request;
  const core = coreNote();
  report(core);
  const toolchain = await ensureToolchain();
  try {
    const secrets = await namespacedKubeconfigs(Math.max(...sizes));
    const samples: Sample[] = [];
    for (const clusters of sizes) {
      for (const contender of contendersOf(clusters)) {
        const { name, program } = contender;
        report(`shards: ${clusters} members, ${name}`);
        const stack = await createBenchStack({ variant: program, toolchain, secrets });
        try {
          await stack.set("clusters", String(clusters));
          const costs = await measure(stack, contender);
          samples.push({ clusters, contender: name, costs });
          report(rowOf({ clusters, contender: name, costs }).join("  "));
        } finally {
          stack.remove();
          await deleteEverywhere(clusters, "configmaps/settings");
        }
      }
    }
    return shardsTable(samples, core);
  } finally {
    await stopSharedFleet();
  }
}

function contendersOf(clusters: number): Contender[] {
  const shards = Array.from({ length: Math.ceil(clusters / SHARD) }, (_, at) => `rest-${at + 1}`);
  return [
    { name: "flat program", program: "shardsFlat", stacks: ["dev"] },
    { name: "one stack", program: "shards", stacks: ["one"] },
    ...(shards.length > 1
      ? [
          {
            name: `${shards.length} shards of at most ${SHARD}`,
            program: "shards" as const,
            stacks: shards,
          },
        ]
      : []),
  ];
}

async function measure(stack: BenchStack, { program, stacks }: Contender): Promise<Cost[]> {
  if (program === "shards") {
    // The fleet's own stack.
    await stack.run("up", "--yes", "--skip-preview");
    for (const name of stacks) await stack.run("stack", "init", name, "--copy-config-from", "dev");
  }
  const costs: Cost[] = [];
  for (const { words } of steps) {
    const own: Cost[] = [];
    for (const name of stacks) own.push(await stack.watch(...words, "--stack", name));
    costs.push({
      wallSeconds: sum(own.map(({ wallSeconds }) => wallSeconds)),
      cpuSeconds: sum(own.map(({ cpuSeconds }) => cpuSeconds)),
      peakMiB: Math.max(...own.map(({ peakMiB }) => peakMiB)),
    });
  }
  return costs;
}

function shardsTable(samples: readonly Sample[], core: string): Table {
  return {
    title: "Shards: one ConfigMap with an override on all members, each from nothing",
    header: [
      "members",
      "program",
      ...steps.map(({ name }) => `${name} wall s`),
      ...steps.map(({ name }) => `${name} CPU s`),
      "peak MiB",
    ],
    rows: samples.map(rowOf),
    notes: [
      "Members are namespaces of three real API servers, each with a provider of its own.",
      "Shards run one after the other: wall and CPU are sums, the peak is that of the largest. Memory: PSS of `pulumi`",
      "and of all below it, looked at once a second. CPU: user and system time of the same; clusters are not in it.",
      core,
    ],
  };
}

function rowOf({ clusters, contender, costs }: Sample): string[] {
  return [
    String(clusters),
    contender,
    ...costs.map(({ wallSeconds }) => wallSeconds.toFixed(1)),
    ...costs.map(({ cpuSeconds }) => cpuSeconds.toFixed(1)),
    Math.max(...costs.map(({ peakMiB }) => peakMiB)).toFixed(0),
  ];
}

function sum(values: readonly number[]): number {
  return values.reduce((all, each) => all + each, 0);
}
