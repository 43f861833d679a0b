import { join } from "node:path";
import { sharedFleet, stopSharedFleet } from "../support/sharedFleet";
import { ensureToolchain, type Toolchain } from "../toolchain";
import { type BenchStack, createBenchStack, type Variant } from "./benchStack";
import { clear, statistics } from "./engine";
import type { Cost } from "./engineCommand";
import { aimCell, type Table } from "./table";

/** At most so many times the cost of the flat program; of an update of 1,000 objects. */
const AIM = 0.9;
const AIM_LARGE = 0.3;
const large = 1000;

/** A program and the command that updates it; the last one is compared with the others. */
interface Contender {
  readonly name: string;
  readonly variant: Variant;
  readonly update: (stack: BenchStack) => Promise<Cost>;
}

const main = join(__dirname, "../../dist/provider/cli/main.js");
const contenders: readonly Contender[] = [
  {
    name: "pulumi up",
    variant: "flat",
    update: (stack) => stack.run("up", "--yes"),
  },
  {
    name: "without preview",
    variant: "flat",
    update: (stack) => stack.run("up", "--yes", "--skip-preview"),
  },
  {
    name: "kubefed up",
    variant: "federated",
    update: (stack) => stack.runOther(process.execPath, main, "up", "--yes"),
  },
];
const updates = ["first up", "one change", "unchanged up"] as const;

interface Sample extends Cost {
  readonly update: (typeof updates)[number];
  readonly contender: string;
}

/**
 * Measures `kubefed up` of a federated program beside `pulumi up` of a flat one with the same objects, in turn, each
 * on a new stack that is destroyed before the next.
 */
export async function benchUp(request: {
  readonly runs: number;
  /** On each of three clusters. */
  readonly objects: number;
  readonly report: (text: string) => void;
}): Promise<Table> {
  const toolchain = await ensureToolchain();
  try {
    const { clusters } = await sharedFleet();
    const secrets = Object.fromEntries(
      Object.values(clusters).map(({ name, kubeconfig }) => [name, kubeconfig]),
    );
    const samples: Sample[] = [];
    for (let run = 1; run <= request.runs; run++)
      for (const contender of contenders) {
        request.report(`up: run ${run} of ${request.runs}, ${contender.name}`);
        samples.push(...(await measure(contender, { ...request, toolchain, secrets })));
      }
    return upTable(samples, request);
  } finally {
    await stopSharedFleet();
  }
}

async function measure(
  { name, variant, update }: Contender,
  given: {
    readonly objects: number;
    readonly toolchain: Toolchain;
    readonly secrets: Readonly<Record<string, string>>;
  },
): Promise<Sample[]> {
  const stack = await createBenchStack({ variant, ...given });
  try {
    await stack.set("objects", String(given.objects));
    const first = await update(stack);
    await stack.set("first", "changed");
    const change = await update(stack);
    const unchanged = await update(stack);
    return [first, change, unchanged].map((cost, index) => ({
      ...cost,
      update: updates[index] ?? "first up",
      contender: name,
    }));
  } finally {
    await clear(stack);
  }
}

const measures = [
  { name: "wall s", of: ({ wallSeconds }: Cost) => wallSeconds },
  { name: "CPU s", of: ({ cpuSeconds }: Cost) => cpuSeconds },
];

function upTable(
  samples: readonly Sample[],
  { runs, objects }: { readonly runs: number; readonly objects: number },
): Table {
  const names = contenders.map(({ name }) => name);
  const aim = objects * 3 >= large ? AIM_LARGE : AIM;
  const rows = updates.flatMap((update) =>
    measures.map(({ name, of }) => {
      const medians = names.map((contender) => {
        const own = samples.filter((each) => each.update === update);
        return statistics(own.filter((each) => each.contender === contender).map(of)).median;
      });
      const last = medians.at(-1) ?? NaN;
      const ratios = medians.slice(0, -1).map((median) => last / median);
      return [
        update,
        name,
        ...medians.map((median) => median.toFixed(2)),
        ...ratios.map((ratio) => ratio.toFixed(3)),
        aimCell((ratios[0] ?? NaN) <= aim),
      ];
    }),
  );
  return {
    title: `kubefed up of a federated program beside a flat one, 3 clusters x ${objects} ConfigMaps, ${runs} runs each`,
    header: [
      "update",
      "measure",
      ...names.map((name) => `${name} median`),
      ...names.slice(0, -1).map((name) => `ratio to ${name}`),
      `aim <= ${aim}`,
    ],
    rows,
    notes: [
      "pulumi up and without preview: the flat program, by pulumi up --yes and with --skip-preview.",
      "kubefed up shows the plan first and changes nothing where nothing is to do.",
      "CPU: user and system time of the command and of the processes below it; the clusters are not in it.",
    ],
  };
}
