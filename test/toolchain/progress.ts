/** Where progress goes: `process.stderr`, or anything with a `write`. A terminal gets live lines. */
export interface ProgressSink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** One running task of a progress display. */
export interface ProgressTask {
  /** Replaces the task's text. */
  say(label: string): void;
  /** Ends the task; `text`, if given, stays as its last line, followed by the time it took. Only the first call counts. */
  end(text?: string): void;
}

/** A display of running tasks. */
export interface Progress {
  start(label: string): ProgressTask;
  /** Writes a line that stays. */
  note(text: string): void;
}

interface Running {
  label: string;
  readonly sinceMs: number;
  spokenMs: number;
}

/**
 * Opens a display: one line a task with its elapsed time, redrawn every second on a terminal,
 * else a plain line every 30 s. Writes nothing while no task runs, and keeps no process alive.
 */
export function openProgress(options: {
  sink: ProgressSink;
  now?: () => number;
  everyMs?: number;
}): Progress {
  const { sink } = options;
  const now = options.now ?? Date.now;
  const live = sink.isTTY === true;
  const tasks = new Set<Running>();
  let drawn = 0;
  let timer: NodeJS.Timeout | undefined;

  const erase = () => {
    if (drawn > 0) sink.write(`\x1b[${drawn}A\x1b[J`);
    drawn = 0;
  };
  const draw = () => {
    if (!live) return;
    erase();
    for (const task of tasks) {
      // A wrapped line would be two lines, and erasing would then leave its head behind.
      sink.write(`${lineOf(task).slice(0, (sink.columns ?? 80) - 1)}\n`);
      drawn++;
    }
  };
  const lineOf = (task: Running) =>
    progressLine({ label: task.label, elapsedMs: now() - task.sinceMs });
  const tick = () => {
    draw();
    if (live) return;
    for (const task of tasks) {
      if (now() - task.spokenMs < 30_000) continue;
      task.spokenMs = now();
      sink.write(`${lineOf(task)}\n`);
    }
  };

  return {
    note: (text) => {
      erase();
      sink.write(`${text}\n`);
      draw();
    },
    start: (label) => {
      const task: Running = { label, sinceMs: now(), spokenMs: now() };
      tasks.add(task);
      timer ??= setInterval(tick, options.everyMs ?? 1000).unref();
      if (live) draw();
      else sink.write(`${label}\n`);
      return {
        say: (text) => {
          if (!live && text !== task.label) sink.write(`${text}\n`);
          task.label = text;
          draw();
        },
        end: (text) => {
          if (!tasks.delete(task)) return;
          erase();
          if (text !== undefined) {
            sink.write(`${text} in ${formatDuration(now() - task.sinceMs)}\n`);
          }
          draw();
          if (tasks.size > 0) return;
          clearInterval(timer);
          timer = undefined;
        },
      };
    },
  };
}

/**
 * A task's line.
 *
 * @example
 * progressLine({ label: "building pulumi 3.259.0 from Go, about 7 min", elapsedMs: 130_000 })
 * //=> "building pulumi 3.259.0 from Go, about 7 min … 2 min 10 s"
 */
export function progressLine(task: { label: string; elapsedMs: number }): string {
  return `${task.label} … ${formatDuration(task.elapsedMs)}`;
}

/**
 * A duration in minutes and seconds, rounded down.
 *
 * @example
 * [900, 59_999, 60_000, 3_725_000].map(formatDuration)
 * //=> ["0 s", "59 s", "1 min 0 s", "62 min 5 s"]
 */
export function formatDuration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * A rough length of time, for an estimate.
 *
 * @example
 * [0.5, 1, 2.5, 12].map(formatEstimate)
 * //=> ["about 30 s", "about 1 min", "about 3 min", "about 12 min"]
 */
export function formatEstimate(minutes: number): string {
  return minutes < 1 ? `about ${Math.round(minutes * 60)} s` : `about ${Math.ceil(minutes)} min`;
}
