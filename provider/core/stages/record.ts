import { mapAt, textsAt } from "../plain/fields";
import { compareText } from "../plain/text";

/** What a strategy knows of one cluster since the stack's last update. */
export interface ClusterRecord {
  /** What its last finished write gave it; absent while nothing of the strategy is there. */
  readonly revision?: string;
  /** Since when it has that and is healthy, in milliseconds since 1970. */
  readonly since?: number;
  /** Whether it has been through its stage's gate with that. */
  readonly proven: boolean;
  /** What it proved before, the latest first. */
  readonly before: readonly string[];
  /** What is on its way to it; absent where it has what it is to have, proven. */
  readonly coming?: string;
  /** The stage it is in for what it is to have, or has. */
  readonly stage?: string;
  /** Whether it joined, or was away, when the update had begun: then it waits and nobody waits for it. */
  readonly late?: boolean;
  /** The revision that it failed to take, for which its stage goes on without it. */
  readonly failed?: string;
  /** Whether it was healthy for its stage's time when its own stack looked last; for other shards of the fleet. */
  readonly soaked?: true;
  /** The revision at which somebody ended the update: it stays without it, or unproven with it. */
  readonly aborted?: string;
}

/** What a strategy keeps in the stack's state. */
export interface StagesRecord {
  readonly clusters: Readonly<Record<string, ClusterRecord>>;
  /** Whether somebody paused it: nothing is written until somebody resumes it. */
  readonly paused?: true;
  /** Approvals that were given once and are still asked for, sorted. */
  readonly approved?: readonly string[];
}

/** A revision that an update began to write, and when, in milliseconds since 1970. */
export interface Attempt {
  readonly revision: string;
  readonly at: number;
}

/** How many proven revisions a cluster remembers. */
const remembered = 5;

/** What a cluster is remembered to have proven when it gets something else. */
export function provenBefore(known: ClusterRecord | undefined, next: string | undefined): string[] {
  if (known === undefined) return [];
  const last = known.proven && known.revision !== undefined ? [known.revision] : [];
  const all = [...new Set([...last, ...known.before])];
  return all.filter((revision) => revision !== next).slice(0, remembered);
}

/** Reads a record from a state; what is malformed counts as not there, and so is held. */
export function parseRecord(value: unknown): StagesRecord {
  const clusters = Object.entries(mapAt(value, "clusters"))
    .map(([cluster, each]) => [cluster, parseCluster(mapAt(each))] as const)
    .sort(([a], [b]) => compareText(a, b));
  const approved = textsAt(mapAt(value), "approved");
  return {
    clusters: Object.fromEntries(clusters),
    ...(mapAt(value).paused === true ? { paused: true } : {}),
    ...(approved.length === 0 ? {} : { approved }),
  };
}

function parseCluster(entry: Readonly<Record<string, unknown>>): ClusterRecord {
  const { revision, since, coming, stage, late, failed, soaked, aborted } = entry;
  return {
    ...(typeof revision === "string" ? { revision } : {}),
    ...(typeof since === "number" ? { since } : {}),
    proven: entry.proven === true,
    before: textsAt(entry, "before"),
    ...(typeof coming === "string" ? { coming } : {}),
    ...(typeof stage === "string" ? { stage } : {}),
    ...(late === true ? { late } : {}),
    ...(typeof failed === "string" ? { failed } : {}),
    ...(soaked === true ? { soaked } : {}),
    ...(typeof aborted === "string" ? { aborted } : {}),
  };
}

/** Reads what updates began to write. */
export function parseAttempts(value: unknown): Readonly<Record<string, Attempt>> {
  return Object.fromEntries(
    Object.entries(mapAt(value)).flatMap(([cluster, each]) => {
      const { revision, at } = mapAt(each);
      return typeof revision === "string" && typeof at === "number"
        ? [[cluster, { revision, at }]]
        : [];
    }),
  );
}
