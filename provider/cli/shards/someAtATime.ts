/** What became of one of several. */
export type Ended<Result> =
  | { readonly kind: "done"; readonly result: Result }
  | { readonly kind: "failed"; readonly error: unknown }
  | { readonly kind: "not-started" };

/**
 * Does something with each of a list, so many at a time, and gives what became of each, in their order. Once more
 * than so many have failed no other is started; those that run end.
 */
export async function someAtATime<Item, Result>(
  items: readonly Item[],
  {
    parallel,
    maxFailures,
    signal,
  }: { readonly parallel: number; readonly maxFailures: number; readonly signal?: AbortSignal },
  run: (item: Item) => Promise<Result>,
): Promise<Ended<Result>[]> {
  const ended = items.map((): Ended<Result> => ({ kind: "not-started" }));
  let next = 0;
  let failures = 0;
  const isStopped = () => failures > maxFailures || signal?.aborted === true;
  const work = async (): Promise<void> => {
    while (next < items.length && !isStopped()) {
      const at = next;
      next += 1;
      const item = items[at];
      if (item === undefined) return;
      try {
        ended[at] = { kind: "done", result: await run(item) };
      } catch (error) {
        failures += 1;
        ended[at] = { kind: "failed", error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, work));
  return ended;
}
