import type { Issue } from "../../../provider/core/issue";
import type { KubeObject } from "../../../provider/core/model";
import { mapsAt } from "../reading";
import type { Difference, Finding } from "./finding";
import { judge } from "./judge";
import { type MemberPlan, planMembers } from "./memberPlan";
import { ruleFor } from "./rules";
import type { Observation, Recording, Scenario, Step } from "./scenario";
import { toRequest } from "./translation";
import { act, beginWorld, identityOf, keyOf, observe, type World } from "./world";

/** A difference, and the rule that makes it one on purpose. */
export interface Explained extends Difference {
  readonly rule?: string;
}

/** What a replay found, or why the scenario cannot be replayed. */
export type Replay = { readonly differences: readonly Explained[] } | { readonly reason: string };

/** Does what people did in a scenario, plans after every step, and compares with what was recorded. */
export function replay(scenario: Scenario, recording: Recording): Replay {
  const fixtures = scenario.fixtures.flatMap((name) => mapsAt(recording.fixtures, name));
  let world = beginWorld([...recording.clusters, ...fixtures]);
  const differences: Explained[] = [];
  for (const step of scenario.steps) {
    const before = world;
    for (const action of step.actions) {
      const after = act(world, action);
      if (after === undefined) return { reason: `a plan knows nothing of "${action.verb}"` };
      world = after;
    }
    for (const observation of step.observations) {
      const finding = find({ step, before, world, observation });
      for (const difference of judge(finding)) {
        const rule = ruleFor(difference);
        differences.push(rule === undefined ? difference : { ...difference, rule });
      }
    }
    for (const { federated, members } of step.observations) {
      world = observe(world, memberKeyOf(federated), members);
    }
  }
  return { differences };
}

function find(given: {
  readonly step: Step;
  readonly before: World;
  readonly world: World;
  readonly observation: Observation;
}): Finding {
  const { step, before, world, observation } = given;
  const key = keyOf(observation.federated);
  const federated = world.host.get(key);
  const request = federated === undefined ? undefined : toRequest(world.host, federated);
  const live = new Map<string, KubeObject>();
  for (const [cluster, objects] of world.members) {
    const object = objects.get(memberKeyOf(observation.federated));
    if (object !== undefined) live.set(cluster, object);
  }
  return {
    step: step.name,
    host: world.host,
    federated,
    before: federated === undefined ? world.deleted.get(key) : before.host.get(key),
    request,
    plan: withErrorsOf(
      namespaceErrors(world, observation.federated),
      request === undefined ? nothing : planMembers(request, live),
    ),
    live,
    observation,
  };
}

const nothing: MemberPlan = { errors: [], objects: new Map() };

/** What is wrong with the federated namespace around an object stops the object too. */
function namespaceErrors({ host }: World, federated: KubeObject): readonly Issue[] {
  const { namespace } = identityOf(federated);
  const around = host.get(`FederatedNamespace/${namespace}/${namespace}`);
  if (around === undefined || federated.kind === "FederatedNamespace") return [];
  const request = toRequest(host, around);
  if (request === undefined) return [];
  return planMembers(request, new Map()).errors.map((issue) => ({
    ...issue,
    path: `namespace: ${issue.path}`,
  }));
}

function withErrorsOf(errors: readonly Issue[], plan: MemberPlan): MemberPlan {
  if (errors.length === 0) return plan;
  return { errors: [...errors, ...plan.errors], objects: new Map() };
}

/** An object on a member cluster is called like its federated object; a namespace is in none. */
function memberKeyOf(federated: KubeObject): string {
  const kind = String(federated.kind).replace(/^Federated/, "");
  const { namespace, name } = identityOf(federated);
  return `${kind}/${kind === "Namespace" ? "" : namespace}/${name}`;
}
