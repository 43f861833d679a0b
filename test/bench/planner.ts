import { isDeepStrictEqual } from "node:util";
import type { planReplicas, ReplicaDivision } from "../../provider/core/replicas/plan";
import {
  kubefedPlanner,
  type KubeFedOutcome,
  planWithKubeFed,
  type RepeatedDivision,
} from "./kubefedPlanner";
import { type Dice, divisionOf, seededDice, SHAPES } from "./plannerInputs";
import { publishedPlanner } from "./published";
import { aimCell, renderTable, type Table } from "./table";

/** One row of the table: a division, and how often a second each planner makes it. */
export interface PlannerRow {
  readonly clusters: number;
  readonly totalReplicas: number;
  readonly shape: string;
  /** Whether ours gives the numbers, as KubeFed's does, or the whole plan with a sentence a cluster. */
  readonly gives: "numbers" | "plan";
  readonly kubefedPerSecond: number;
  readonly oursPerSecond: number;
  /** The same by Webster's method, which plans otherwise. */
  readonly websterPerSecond: number;
}

const SEED = 20181213;
const SIZES = [3, 10, 100, 1000];
/** Replicas a division: few, and so many that time must not depend on them. */
const TOTALS = [10, 1000, 1_000_000];
/** Each planner is measured so often, in turn, and its best time counts: other load only slows it. */
const MEASUREMENTS = 5;
/** Divisions × clusters of one measurement. */
const WORK = 150_000;
const COMPARED_ONCE = 5000;

/**
 * Measures our planner beside KubeFed's own on the same seeded divisions, and compares what they plan.
 * KubeFed's gives numbers. Ours also checks its input and asserts its result, and is measured with that
 * twice: giving the numbers alone, and giving a sentence for every cluster too. Throws where the two plan
 * differently.
 */
export async function benchPlanner(report: (text: string) => void): Promise<PlannerRow[]> {
  report("planner: building KubeFed's planner, if need be, and comparing what both plan");
  const program = await kubefedPlanner();
  const { planReplicas: plan, divideReplicas: divide } = publishedPlanner();
  const dice = seededDice(SEED);
  await compareOnce({ program, plan, dice });
  const divisions = SIZES.flatMap((clusters) =>
    TOTALS.flatMap((totalReplicas) =>
      SHAPES.map((shape) => {
        const repeat = Math.ceil(WORK / clusters);
        return {
          ...divisionOf({ clusters, totalReplicas, shape, dice }),
          repeat,
          shape,
        };
      }),
    ),
  );
  const kubefed = divisions.map(() => 0);
  const numbers = divisions.map(() => 0);
  const plans = divisions.map(() => 0);
  const byWebster = divisions.map(() => ({ numbers: 0, plan: 0 }));
  for (let i = 0; i < MEASUREMENTS; i++) {
    report(`planner: measurement ${i + 1} of ${MEASUREMENTS}`);
    const outcomes = await planWithKubeFed(program, divisions);
    divisions.forEach((division, row) => {
      const outcome = outcomes[row];
      assertEqual(plan(division), { division, kubefed: outcome });
      assertEqual(divide(division), { division, kubefed: outcome });
      kubefed[row] = Math.max(kubefed[row] ?? 0, outcome?.divisionsPerSecond ?? 0);
      numbers[row] = Math.max(numbers[row] ?? 0, measure(division, divide));
      plans[row] = Math.max(plans[row] ?? 0, measure(division, plan));
      const before = byWebster[row] ?? { numbers: 0, plan: 0 };
      const webster: RepeatedDivision = { ...division, algorithm: "webster" };
      byWebster[row] = {
        numbers: Math.max(before.numbers, measure(webster, divide)),
        plan: Math.max(before.plan, measure(webster, plan)),
      };
    });
  }
  return divisions.flatMap(({ clusters, totalReplicas, shape }, row): PlannerRow[] => {
    const kubefedPerSecond = kubefed[row] ?? NaN;
    const division = { clusters: clusters.length, totalReplicas, shape, kubefedPerSecond };
    const webster = byWebster[row] ?? { numbers: NaN, plan: NaN };
    return [
      {
        ...division,
        gives: "numbers",
        oursPerSecond: numbers[row] ?? NaN,
        websterPerSecond: webster.numbers,
      },
      {
        ...division,
        gives: "plan",
        oursPerSecond: plans[row] ?? NaN,
        websterPerSecond: webster.plan,
      },
    ];
  });
}

