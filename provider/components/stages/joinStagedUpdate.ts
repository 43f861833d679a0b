import * as pulumi from "@pulumi/pulumi";
import type { Issue } from "../../core/issue";
import { messageOf } from "../../core/plain/text";
import { assignStages } from "../../core/stages/assignment";
import { stageIssues } from "../../core/stages/planStages";
import { declareConclusion, declareFindings } from "../../engine/program";
import { currentRun } from "../../engine/run";
import { otherStages } from "../../engine/shards/shardStages";
import { readCommand } from "../../engine/stages/approvals";
import { sourceClustersOf } from "../../engine/stages/revision";
import type { StagedPart, StagedUpdate } from "../../engine/stages/stagedUpdate";
import { stackState } from "../../engine/state/stackState";
import { membersOf, replicasOf } from "./decideStages";
import { StagedUpdateStrategy } from "./stagedUpdateStrategy";

/** A component joins the update of a strategy; undefined where that is none, which is said. */
export function joinStagedUpdate(
  strategy: unknown,
  part: Omit<StagedPart, "children">,
): { readonly update: StagedUpdate; readonly part: StagedPart } | undefined {
  const { component, subject } = part;
  const refuse = (message: string) => {
    const issue: Issue = { code: "stages-invalid", path: "stagedUpdate", message };
    void declareFindings(component, subject, Promise.resolve([issue]));
  };
  const update = StagedUpdateStrategy.isInstance(strategy)
    ? currentRun().stagedUpdates.get(strategy.name)
    : undefined;
  if (update === undefined) {
    refuse("must be a StagedUpdateStrategy of this program");
    return undefined;
  }
  if (update.decision !== undefined) {
    refuse(
      `${update.subject} has decided already how far this update goes; declare all that it stages in one go, without waiting for anything between`,
    );
    return undefined;
  }
  const joined = { ...part, children: {} };
  update.parts.push(joined);
  concludeOnce(update);
  return { update, part: joined };
}

/** What is wrong between a strategy and its components is said once they are all declared. */
function concludeOnce(update: StagedUpdate): void {
  if (update.isConcluding) return;
  update.isConcluding = true;
  void declareConclusion(update.component, update.subject, async () => {
    update.isConcluding = false;
    const { issues } = readCommand(update.name);
    const { shard } = currentRun();
    const unread = [
      ...(await unreadState(stackState, "the stack's state")),
      ...(shard === undefined
        ? []
        : await unreadState(() => otherStages(shard, update.name), "what other shards have")),
    ];
    return [...issues, ...unread, ...contradictions(update), ...laterValues(update)];
  });
}

/** Without the state nobody knows what is proven, and so nothing is released. */
async function unreadState(read: () => Promise<unknown>, what: string): Promise<Issue[]> {
  try {
    await read();
    return [];
  } catch (error) {
    const message = `${what} cannot be read, so nobody knows how far the update has come: ${messageOf(error)}`;
    return [{ code: "stages-unknown", path: "", message }];
  }
}

function contradictions({ settings: strategy, parts, subject, component }: StagedUpdate): Issue[] {
  const request = { strategy, clusters: membersOf(parts), replicas: replicasOf(parts) };
  const issues = stageIssues(request);
  for (const { severity, message } of issues) {
    if (severity === "warning") void pulumi.log.warn(`${subject}: ${message}`, component);
  }
  return issues;
}

/** A value of an earlier stage that comes from a later one would be waited for for ever. */
function laterValues({ settings: strategy, parts }: StagedUpdate): Issue[] {
  const stages = assignStages({ strategy, clusters: membersOf(parts) });
  const placeOf = (cluster: string) =>
    stages.findIndex(({ clusters }) => clusters.includes(cluster));
  const nameOf = (cluster: string) => stages[placeOf(cluster)]?.name ?? "";
  return parts.flatMap(({ plan, subject }) => {
    const found = new Set<string>();
    return plan.clusters.flatMap(({ cluster, object }) =>
      sourceClustersOf(object).flatMap((source): Issue[] => {
        const isFirst = source === cluster || placeOf(source) < placeOf(cluster);
        const said = `"${cluster}", of stage "${nameOf(cluster)}", takes a value from an object on "${source}", of stage "${nameOf(source)}", which is not written before it; it would wait for ever`;
        if (isFirst || found.has(said)) return [];
        found.add(said);
        return [{ code: "stages-invalid", path: subject, message: said }];
      }),
    );
  });
}
