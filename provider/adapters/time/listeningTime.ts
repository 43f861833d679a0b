/*
 * Time as a question counts it: only while this process could have heard an answer.
 */

/** How often it is looked whether this process runs at all. */
const tickMs = 50;
/** No tick counts for more: what is beyond it went to others. */
const longestTickMs = 2 * tickMs;
/** So many times the deadline are waited at most, however little of it could be listened in. */
const patience = 6;

/** A deadline that can be called off. */
export interface ListeningTimer {
  readonly stop: () => void;
}

/**
 * Calls back when so much time has passed in which this process could have heard an answer: a process that
 * gets no processor, or whose event loop is busy, hears nothing, and that is nobody's silence but its own.
 * Bounded: after six times as long by the clock on the wall it is over in any case.
 */
export function afterListening(ms: number, callback: () => void): ListeningTimer {
  const started = performance.now();
  let last = started;
  let listened = 0;
  const timer = setInterval(
    () => {
      const now = performance.now();
      listened += Math.min(now - last, longestTickMs);
      last = now;
      if (listened < ms && now - started < patience * ms) return;
      clearInterval(timer);
      callback();
    },
    Math.min(tickMs, ms),
  );
  return {
    stop: () => {
      clearInterval(timer);
    },
  };
}
