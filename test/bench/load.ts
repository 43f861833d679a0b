import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { writeProgram } from "./benchStack";
import { statistics } from "./engine";
import { aimCell, type Table } from "./table";

/** What is measured in a new process each time, and its aim in milliseconds of CPU. */
const measures = [
  { name: "require, beyond its peers", program: "load", word: "", aim: 60 },
  { name: "plan for 1,000 clusters, kubefed", program: "largePlan", word: "kubefed", aim: 30 },
  { name: "plan for 1,000 clusters, webster", program: "largePlan", word: "webster", aim: 30 },
] as const;
type Measure = (typeof measures)[number];

const repository = join(__dirname, "..", "..");

/**
 * Measures what a program pays before it does anything: to load the package, and to make the first large plan of a
 * process. Other built checkouts are measured in turn with this one.
 */
export function benchLoad(request: {
  readonly runs: number;
  readonly beside: readonly string[];
  readonly report: (text: string) => void;
}): Table {
  const { runs, report } = request;
  const packages = [repository, ...request.beside.map((directory) => resolve(directory))];
  const samples = new Map<string, number[]>();
  const keyOf = (measure: Measure, directory: string) => `${measure.name} ${directory}`;
  // Run 0 reads everything from disk once and is not counted.
  for (let run = 0; run <= runs; run++) {
    report(`load: ${run === 0 ? "warm-up" : `run ${run} of ${runs}`}`);
    for (const measure of measures)
      for (const directory of packages) {
        const cost = measureIn(directory, measure);
        const key = keyOf(measure, directory);
        if (run > 0) samples.set(key, [...(samples.get(key) ?? []), cost]);
      }
  }
  const medianOf = (measure: Measure, directory: string) =>
    statistics(samples.get(keyOf(measure, directory)) ?? []).median;
  const [own = repository, ...others] = packages;
  return {
    title: `Load: CPU milliseconds in a new process, median of ${runs} runs each`,
    header: [
      ...["measure", "this", "aim", "met"],
      ...others.flatMap((directory) => [basename(directory), `this : ${basename(directory)}`]),
    ],
    rows: measures.map((measure) => {
      const median = medianOf(measure, own);
      return [
        measure.name,
        median.toFixed(1),
        `<= ${measure.aim}`,
        aimCell(median <= measure.aim),
        ...others.flatMap((directory) => {
          const beside = medianOf(measure, directory);
          return [beside.toFixed(1), (median / beside).toFixed(3)];
        }),
      ];
    }),
    notes: [
      "User and system time of all threads of the process, between two lines of the program.",
    ],
  };
}

function measureIn(packageDirectory: string, { program, word }: Measure): number {
  const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-bench-"));
  try {
    writeProgram(directory, program, packageDirectory);
    const words = [join(directory, "index.js"), word];
    return Number(execFileSync(process.execPath, words, { encoding: "utf8" }));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
