import type { divideReplicas, ReplicaAlgorithm } from "../../provider/core/replicas/plan";
import { type Dice, seededDice } from "./plannerInputs";
import { publishedPlanner } from "./published";
import type { Table } from "./table";

/** How well one algorithm divides. All are means or parts over the same instances. */
export interface DivisionQuality {
  readonly algorithm: ReplicaAlgorithm;
  /** The mean of how far the cluster that is farthest off is from its exact share, in replicas. */
  readonly meanDeviation: number;
  readonly largestDeviation: number;
  /** The part of instances in which a cluster is a whole replica or more off its exact share. */
  readonly isOff: number;
  /** The part of instances in which one replica more in total takes some from a cluster. */
  readonly takesAway: number;
  /** How many replicas move without need when a cluster joins or, which is the same, leaves. */
  readonly moved: number;
}

interface Instance {
  readonly clusters: readonly string[];
  readonly preferences: Readonly<Record<string, { readonly weight: number }>>;
  readonly totalReplicas: number;
}

type Counts = Readonly<Record<string, number>>;

const SEED = 19101910;
const INSTANCES = 4000;

/** Measures both algorithms on the same seeded instances: 2 to 20 clusters, weights 1 to 10, 1 to 150 replicas. */
export function measureDivision(
  divide: typeof divideReplicas,
  instances = INSTANCES,
): DivisionQuality[] {
  const dice = seededDice(SEED);
  const given = Array.from({ length: instances }, () => instanceOf(dice));
  return (["kubefed", "webster"] as const).map((algorithm) => {
    const divideBy = (instance: Instance): Counts => divide({ ...instance, algorithm }).replicas;
    return qualityOf(
      algorithm,
      given.map((instance) => judge(instance, divideBy)),
    );
  });
}

/** The qualities as a table that a person reads. */
export function benchDivision(report: (text: string) => void): Table {
  report(`division: ${INSTANCES.toLocaleString("en")} instances`);
  const rows = measureDivision(publishedPlanner().divideReplicas);
  return {
    title: `Division: how fairly, over ${INSTANCES.toLocaleString("en")} random instances`,
    header: [
      ...["algorithm", "mean deviation", "largest", "a cluster >= 1 off", "total + 1 takes away"],
      "moved by a join or leave",
    ],
    rows: rows.map((row) => [
      row.algorithm,
      row.meanDeviation.toFixed(2),
      row.largestDeviation.toFixed(2),
      percent(row.isOff),
      percent(row.takesAway),
      row.moved.toFixed(3),
    ]),
    notes: [
      "2 to 20 clusters, weights 1 to 10, 1 to 150 replicas; nothing but weights is asked for.",
      "Deviation: of the cluster that is farthest off its exact share, in replicas; the mean and the largest.",
      "Moved: replicas that go from one cluster that stays to another that stays, in the mean.",
    ],
  };
}

function instanceOf(dice: Dice): Instance {
  const clusters = Array.from({ length: 2 + dice(19) }, (_, i) => `member-${i + 10}`);
  const preferences = Object.fromEntries(clusters.map((name) => [name, { weight: 1 + dice(10) }]));
  return { clusters, preferences, totalReplicas: 1 + dice(150) };
}

interface Judgement {
  readonly deviation: number;
  readonly takesAway: boolean;
  readonly moved: number;
}

function judge(instance: Instance, divide: (instance: Instance) => Counts): Judgement {
  const { clusters, totalReplicas } = instance;
  const replicas = divide(instance);
  const more = divide({ ...instance, totalReplicas: totalReplicas + 1 });
  // Nobody who was there before has to gain by a join, nor to lose by the same cluster's leave.
  const without = divide({ ...instance, clusters: clusters.slice(1) });
  let moved = 0;
  for (const name of clusters.slice(1)) {
    moved += Math.max(0, countOf(replicas, name) - countOf(without, name));
  }
  return {
    deviation: deviationOf(instance, replicas),
    takesAway: clusters.some((name) => countOf(more, name) < countOf(replicas, name)),
    moved,
  };
}

function deviationOf({ clusters, preferences, totalReplicas }: Instance, replicas: Counts): number {
  let weights = 0;
  for (const { weight } of Object.values(preferences)) weights += weight;
  const deviations = clusters.map((name) => {
    const share = (totalReplicas * (preferences[name]?.weight ?? 0)) / weights;
    return Math.abs(countOf(replicas, name) - share);
  });
  return Math.max(...deviations);
}

function countOf(counts: Counts, name: string): number {
  return counts[name] ?? 0;
}

function qualityOf(algorithm: ReplicaAlgorithm, judged: readonly Judgement[]): DivisionQuality {
  const mean = (value: (judgement: Judgement) => number): number =>
    judged.reduce((sum, judgement) => sum + value(judgement), 0) / judged.length;
  return {
    algorithm,
    meanDeviation: mean(({ deviation }) => deviation),
    largestDeviation: Math.max(...judged.map(({ deviation }) => deviation)),
    isOff: mean(({ deviation }) => (deviation >= 1 ? 1 : 0)),
    takesAway: mean(({ takesAway }) => (takesAway ? 1 : 0)),
    moved: mean(({ moved }) => moved),
  };
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}
