/*
 * Staged updates: the strategy, what joins it, how far an update goes, and what is held.
 */

import * as pulumi from "@pulumi/pulumi";
import { omit } from "../../core/plain/records";
import type { Issue } from "../../core/issue";
import type { StagedUpdateSettings } from "../../core/stages/strategy";
import { validateStrategy } from "../../core/stages/strategy";
import { declare } from "../../engine/program";
import { isResourceOf } from "../../engine/resourceType";
import { currentRun } from "../../engine/run";
import type { HealthCheck, HealthQuestion } from "../../engine/stages/stagedUpdate";
import { strategyType } from "../../engine/stages/stagesState";
import { attemptsOf } from "./attempts";
import { keepHeldObjects } from "./heldObjects";
import { strategyOutputs } from "./strategyOutputs";

export type { HealthCheck, HealthQuestion } from "../../engine/stages/stagedUpdate";

/** Arguments of a StagedUpdateStrategy. Plain, so that all stages are known at preview. */
export interface StagedUpdateStrategyArgs extends StagedUpdateSettings {
  /**
   * A check of one's own: a sentence says why a cluster is not healthy. It is asked after each wave, and before
   * what comes after a stage. @default only whether workloads are ready
   */
  healthy?(question: HealthQuestion): Promise<string | undefined> | string | undefined;
}

/**
 * How an update goes through the member clusters: stage by stage, as far as the gates let it, whoever runs
 * `pulumi up`. Given as `stagedUpdate` to federated objects, or to a FederatedNamespace for all that names it.
 *
 * - What is behind a closed gate is held: it stays as the stack has it, new objects are deferred, and what the
 *   program no longer has stays. An update that is held ends well; the next one goes on.
 * - Stages without time or approval after them run in one update, wave by wave; a wave that fails stops those
 *   after it.
 * - What a cluster had proven before needs no gate: the way back is the program of before.
 * - An approval is `stage@revision`, as the preview shows it, in the stack's configuration
 *   (`pulumi-kubefed:approve`) or once in the variable `PULUMI_KUBEFED_APPROVE`.
 * - Resources of staged components are in `deferred`, because only the run tells whether they are registered.
 *
 * @example
 * const careful = new kubefed.StagedUpdateStrategy("careful", {
 *   stages: [
 *     { name: "canary", clusterNames: ["us-east"], afterStage: { minSuccessTime: "30m", approval: true } },
 *   ],
 *   maxConcurrency: 5,
 * });
 * const settings = new kubefed.FederatedConfigMap("settings", {
 *   clusters,
 *   placement: { clusterSelector: {} },
 *   stagedUpdate: careful,
 *   template: { data: { greeting: "hello" } },
 * });
 * Object.keys(settings.deferred);
 * //=> ["eu-west", "us-east"]
 */
export class StagedUpdateStrategy extends pulumi.ComponentResource {
  /** What the strategy is called in plans. Plain. */
  readonly name: string;

  /** Whether a value is a strategy, by its type and not by its class. */
  static override isInstance(value: unknown): value is StagedUpdateStrategy {
    return isResourceOf(strategyType, value);
  }

  constructor(
    name: string,
    args: StagedUpdateStrategyArgs,
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    super(strategyType, name, {}, opts);
    this.name = name;
    const settings: StagedUpdateSettings = omit(args, ["healthy"]);
    const healthy: HealthCheck | undefined = args.healthy?.bind(args);
    const subject = `StagedUpdateStrategy "${name}"`;
    const { stagedUpdates } = currentRun();
    const issues = [...validateStrategy(settings), ...namesake(stagedUpdates.has(name))];
    const gate = declare(this, subject, issues);
    const update = {
      name,
      subject,
      component: this,
      // With a problem nothing is written; stages that cannot be read would only add others.
      settings: issues.length > 0 ? { stages: [] } : settings,
      healthy,
      parts: [],
      isConcluding: false,
      decision: undefined,
      attempted: undefined,
      healthyWaves: new Map(),
    };
    if (!stagedUpdates.has(name)) stagedUpdates.set(name, update);
    attemptsOf(update, gate);
    keepHeldObjects(update, gate);
    this.registerOutputs(strategyOutputs(update, gate));
  }
}

/** The record in the stack's state is known by the strategy's name, whatever it stands inside. */
function namesake(isTaken: boolean): Issue[] {
  if (!isTaken) return [];
  const message = "another strategy of this program is called so; give each a name of its own";
  return [{ code: "stages-invalid", path: "name", message }];
}
