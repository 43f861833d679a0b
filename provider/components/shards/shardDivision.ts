/*
 * A fleet in shards, as a program sees it: what all shards have to divide alike.
 */

import type { Issue } from "../../core/issue";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import {
  divisionDigest,
  divisionProblem,
  divisionVariable,
} from "../../core/shards/divisionDigest";
import { declareConclusion } from "../../engine/program";
import { currentRun, type RunShard } from "../../engine/run";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Notes what a component gives the whole fleet. Before anything is written a run that was told what all shards divide
 * refuses to divide anything else.
 */
export function declareDivision(declared: {
  readonly component: pulumi.Resource;
  readonly subject: string;
  readonly plan: PropagationPlan;
  readonly decisions: unknown;
}): void {
  const { shard } = currentRun();
  if (shard === undefined) return;
  const { plan, decisions, component, subject } = declared;
  const isLate = shard.decided !== undefined;
  if (!isLate) shard.divided.push({ plan, given: decisions });
  if (shard.isConcluding) return;
  shard.isConcluding = true;
  const gate = declareConclusion(component, isLate ? subject : `shard "${shard.name}"`, () => {
    shard.isConcluding = false;
    return Promise.resolve(isLate ? lateIssues() : differences(shard));
  });
  const decide = (): void => {
    shard.decided ??= divisionDigest(shard.divided);
    shard.decide(shard.decided);
  };
  void gate.then(decide, decide);
}

function differences({ divided }: RunShard): Issue[] {
  const problem = divisionProblem(process.env[divisionVariable], divisionDigest(divided));
  return problem === undefined ? [] : [{ code: "shards-differ", path: "", message: problem }];
}

/** What comes after others were written cannot be compared before. */
function lateIssues(): Issue[] {
  if ((process.env[divisionVariable] ?? "") === "") return [];
  const message =
    "it is declared after it was compared what all shards divide; declare everything in one go, without waiting for anything between";
  return [{ code: "shards-differ", path: "", message }];
}
