import { assignStages } from "../../provider/core/stages/assignment";
import type { StagedUpdateSettings } from "../../provider/core/stages/strategy";
import { wavesOf } from "../../provider/core/stages/waves";
import { stopSharedFleet } from "../support/sharedFleet";
import { ensureToolchain, type Toolchain } from "../toolchain";
import { createBenchStack } from "./benchStack";
import type { Cost } from "./engineCommand";
import { memberName, namespacedKubeconfigs } from "./manyMembers";
import { aimCell, type Table } from "./table";

/** The 90th percentile that KubeFleet publishes for the same stages over 100 clusters, in seconds. */
const PUBLISHED_SECONDS = 96;
const PUBLISHED_CLUSTERS = 100;

const now = ["up", "--yes", "--skip-preview"];

/** Half of each stage at once, as KubeFleet measured it. */
const strategy: StagedUpdateSettings = {
  stages: [
    { name: "first", size: "20%" },
    { name: "second", size: "30%" },
  ],
  maxConcurrency: "50%",
  initial: "atOnce",
};

interface Sample {
  readonly name: string;
  readonly waves: number;
  readonly cost: Cost;
}

/**
 * Measures how long a new image takes to all members, in three stages and without: of each stage half at once, no
 * time and no approval between them.
 *
 * @param request.clusters how many members: namespaces of three real API servers
 */
export async function benchStages(request: {
  readonly clusters: number;
  readonly report: (text: string) => void;
}): Promise<Table> {
  const { clusters, report } = request;
  const toolchain = await ensureToolchain();
  try {
    const secrets = await namespacedKubeconfigs(clusters);
    const samples: Sample[] = [];
    for (const staged of [false, true]) {
      const name = staged ? "in three stages" : "without stages";
      report(`stages: ${clusters} members, ${name}`);
      const cost = await measure({ clusters, staged, secrets, toolchain });
      samples.push({ name, waves: staged ? wavesOn(clusters) : 1, cost });
    }
    return stagesTable(samples, clusters);
  } finally {
    await stopSharedFleet();
  }
}

/** In how many waves the stages go. */
function wavesOn(clusters: number): number {
  const members = Array.from({ length: clusters }, (_, index) => ({ name: memberName(index) }));
  const request = { strategy, clusters: members, replicas: {} };
  const waves = assignStages(request).map(({ clusters: names }) =>
    wavesOf(request, { size: names.length, names }),
  );
  return waves.flat().length;
}

/** What the update to another image costs, on a stack that is at the one before. */
async function measure(of: {
  readonly clusters: number;
  readonly staged: boolean;
  readonly secrets: Readonly<Record<string, string>>;
  readonly toolchain: Toolchain;
}): Promise<Cost> {
  const { clusters, staged, secrets, toolchain } = of;
  const stack = await createBenchStack({ variant: "stages", toolchain, secrets });
  try {
    await stack.run("config", "set", "clusters", String(clusters));
    await stack.run("config", "set", "image", "nginx:1");
    if (staged) await stack.run("config", "set", "strategy", JSON.stringify(strategy));
    await stack.run(...now);
    await stack.run("config", "set", "image", "nginx:2");
    return await stack.run(...now);
  } finally {
    try {
      await stack.run("destroy", "--yes", "--skip-preview");
    } finally {
      stack.remove();
    }
  }
}

function stagesTable(samples: readonly Sample[], clusters: number): Table {
  const base = samples[0]?.cost.wallSeconds ?? NaN;
  const isSame = clusters === PUBLISHED_CLUSTERS;
  return {
    title: `Stages: a new image of one Deployment on ${clusters} members, in stages of 20, 30 and 50 %, half of each at once`,
    header: ["update", "waves", "wall s", "CPU s", "ratio", `aim <= ${PUBLISHED_SECONDS} s`],
    rows: [
      ...samples.map(({ name, waves, cost: { wallSeconds, cpuSeconds } }) => [
        name,
        String(waves),
        wallSeconds.toFixed(1),
        cpuSeconds.toFixed(1),
        (wallSeconds / base).toFixed(2),
        isSame ? aimCell(wallSeconds <= PUBLISHED_SECONDS) : "other size",
      ]),
      ["KubeFleet, as published", "6", PUBLISHED_SECONDS.toFixed(1), "", "", ""],
    ],
    notes: [
      "Members are namespaces of three real API servers, each with a provider of its own; the Deployment has no",
      "replicas, as in KubeFleet's measurement. Wall: one `pulumi up` from its start to its end, record and all.",
      `KubeFleet: 90th percentile, ${PUBLISHED_CLUSTERS} clusters, the same stages without gates, its hub on machines of`,
      "16 cores (kubefleet.dev, performance and scalability report Q1 2026).",
    ],
  };
}
