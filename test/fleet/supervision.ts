import { fork } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { killRecorded, supervisorLog } from "./processRecord";
import { isSupervisorMessage, type ProgramStart, type SupervisorOrder } from "./supervisorProtocol";

/** A fleet's hold on its supervisor. It keeps no process alive by itself. */
export interface Supervision {
  start(program: ProgramStart): Promise<void>;
  /** Terminates a program, kills it after `graceMs`, and returns when it is gone. */
  end(key: string, graceMs: number): Promise<void>;
  signal(key: string, signal: "SIGSTOP" | "SIGCONT"): Promise<void>;
  /** How a program ended by itself since its last start; else `undefined`. */
  endOf(key: string): string | undefined;
  /** Lets the fleet outlive this process, and lets go of it. */
  keep(): Promise<void>;
  /** Kills every program and returns when they and the supervisor are gone. */
  quit(): Promise<void>;
}

/** Starts a supervisor for the fleet in `directory`; with `remove` it deletes that directory at its end. */
export function openSupervision(options: { directory: string; remove: boolean }): Supervision {
  const { directory } = options;
  const log = openSync(supervisorLog(directory), "a");
  const child = fork(
    join(__dirname, "supervisor.ts"),
    [directory, options.remove ? "remove" : "leave"],
    {
      detached: true,
      cwd: directory,
      execArgv: ["--require", require.resolve("tsx/cjs")],
      stdio: ["ignore", log, log, "ipc"],
    },
  );
  closeSync(log);
  const pending = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  const ends = new Map<string, string>();
  let orders = 0;
  let isGone = false;

  const settle = (id: number, error?: string) => {
    const waiting = pending.get(id);
    pending.delete(id);
    if (error === undefined) waiting?.resolve();
    else waiting?.reject(new Error(`fleet: ${error}`));
    // A fleet that nobody waits for must not keep the process alive: its end is the fleet's end.
    if (pending.size === 0) child.channel?.unref();
  };
  const gone = new Promise<void>((resolve) =>
    child.once("exit", (code, signal) => {
      isGone = true;
      const how = `its supervisor ended with ${signal ?? `exit code ${code}`}; see "${directory}"`;
      for (const id of [...pending.keys()]) settle(id, how);
      // After an orderly end the record is gone and there is nothing to kill.
      killRecorded(directory).then(resolve, resolve);
    }),
  );
  child.on("message", (message) => {
    if (!isSupervisorMessage(message)) return;
    if ("re" in message) settle(message.re, message.error);
    else ends.set(message.ended, message.how);
  });
  const ask = (order: SupervisorOrder) =>
    new Promise<void>((resolve, reject) => {
      if (isGone || !child.connected) return reject(new Error("fleet: it has been stopped"));
      const id = orders++;
      pending.set(id, { resolve, reject });
      child.channel?.ref();
      child.send({ id, order }, (error) => error !== null && settle(id, error.message));
    });
  child.unref();

  return {
    start: (program) => {
      ends.delete(program.key);
      return ask({ do: "start", program });
    },
    end: async (key, graceMs) => {
      await ask({ do: "end", key, graceMs });
      ends.delete(key); // This end was wanted: it is no reason for anything.
    },
    signal: (key, signal) => ask({ do: "signal", key, signal }),
    endOf: (key) => ends.get(key),
    keep: async () => {
      await ask({ do: "keep" });
      child.disconnect();
    },
    quit: async () => {
      if (isGone) return gone;
      child.ref();
      // The answer to this order is its end.
      ask({ do: "quit" }).catch(() => undefined);
      await gone;
    },
  };
}
