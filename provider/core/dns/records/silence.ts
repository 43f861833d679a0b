import type { ClusterObservation } from "./status";

/** A cluster and whether anything answered there; one that was not asked counts as answering. */
export interface HeardCluster {
  readonly answers: boolean;
  readonly observation: ClusterObservation;
}

/**
 * Where no cluster answers at all it is rather the way to them that is down than all of them: each counts as
 * ready then, so that its names keep their addresses.
 *
 * @example
 * whenAllAreSilent([{ answers: false, observation: { cluster: "eu", isReady: false, zones: [], loadBalancer: [] } }])
 * //=> { areSilent: true, observations: [{ cluster: "eu", isReady: true, zones: [], loadBalancer: [] }] }
 */
export function whenAllAreSilent(heard: readonly HeardCluster[]): {
  readonly areSilent: boolean;
  readonly observations: ClusterObservation[];
} {
  const areSilent = heard.length > 0 && heard.every(({ answers }) => !answers);
  const observations = heard.map(({ observation }) =>
    areSilent ? { ...observation, isReady: true } : observation,
  );
  return { areSilent, observations };
}
