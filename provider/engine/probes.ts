import { currentRun, type Probe } from "./run";

/** Remembers the one probe of a cluster in this run; false where the run has a cluster of that name already. */
export function noteProbe(cluster: string, probe: Promise<Probe>): boolean {
  const { probes } = currentRun();
  if (probes.has(cluster)) return false;
  probes.set(cluster, probe);
  return true;
}

/** The probe of a cluster in this run. */
export function probeOf(cluster: { readonly name: string }): Promise<Probe> {
  const notAsked = { kind: "not-asked", why: "it was never asked" } as const;
  return currentRun().probes.get(cluster.name) ?? Promise.resolve(notAsked);
}

/** Why a cluster cannot be worked with; undefined where it can, or was not asked. */
export function outageOf(probe: Probe): string | undefined {
  return probe.kind === "asked" && !probe.health.reachable ? probe.health.message : undefined;
}

/** Why a cluster is away that is kept meanwhile; undefined where it is there, or is not to be kept. */
export async function keptOutageOf(cluster: {
  readonly name: string;
  readonly unreachable: "fail" | "keep";
}): Promise<string | undefined> {
  return cluster.unreachable === "keep" ? outageOf(await probeOf(cluster)) : undefined;
}
