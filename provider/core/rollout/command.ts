/*
 * What a person asks of a staged update beside the program: to pause, to go on, to end it, to try again; and what the
 * stack keeps of what an update was asked for.
 */

import { ownValue } from "../plain/ownKey";
import { compareText } from "../plain/text";
import type { ClusterRecord } from "../stages/record";
import type { StagesRequest } from "../stages/stagesPlan";
import { clusterStandings } from "../stages/standing";

/** Where a person says what is approved: once, and for a stack. */
export const approveVariable = "PULUMI_KUBEFED_APPROVE";
export const approveKey = "pulumi-kubefed:approve";

/**
 * Reads approvals, such as `canary@2f4045a1`: a list in JSON, or texts with commas or spaces between them. What
 * cannot be understood approves nothing.
 *
 * @example
 * [parseApprovals('["canary@2f4045a1"]'), parseApprovals("a@1, b@2"), parseApprovals(undefined)]
 * //=> [["canary@2f4045a1"], ["a@1", "b@2"], []]
 */
export function parseApprovals(text: string | undefined): string[] {
  const all = [...(text ?? "").matchAll(/[^\s,"'[\]]+@[0-9a-f]+/g)].map(([each]) => each);
  return [...new Set(all)].sort(compareText);
}

/** Where a person says for one update what becomes of the staged updates; the record keeps it. */
export const rolloutVariable = "PULUMI_KUBEFED_ROLLOUT";

/** What becomes of a staged update. */
export type RolloutCommand = (
  | { readonly does: "abort" | "pause" | "resume" }
  | { readonly does: "retry"; readonly cluster: string }
) & {
  /** @default all strategies of the stack */
  readonly strategy?: string;
};

/**
 * Reads a command: `pause`, `resume` or `abort`, or `retry` and a member cluster; then the name of a strategy where
 * not all are meant. Undefined for anything else.
 *
 * @example
 * [parseRolloutCommand("pause"), parseRolloutCommand("retry eu-7 careful"), parseRolloutCommand("stop")]
 * //=> [{ does: "pause" }, { does: "retry", cluster: "eu-7", strategy: "careful" }, undefined]
 */
export function parseRolloutCommand(text: string): RolloutCommand | undefined {
  const [does, ...rest] = text.trim().split(/\s+/);
  if (does === "abort" || does === "pause" || does === "resume")
    return { does, ...strategyIn(rest) };
  const [cluster, ...more] = rest;
  if (does !== "retry" || cluster === undefined) return undefined;
  return { does, cluster, ...strategyIn(more) };
}

/** Writes a command as it is read. */
export function rolloutCommandText(command: RolloutCommand): string {
  const cluster = command.does === "retry" ? command.cluster : undefined;
  return [command.does, cluster, command.strategy].filter((each) => each !== undefined).join(" ");
}

function strategyIn(words: readonly string[]): { readonly strategy?: string } {
  return words.length === 0 ? {} : { strategy: words.join(" ") };
}

/**
 * What decides about an update when somebody has said what becomes of it.
 *
 * - `pause` holds everything, going back included, until `resume`, which takes back `abort` too.
 * - `abort` holds what each cluster was to have and has not proven; anything else that it is to have comes.
 * - `retry` lets a cluster that its stage goes on without be a part of it again.
 */
export function afterCommand(request: StagesRequest, command: RolloutCommand): StagesRequest {
  const { record, attempts, now, wanted } = request;
  const { paused: _, ...running } = record;
  switch (command.does) {
    case "pause":
      return { ...request, record: { ...record, paused: true } };
    case "resume": {
      const entries = Object.entries(record.clusters).map(([name, entry]) => {
        const { aborted: _aborted, ...kept } = entry;
        return [name, kept] as const;
      });
      return { ...request, record: { ...running, clusters: Object.fromEntries(entries) } };
    }
    case "abort":
      return {
        ...request,
        record: { ...record, clusters: { ...record.clusters, ...aborted(request) } },
      };
    case "retry": {
      const { cluster } = command;
      const entry = ownValue(record.clusters, cluster);
      const attempt = ownValue(attempts, cluster);
      const clusters = { ...record.clusters };
      if (entry !== undefined) {
        const { failed: _failed, ...kept } = entry;
        clusters[cluster] = kept;
      }
      // It has as long as at first.
      const isTried = attempt !== undefined && attempt.revision === ownValue(wanted, cluster);
      const again = isTried ? { [cluster]: { ...attempt, at: now } } : {};
      return { ...request, record: { ...record, clusters }, attempts: { ...attempts, ...again } };
    }
  }
}

/** The entries of all clusters that have not proven what they are to have. */
function aborted(request: StagesRequest): Record<string, ClusterRecord> {
  const isFirst = Object.keys(request.record.clusters).length === 0;
  return Object.fromEntries(
    [...clusterStandings(request)].flatMap(([name, { wanted, entry, isProven }]) => {
      if (wanted === undefined || isProven) return [];
      // One that joined is as late as it was.
      const late = isFirst ? {} : { late: true, coming: wanted };
      const known: ClusterRecord = entry ?? { proven: false, before: [], ...late };
      return [[name, { ...known, aborted: wanted }] as const];
    }),
  );
}
