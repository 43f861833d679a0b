/** A program to run under the supervisor. Its output is appended to the file `log`. */
export interface ProgramStart {
  /** Names it within the fleet, `<cluster>/<program>`. */
  readonly key: string;
  readonly command: string;
  readonly arguments: readonly string[];
  readonly directory: string;
  readonly log: string;
  /** More variables than the path and the folders that each has. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What a fleet asks of its supervisor. */
export type SupervisorOrder =
  | { readonly do: "start"; readonly program: ProgramStart }
  /** Terminate, kill after `graceMs`; answered when it is gone. */
  | { readonly do: "end"; readonly key: string; readonly graceMs: number }
  | { readonly do: "signal"; readonly key: string; readonly signal: "SIGSTOP" | "SIGCONT" }
  /** Live on when the asking process ends. */
  | { readonly do: "keep" }
  /** Kill every program and end; answered by the end of the supervisor. */
  | { readonly do: "quit" };

/** An order with a number, by which its answer is known. */
export interface NumberedOrder {
  readonly id: number;
  readonly order: SupervisorOrder;
}

/** What a supervisor says: an answer to an order, or that a program has ended. */
export type SupervisorMessage =
  | { readonly re: number; readonly error?: string }
  | { readonly ended: string; readonly how: string };

/** Narrows what came over the channel from the fleet's process. Both ends are of one checkout, so the shape is trusted. */
export function isNumberedOrder(value: unknown): value is NumberedOrder {
  return typeof value === "object" && value !== null && "id" in value && "order" in value;
}

/** Narrows what came over the channel from the supervisor. */
export function isSupervisorMessage(value: unknown): value is SupervisorMessage {
  return typeof value === "object" && value !== null && ("re" in value || "ended" in value);
}
