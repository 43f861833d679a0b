import { parseArgs } from "node:util";
import { benchDns, dnsTable } from "./dns";
import { benchDivision } from "./division";
import { benchEngine } from "./engine";
import { endCommands } from "./engineCommand";
import { benchIngress } from "./ingress";
import { benchLanguages } from "./languages";
import { benchLoad } from "./load";
import { benchPlan } from "./plan";
import { benchPlanner, plannerTable } from "./planner";
import { benchPlanning } from "./planning";
import { benchShards } from "./shards";
import { benchStages } from "./stages";
import { renderTable, type Table } from "./table";
import { benchUp } from "./up";

const help = `Usage: npm run --silent bench [-- OPTIONS]

Measures the package beside what it replaces and prints one table each:

  planner   replica divisions a second, beside KubeFed's own planner in Go
  division  how fairly KubeFed's planner and Webster's method divide the same 4,000 random instances
  planning  1,000 objects for 100 clusters with overrides, beside the same objects made by hand
  engine    preview, first up and unchanged up of a federated program, beside a flat program with the
            same resources on three real clusters
  up        kubefed up and pulumi up of a federated program beside a flat one and bare components: first,
            one change, unchanged, on three real clusters
  dns       1,000 record sets in one zone of BIND, Knot and PowerDNS, beside nsupdate
  ingress   how soon HAProxy of a MultiClusterIngress notices a cluster that dies, and what fails meanwhile
  stages    a new image on 100 members in three stages, beside the same update without stages
  shards    a ConfigMap on 10, 40 and 100 members: one stack, shards of 25, a flat program; 1,000 members in the core
  load      what the package takes to load, and the first plan of a process over 1,000 clusters
  languages 40 components on 2 clusters in Python, beside the same in TypeScript and a flat program in Python
  plan      kubefed plan beside pulumi preview --json, 40 objects on 60 member clusters

Options:
  --only NAME   one of them
  --runs N      how often each program of "engine", "up", "load" and "languages" is measured (default 3)
  --objects N   how many objects "up" has on each cluster (default 50; 334 are 1,002 in all)
  --clusters N  on how many members "stages" is measured (default 100), and "shards" alone
  --beside DIR  a checkout of this project that is built ("npm run build"): "engine" and "load" measure
                it too; may be given more than once
  --help        this text

Tables go to standard output, progress to standard error. An aim that is missed is marked in its table.
Exit code: 0 when everything was measured, 1 when something could not be, 2 for a wrong option.
`;

interface Options {
  readonly runs: number;
  readonly clusters: number;
  /** Of "shards". */
  readonly sizes: readonly number[];
  readonly objects: number;
  readonly beside: readonly string[];
}

const benches = {
  planner: async () => plannerTable(await benchPlanner(report)),
  division: () => Promise.resolve(benchDivision(report)),
  planning: () => Promise.resolve(benchPlanning(report)),
  engine: (options: Options) => benchEngine({ ...options, report }),
  up: ({ runs, objects }: Options) => benchUp({ runs, objects, report }),
  dns: async () => dnsTable(await benchDns(report)),
  ingress: () => benchIngress(report),
  stages: ({ clusters }: Options) => benchStages({ clusters, report }),
  shards: ({ sizes }: Options) => benchShards({ sizes, report }),
  load: ({ runs, beside }: Options) => Promise.resolve(benchLoad({ runs, beside, report })),
  languages: ({ runs }: Options) => benchLanguages({ runs, report }),
  plan: ({ runs }: Options) => benchPlan({ runs, report }),
} satisfies Record<string, (options: Options) => Promise<Table>>;
type BenchName = keyof typeof benches;
const benchNames: readonly BenchName[] = [
  "planner",
  "division",
  "planning",
  "engine",
  "up",
  "dns",
  "ingress",
  "stages",
  "shards",
  "load",
  "languages",
  "plan",
];

/** The command line of the benchmark. Returns the exit code. */
async function main(words: readonly string[]): Promise<number> {
  const options = readOptions(words);
  if (typeof options === "string") {
    process.stderr.write(`bench: ${options}\n\n${help}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  let code = 0;
  for (const name of options.names) {
    try {
      process.stdout.write(`${renderTable(await benches[name](options))}\n`);
    } catch (error) {
      report(`${name} could not be measured: ${textOf(error)}`);
      code = 1;
    }
  }
  return code;
}

/** What to measure; a text where the words do not say it. */
function readOptions(
  words: readonly string[],
): (Options & { help: boolean; names: readonly BenchName[] }) | string {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        help: { type: "boolean", default: false },
        only: { type: "string" },
        runs: { type: "string", default: "3" },
        clusters: { type: "string" },
        objects: { type: "string", default: "50" },
        beside: { type: "string", multiple: true, default: [] },
      },
    });
    const names = benchNames.filter((name) => values.only === undefined || name === values.only);
    if (names.length === 0) {
      return `--only: one of ${benchNames.join(", ")} is needed; came "${values.only ?? ""}"`;
    }
    const many = values.clusters ?? "100";
    const numbers = { runs: values.runs, clusters: many, objects: values.objects };
    for (const [option, value] of Object.entries(numbers)) {
      if (/^[1-9]\d{0,2}$/.test(value)) continue;
      return `--${option}: a number from 1 to 999 is needed; came "${value}"`;
    }
    const { help, beside } = values;
    const counted = {
      runs: Number(values.runs),
      clusters: Number(many),
      objects: Number(values.objects),
    };
    const sizes = values.clusters === undefined ? [10, 40, 100] : [Number(many)];
    return { help, names, ...counted, sizes, beside };
  } catch (error) {
    return textOf(error);
  }
}

function report(text: string): void {
  process.stderr.write(`${text}\n`);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)
  process.once(signal, () => {
    endCommands();
    // The clusters end by themselves when their owner does.
    process.exit(code);
  });

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
