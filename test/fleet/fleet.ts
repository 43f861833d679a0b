import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ensureToolchain, type Toolchain } from "../toolchain";
import { tryLock } from "../toolchain/lock";
import { openProgress, type Progress, type ProgressSink } from "../toolchain/progress";
import { createCluster, endCluster, restartCluster, type ClusterSetup } from "./cluster";
import { hasRealNodes, networksOf, validateClusterSpecs, type ClusterSpec } from "./clusterSpec";
import { writeDescription, type FleetDescription } from "./description";
import { formatKubeconfig } from "./kubeconfig";
import { checkMachine, prepareNodes, type RealNode } from "./nodes/realNodes";
import { endSupervisor, hasSupervisor, isFleetDirectory, killRecorded } from "./processRecord";
import { clusterFiles } from "./programs";
import { openSupervision, type Supervision } from "./supervision";

/** A running cluster with a real API server, and nodes that are simulated unless it says otherwise. */
export interface Cluster {
  readonly name: string;
  /** A kubeconfig's YAML text for the cluster's administrator; the server's certificate is verified. */
  readonly kubeconfig: string;
  /** The same in a file of mode 0600. */
  readonly kubeconfigPath: string;
  /** `https://127.0.0.1:<port>`, also after `stop` and `start`. */
  readonly apiEndpoint: string;
  readonly region: string;
  readonly zones: readonly string[];
  /** Ends its processes: the endpoint refuses connections. Its objects stay. */
  readonly stop: () => Promise<void>;
  /** Undoes `stop` and returns when the cluster is ready again; does nothing when it was not stopped. */
  readonly start: () => Promise<void>;
  /** Freezes its API server: the endpoint accepts connections and never answers. */
  readonly pause: () => Promise<void>;
  /** Undoes `pause`. */
  readonly resume: () => Promise<void>;
  /** Its nodes on which pods run real processes; none where all are simulated. */
  readonly realNodes: readonly RealNode[];
}

/** Clusters that were started together and end together. */
export interface Fleet {
  readonly clusters: Readonly<Record<string, Cluster>>;
  /** Where its files are: logs, kubeconfigs, data. */
  readonly directory: string;
  /** Ends every process and frees every port. */
  readonly stop: () => Promise<void>;
  /** Lets the fleet live on when this process ends; `stopFleet(directory)` then ends it. */
  readonly keep: () => Promise<void>;
}

/** What to start. */
export interface FleetOptions {
  readonly clusters: readonly ClusterSpec[];
  /** One of its own, which it may clear. @default a temporary one, removed at the end; a given one is kept, with its logs */
  readonly directory?: string;
  /** @default standard error */
  readonly progress?: ProgressSink;
}

const temporaryPrefix = join(tmpdir(), "pulumi-kubefed-fleet-");

