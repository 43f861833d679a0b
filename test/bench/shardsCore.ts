import { divideReplicas } from "../../provider/core/replicas/plan";
import { assignShards } from "../../provider/core/shards/assignShards";
import { ownPart, overShards, type ShardStages } from "../../provider/core/shards/stageRecords";
import { planStages } from "../../provider/core/stages/planStages";
import type { StagesRequest } from "../../provider/core/stages/stagesPlan";
import { aimCell } from "./table";

const CLUSTERS = 1000;
/** In milliseconds, of one object. */
const AIM = 50;
/** The best of so many counts: other load only slows it. */
const RUNS = 25;

const clusters = Array.from({ length: CLUSTERS }, (_, index) => ({
  name: `member-${String(index).padStart(4, "0")}`,
  labels: { canary: String(index % 50 === 0) },
  region: `region-${index % 10}`,
}));

/** How long one shard decides about one object on 1,000 clusters: which shard, how many replicas, which stage. */
export function coreNote(): string {
  const assigned = assignShards({ clusters });
  const shardOf = Object.fromEntries(assigned.clusters.map((each) => [each.cluster, each.shard]));
  const [first = ""] = assigned.shards.map(({ name }) => name);
  const entries = (shard: string) => {
    const own = clusters.filter(({ name }) => shardOf[name] === shard);
    const entry = { revision: "1", proven: true, before: [] };
    return { clusters: Object.fromEntries(own.map(({ name }) => [name, entry])) };
  };
  const others = Object.fromEntries(
    assigned.shards.slice(1).map(({ name }): [string, ShardStages] => {
      return [name, { record: entries(name), attempts: {} }];
    }),
  );
  const request: StagesRequest = {
    strategy: {
      stages: [{ name: "canary", clusterSelector: { matchLabels: { canary: "true" } } }],
      oneAtATimePer: "region",
    },
    clusters: clusters.map((each) => {
      const { [each.name]: shard = "" } = shardOf;
      return shard === first ? each : { ...each, elsewhere: shard };
    }),
    wanted: Object.fromEntries(clusters.map(({ name }) => [name, "2"])),
    record: entries(first),
    attempts: {},
    health: {},
    now: 0,
    replicas: Object.fromEntries(clusters.map(({ name }) => [name, 13])),
    approvals: [],
  };
  const names = clusters.map(({ name }) => name);
  const parts = {
    assignment: best(() => assignShards({ clusters, previous: shardOf })),
    division: best(() => divideReplicas({ clusters: names, totalReplicas: 13_000 })),
    stages: best(() => {
      const whole = overShards(request, others);
      return ownPart(planStages(whole), whole);
    }),
  };
  const all = Object.values(parts).reduce((sum, each) => sum + each, 0);
  const said = Object.entries(parts).map(([name, each]) => `${name} ${each.toFixed(1)}`);
  return `Core, one object on ${CLUSTERS} clusters in ${assigned.shards.length} shards: ${said.join(", ")}, in all ${all.toFixed(1)} ms (aim < ${AIM} ms: ${aimCell(all < AIM)}).`;
}

/** In milliseconds. */
function best(work: () => unknown): number {
  let least = Infinity;
  for (let run = 0; run < RUNS; run++) {
    const start = process.hrtime.bigint();
    work();
    least = Math.min(least, Number(process.hrtime.bigint() - start) / 1e6);
  }
  return least;
}