/** At least as fast as KubeFed's planner; at 100 clusters, more than so many divisions a second. */
const AIMED_PER_SECOND = 10_000;

/** The rows as a table that a person reads. */
export function plannerTable(rows: readonly PlannerRow[]): Table {
  return {
    title: "Planner: replica divisions a second",
    header: [
      ...["clusters", "replicas", "shape", "ours gives"],
      ...["KubeFed/s", "ours/s", "ours ÷ KubeFed", "aim >= 1"],
      ...["Webster/s", "÷ KubeFed", "aim >= 1"],
    ],
    rows: rows.map((row) => [
      String(row.clusters),
      String(row.totalReplicas),
      row.shape,
      row.gives,
      Math.round(row.kubefedPerSecond).toLocaleString("en"),
      Math.round(row.oursPerSecond).toLocaleString("en"),
      (row.oursPerSecond / row.kubefedPerSecond).toFixed(2),
      aimCell(isAimMet(row)),
      Math.round(row.websterPerSecond).toLocaleString("en"),
      (row.websterPerSecond / row.kubefedPerSecond).toFixed(2),
      aimCell(row.websterPerSecond >= row.kubefedPerSecond),
    ]),
    notes: [
      'Webster: our planner with algorithm "webster", checked and asserted alike.',
      "KubeFed's planner in Go gives numbers. Ours also checks its input and asserts its result.",
      "numbers: divideReplicas, which gives what KubeFed's gives. plan: planReplicas, with a sentence a cluster.",
      `At 100 clusters the aim is also more than ${AIMED_PER_SECOND.toLocaleString("en")} divisions a second.`,
    ],
  };
}

function isAimMet({ clusters, kubefedPerSecond, oursPerSecond }: PlannerRow): boolean {
  return (
    oursPerSecond >= kubefedPerSecond && (clusters !== 100 || oursPerSecond > AIMED_PER_SECOND)
  );
}

async function compareOnce(request: {
  readonly program: string;
  readonly plan: typeof planReplicas;
  readonly dice: Dice;
}): Promise<void> {
  const { program, plan, dice } = request;
  const divisions = Array.from({ length: COMPARED_ONCE }, (_, i): RepeatedDivision => {
    const clusters = 1 + dice(20);
    const shape = SHAPES[i % SHAPES.length] ?? "even";
    return { ...divisionOf({ clusters, totalReplicas: dice(300), shape, dice }), repeat: 1 };
  });
  const outcomes = await planWithKubeFed(program, divisions);
  divisions.forEach((division, i) => {
    assertEqual(plan(division), { division, kubefed: outcomes[i] });
  });
}

function assertEqual(
  { replicas, overflow }: ReplicaDivision,
  other: { readonly division: RepeatedDivision; readonly kubefed: KubeFedOutcome | undefined },
): void {
  const theirs = { replicas: other.kubefed?.replicas, overflow: other.kubefed?.overflow };
  if (isDeepStrictEqual(theirs, { replicas, overflow })) return;
  const report = { division: other.division, ours: { replicas, overflow }, theirs };
  throw new Error(`planned differently: ${JSON.stringify(report)}`);
}

/** Divisions a second. */
function measure(
  division: RepeatedDivision,
  plan: (division: RepeatedDivision) => ReplicaDivision,
): number {
  const start = process.hrtime.bigint();
  for (let i = 0; i < division.repeat; i++) plan(division);
  return (division.repeat * 1e9) / Number(process.hrtime.bigint() - start);
}

if (require.main === module) {
  benchPlanner((text) => void process.stderr.write(`${text}\n`)).then(
    (rows) => process.stdout.write(renderTable(plannerTable(rows))),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exitCode = 1;
    },
  );
}