/**
 * Starts clusters and returns when all are ready. The programs come from the toolchain, which is built first if need be.
 *
 * - Nothing outlives the process that started it: when it ends, even by SIGKILL, a supervisor ends the fleet.
 * - Deployments, Jobs, StatefulSets and DaemonSets progress, LoadBalancer Services get an address (`networksOf`),
 *   claims of the default storage class get a volume. An image named `does-not-exist` is never ready.
 * - As many clusters start at a time as the machine has processors.
 *
 * @throws when a cluster does not become ready; everything that was started is ended first
 */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  validateClusterSpecs(options.clusters);
  const sink = options.progress ?? process.stderr;
  const isReal = options.clusters.some(hasRealNodes);
  if (isReal) checkMachine();
  const toolchain = await ensureToolchain({
    only: ["kubernetes", "kwok", ...(isReal ? (["kubelet"] as const) : [])],
    progress: sink,
  });
  await sweepTemporaryFleets();
  const isTemporary = options.directory === undefined;
  const directory =
    options.directory === undefined ? mkdtempSync(temporaryPrefix) : resolve(options.directory);
  const lock = claimDirectory(directory);
  try {
    await killRecorded(directory); // Its supervisor was killed: nobody looks after these any more.
    const supervision = openSupervision({ directory, remove: isTemporary });
    const specs = options.clusters;
    const progress = openProgress({ sink });
    try {
      return await startClusters({ specs, directory, supervision, toolchain, progress });
    } catch (error) {
      await supervision.quit();
      throw error;
    }
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Ends the fleet in `directory`, whichever process started it. Returns false when none ran there. */
export async function stopFleet(directory: string): Promise<boolean> {
  const ran = await endSupervisor(directory);
  await killRecorded(directory); // What a killed supervisor has left behind.
  return ran;
}

async function startClusters(start: {
  specs: readonly ClusterSpec[];
  directory: string;
  supervision: Supervision;
  toolchain: Toolchain;
  progress: Progress;
}): Promise<Fleet> {
  const { specs, directory, supervision, toolchain, progress } = start;
  const waiting = specs.map((spec, place) => ({
    spec,
    networks: networksOf(place),
    directory: join(directory, spec.name),
    supervision,
    toolchain,
  }));
  const clusters: Record<string, Cluster> = {};
  const startNext = async (): Promise<void> => {
    for (let setup = waiting.shift(); setup !== undefined; setup = waiting.shift()) {
      const nodes = hasRealNodes(setup.spec)
        ? await prepareNodes({ ...setup, fleetDirectory: directory })
        : [];
      clusters[setup.spec.name] = await startCluster({ ...setup, nodes }, progress);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, cpus().length) }, startNext));
  const description: FleetDescription = {
    clusters: specs.flatMap(({ name }) => {
      const cluster = clusters[name];
      if (cluster === undefined) return [];
      const { kubeconfigPath, apiEndpoint, region, zones } = cluster;
      return [{ name, kubeconfigPath, apiEndpoint, region, zones }];
    }),
  };
  writeDescription(directory, description);
  return {
    clusters: Object.fromEntries(Object.entries(clusters).sort(([a], [b]) => (a < b ? -1 : 1))),
    directory,
    stop: () => supervision.quit(),
    keep: () => supervision.keep(),
  };
}

async function startCluster(setup: ClusterSetup, progress: Progress): Promise<Cluster> {
  const { spec, supervision } = setup;
  const task = progress.start(`starting cluster ${spec.name}, about 4 s`);
  try {
    const access = await createCluster(setup);
    const port = Number(new URL(access.server).port);
    let isStopped = false;
    task.end(`cluster ${spec.name} is ready`);
    return {
      name: spec.name,
      kubeconfig: formatKubeconfig(access),
      kubeconfigPath: clusterFiles(setup.directory).kubeconfig,
      apiEndpoint: access.server,
      region: spec.region,
      zones: spec.zones,
      stop: async () => {
        isStopped = true;
        await endCluster(setup);
      },
      start: async () => {
        if (isStopped) await restartCluster(setup, { port, token: access.token });
        isStopped = false;
      },
      pause: () => supervision.signal(`${spec.name}/kube-apiserver`, "SIGSTOP"),
      resume: () => supervision.signal(`${spec.name}/kube-apiserver`, "SIGCONT"),
      realNodes: setup.nodes,
    };
  } finally {
    task.end();
  }
}

/** Makes `directory` ours while the fleet starts; refuses when one runs or starts there. Returns the lock's path. */
function claimDirectory(directory: string): string {
  mkdirSync(directory, { recursive: true });
  if (readdirSync(directory).length > 0 && !isFleetDirectory(directory)) {
    throw new Error(
      `fleet: "${directory}" holds other files; a fleet needs a directory of its own, which it may clear`,
    );
  }
  const lock = join(directory, "lock");
  if (!tryLock(lock)) {
    throw new Error(`fleet: another process is starting a fleet in "${directory}"`);
  }
  if (!hasSupervisor(directory)) return lock;
  rmSync(lock, { force: true });
  throw new Error(`fleet: a fleet runs in "${directory}"; stop it first`);
}

/** Ends what is left of temporary fleets whose supervisor was killed together with their owner. */
async function sweepTemporaryFleets(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const directory = join(tmpdir(), name);
    if (!directory.startsWith(temporaryPrefix)) continue;
    if (!existsSync(join(directory, "processes.json")) || hasSupervisor(directory)) continue;
    await killRecorded(directory);
    rmSync(directory, { recursive: true, force: true });
  }
}
