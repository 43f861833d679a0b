/** How much memory the update of a shard takes, in MiB: for its engine, a plugin a cluster, and its objects. */
export function memoryMebibytes(of: {
  readonly clusters: number;
  readonly objectsPerCluster: number;
}): number {
  const { clusters, objectsPerCluster } = of;
  const exact = 300 + 32 * clusters + 0.7 * clusters * objectsPerCluster;
  // In steps of 128, with a quarter more, because what was measured is a peak and not a limit.
  return Math.ceil((exact * 1.25) / 128) * 128;
}
