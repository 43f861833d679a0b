/** Lets a question be asked when it is its turn, and gives its answer. */
export type TakeTurn = <Answer>(ask: () => Promise<Answer>) => Promise<Answer>;

/** Lets so many questions be asked at a time, the others when one of them is answered, in their order. */
export function turns(atATime: number): TakeTurn {
  let asked = 0;
  const waiting: (() => void)[] = [];
  return async (ask) => {
    if (asked < atATime) asked += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await ask();
    } finally {
      const next = waiting.shift();
      // Who waits takes over the turn, so that nobody new can slip in between.
      if (next === undefined) asked -= 1;
      else next();
    }
  };
}
