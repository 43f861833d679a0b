/** A node to simulate. Nothing runs on it, but the scheduler counts what it can hold. */
export interface NodeSpec {
  /** @default `<cluster>-<number>` */
  readonly name?: string;
  /** @default the cluster's zones in turn */
  readonly zone?: string;
  /** Allocatable CPUs, as a Kubernetes quantity. @default "8" */
  readonly cpu?: string;
  /** Allocatable memory, as a Kubernetes quantity. @default "32Gi" */
  readonly memory?: string;
  /** How many pods it holds. @default 110 */
  readonly pods?: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A cluster to start. */
export interface ClusterSpec {
  /** A DNS label, unique within its fleet. */
  readonly name: string;
  readonly region: string;
  readonly zones: readonly string[];
  /**
   * How many simulated nodes, or each of them. With `"real"`, one a zone, pods run real processes: that needs root,
   * cgroups and Debian's packages. @default one a zone
   */
  readonly nodes?: number | readonly NodeSpec[] | "real";
  /** Archives of images that its real nodes have, as `ctr images import` takes them. */
  readonly images?: readonly string[];
}

/** Whether the pods of a cluster run. */
export function hasRealNodes({ nodes }: ClusterSpec): boolean {
  return nodes === "real";
}

/** The networks of a cluster, by its place in the fleet. */
export interface ClusterNetworks {
  /** ClusterIPs of Services, `10.<96 + place>.0.0/16`. */
  readonly services: string;
  /** Pod addresses, `10.<160 + place>.0.0/16`. */
  readonly pods: string;
  /** The first two numbers of the nodes' addresses, `10.<224 + place>`. */
  readonly nodes: string;
}

/** How many clusters a fleet may have: the networks of more would overlap. */
export const maxClusters = 31;

/**
 * The networks of the cluster at `place` (0 is the first). A Service of type LoadBalancer gets its ClusterIP
 * with 127 in the first place, so `127.<96 + place>.x.y`: unlike in any other cluster, and an address of this machine.
 *
 * @example
 * networksOf(2)
 * //=> { services: "10.98.0.0/16", pods: "10.162.0.0/16", nodes: "10.226" }
 */
export function networksOf(place: number): ClusterNetworks {
  return {
    services: `10.${96 + place}.0.0/16`,
    pods: `10.${160 + place}.0.0/16`,
    nodes: `10.${224 + place}`,
  };
}

/** Throws, naming every problem, when `specs` cannot be one fleet. */
export function validateClusterSpecs(specs: readonly ClusterSpec[]): void {
  const problems = specs.flatMap((spec, place) => problemsOf(spec, place, specs));
  if (specs.length === 0 || specs.length > maxClusters) {
    problems.push(`clusters: ${specs.length} given, 1 to ${maxClusters} allowed`);
  }
  if (problems.length === 0) return;
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  throw new Error(`fleet: ${count}\n  - ${problems.join("\n  - ")}`);
}

function problemsOf(spec: ClusterSpec, place: number, specs: readonly ClusterSpec[]): string[] {
  const problems: string[] = [];
  const where = `clusters[${place}]`;
  if (!/^[a-z0-9]([a-z0-9-]{0,50}[a-z0-9])?$/.test(spec.name)) {
    problems.push(`${where}.name: "${spec.name}" is not a DNS label of at most 52 characters`);
  }
  if (specs.findIndex((other) => other.name === spec.name) !== place) {
    problems.push(`${where}.name: "${spec.name}" is given twice`);
  }
  if (spec.zones.length === 0) problems.push(`${where}.zones: none given, at least one needed`);
  return problems;
}
