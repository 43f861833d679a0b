/** A probe's result as KubeFed stores it. Times are whatever the caller counts in. */
export interface HealthRecord {
  readonly ready: boolean;
  readonly lastProbe: number;
  readonly lastTransition: number;
}

/** A new result, what was stored before, and how many results in a row must agree. */
export interface HealthObservation {
  readonly probe: HealthRecord;
  /** Absent before the first probe. */
  readonly stored?: HealthRecord | undefined;
  /** How many results in a row were stored. */
  readonly storedResultRun: number;
  /** Both from 1. */
  readonly config: { readonly failureThreshold: number; readonly successThreshold: number };
}

/**
 * Decides whether a new result is believed. Below its threshold the stored health stays and only the
 * time of the probe moves; at the threshold the new health is stored and the count starts anew.
 *
 * As in KubeFed the count is of stored results, good ones too, so a cluster that was well for three
 * probes goes unready at the first bad one.
 *
 * Source: KubeFed `pkg/controller/kubefedcluster/controller.go`, `thresholdAdjustedClusterStatus`.
 *
 * @example
 * settleHealth({ probe: { ready: false, lastProbe: 3, lastTransition: 3 }, stored: { ready: true, lastProbe: 2, lastTransition: 1 }, storedResultRun: 2, config: { failureThreshold: 3, successThreshold: 1 } })
 * //=> { record: { ready: true, lastProbe: 3, lastTransition: 1 }, resultRun: 3 }
 */
export function settleHealth({ probe, stored, storedResultRun, config }: HealthObservation): {
  readonly record: HealthRecord;
  readonly resultRun: number;
} {
  if (stored === undefined) return { record: probe, resultRun: 1 };
  const { failureThreshold, successThreshold } = config;
  const threshold = probe.ready ? successThreshold : failureThreshold;
  if (storedResultRun < threshold) {
    return { record: { ...stored, lastProbe: probe.lastProbe }, resultRun: storedResultRun + 1 };
  }
  if (stored.ready === probe.ready) {
    const record = { ...probe, lastTransition: stored.lastTransition };
    return { record, resultRun: storedResultRun + 1 };
  }
  return { record: probe, resultRun: 1 };
}
