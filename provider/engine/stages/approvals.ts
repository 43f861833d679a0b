import * as pulumi from "@pulumi/pulumi";
import type { Issue } from "../../core/issue";
import {
  approveKey,
  approveVariable,
  parseApprovals,
  parseRolloutCommand,
  type RolloutCommand,
  rolloutVariable,
} from "../../core/rollout/command";

/** What the person who starts the run approves, and what the stack's configuration does. */
export function readApprovals(): string[] {
  const [namespace = "", key = ""] = approveKey.split(":");
  const lasting = new pulumi.Config(namespace).get(key);
  return [...parseApprovals(process.env[approveVariable]), ...parseApprovals(lasting)];
}

/** What the person who starts the run says is to become of a strategy's updates, and what is wrong with that. */
export function readCommand(strategy: string): {
  readonly command?: RolloutCommand;
  readonly issues: readonly Issue[];
} {
  const text = process.env[rolloutVariable] ?? "";
  if (text === "") return { issues: [] };
  const command = parseRolloutCommand(text);
  if (command === undefined) {
    const message = `"${text}" cannot be understood; allowed: pause, resume, abort, or retry and a member cluster, then the name of a strategy where not all are meant`;
    return { issues: [{ code: "stages-invalid", path: rolloutVariable, message }] };
  }
  const isMeant = command.strategy === undefined || command.strategy === strategy;
  return { ...(isMeant ? { command } : {}), issues: [] };
}
