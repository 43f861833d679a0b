import { join } from "node:path";
import { sharedFleet, stopSharedFleet } from "../support/sharedFleet";
import { ensureToolchain, type Toolchain } from "../toolchain";
import { type BenchStack, createBenchStack } from "./benchStack";
import { clear, statistics } from "./engine";
import type { Cost } from "./engineCommand";
import { aimCell, type Table } from "./table";

/** A program and the command that updates it. */
interface Contender {
  readonly name: string;
  readonly variant: "flat" | "bare" | "federated";
  readonly update: (stack: BenchStack) => Promise<Cost>;
}

const main = join(__dirname, "../../dist/provider/cli/main.js");
const byPulumi = (stack: BenchStack): Promise<Cost> => stack.run("up", "--yes");
const contenders = {
  flat: { name: "flat", variant: "flat", update: byPulumi },
  bare: { name: "bare components", variant: "bare", update: byPulumi },
  plain: { name: "federated", variant: "federated", update: byPulumi },
  kubefed: {
    name: "kubefed up",
    variant: "federated",
    update: (stack) => stack.runOther(process.execPath, main, "up", "--yes"),
  },
} satisfies Record<string, Contender>;
type ContenderKey = keyof typeof contenders;
const keys = Object.keys(contenders) as ContenderKey[];

/** What is compared, and at most how many times the cost of the other it may have. */
interface Ratio {
  readonly of: ContenderKey;
  readonly to: ContenderKey;
  readonly aim: number;
}

/** Of an update of 1,000 objects nine tenths of the state's writing can be saved. */
const large = 1000;
const ratiosFor = (objects: number): readonly Ratio[] => [
  { of: "kubefed", to: "flat", aim: objects * 3 >= large ? 0.3 : 0.9 },
  { of: "plain", to: "flat", aim: 1.25 },
  { of: "plain", to: "bare", aim: 1.05 },
];
const ratioOfState: Ratio = { of: "plain", to: "flat", aim: 1.1 };

const updates = ["first up", "one change", "unchanged up"] as const;

interface Sample extends Cost {
  readonly update: (typeof updates)[number];
  readonly contender: ContenderKey;
}

interface Measured {
  readonly samples: readonly Sample[];
  readonly stateBytes: number;
}

/**
 * Measures a federated program by `kubefed up` and by `pulumi up`, beside a flat one and one of bare components with
 * the same objects, in turn, each on a new stack that is destroyed before the next.
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
    const bytes = new Map<ContenderKey, number>();
    for (let run = 1; run <= request.runs; run++)
      for (const key of keys) {
        request.report(`up: run ${run} of ${request.runs}, ${contenders[key].name}`);
        const measured = await measure(key, { ...request, toolchain, secrets });
        samples.push(...measured.samples);
        bytes.set(key, measured.stateBytes);
      }
    return upTable({ ...request, samples, bytes });
  } finally {
    await stopSharedFleet();
  }
}

async function measure(
  contender: ContenderKey,
  given: {
    readonly objects: number;
    readonly toolchain: Toolchain;
    readonly secrets: Readonly<Record<string, string>>;
  },
): Promise<Measured> {
  const { variant, update } = contenders[contender];
  const stack = await createBenchStack({ variant, ...given });
  try {
    await stack.set("objects", String(given.objects));
    const first = await update(stack);
    await stack.set("first", "changed");
    const change = await update(stack);
    const unchanged = await update(stack);
    const samples = [first, change, unchanged].map((cost, index) => ({
      ...cost,
      update: updates[index] ?? "first up",
      contender,
    }));
    return { samples, stateBytes: stack.state().length };
  } finally {
    await clear(stack);
  }
}

const measures = [
  { name: "wall s", of: ({ wallSeconds }: Cost) => wallSeconds },
  { name: "CPU s", of: ({ cpuSeconds }: Cost) => cpuSeconds },
];

function upTable(measured: {
  readonly runs: number;
  readonly objects: number;
  readonly samples: readonly Sample[];
  readonly bytes: ReadonlyMap<ContenderKey, number>;
}): Table {
  const { runs, objects, samples, bytes } = measured;
  const ratios = ratiosFor(objects);
  const rows = updates.flatMap((update) =>
    measures.map(({ name, of }) => {
      const own = samples.filter((each) => each.update === update);
      const medianOf = (key: ContenderKey): number =>
        statistics(own.filter(({ contender }) => contender === key).map(of)).median;
      const medians = keys.map((key) => medianOf(key).toFixed(2));
      return [update, name, ...medians, ...ratios.map((ratio) => ratioCell(ratio, medianOf))];
    }),
  );
  const bytesOf = (key: ContenderKey): number => bytes.get(key) ?? NaN;
  const kib = keys.map((key) => (bytesOf(key) / 1024).toFixed(0));
  const [, state] = ratios.map(() => ratioCell(ratioOfState, bytesOf));
  rows.push(["state", "KiB", ...kib, "", state ?? "", ""]);
  return {
    title: `The same objects, 3 clusters x ${objects} ConfigMaps, median of ${runs} runs each, in turn`,
    header: [
      ...["update", "measure"],
      ...keys.map((key) => contenders[key].name),
      ...ratios.map(({ of, to }) => `${contenders[of].name} / ${contenders[to].name}`),
    ],
    rows,
    notes: [
      "All but the last by pulumi up --yes, with its preview; kubefed up shows the plan first and changes nothing where nothing is to do.",
      "CPU: user and system time of the command and of the processes below it; the clusters are not in it.",
    ],
  };
}

function ratioCell({ of, to, aim }: Ratio, medianOf: (key: ContenderKey) => number): string {
  const ratio = medianOf(of) / medianOf(to);
  return `${ratio.toFixed(2)}, aim <= ${aim}: ${aimCell(ratio <= aim)}`;
}
