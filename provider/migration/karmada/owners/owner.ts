/*
 * Which policy has an object in Karmada, and which policies and overrides its API server refuses.
 */

import type { KubeObject } from "../../../core/model";
import { identityOf, sourceOf } from "../../../core/manifests/manifest";
import { askBindings, askMembers, type Doubt } from "../doubt";
import type { KarmadaWorld } from "../karmadaWorld";
import { namespaceOf, policiesFor, selects } from "../karmadaPolicies";
import { bindingOf } from "../replicas/binding";
import { type Claim, claimOf } from "./claim";
import { idleReasons, waitingFor } from "./idlePolicy";
import { refusalOf } from "./refusedPolicy";

/** The policy that an object follows, as far as the input tells. */
export interface Owner {
  readonly policy?: KubeObject;
  readonly doubts: readonly Doubt[];
}

/**
 * The policy that an object follows: the one that has claimed it, else the foremost of those that select
 * it. Which one that was depends on the order in which they came, so several are in doubt; a policy that
 * is gone, or selects the object no more, has left it as it was.
 */
export function ownerOf(template: KubeObject, world: KarmadaWorld): Owner {
  const binding = bindingOf(template, world);
  const claim = claimOf(template) ?? (binding === undefined ? undefined : claimOf(binding));
  return claim === undefined
    ? unclaimed(template, { world, binding })
    : claimed(template, { claim, world });
}

function claimed(
  template: KubeObject,
  { claim, world }: { readonly claim: Claim; readonly world: KarmadaWorld },
): Owner {
  const policy = world.propagation.find((each) => isClaimant(each, claim));
  if (policy === undefined) return leftBehind(`${claim.kind} ${claim.name} is not there any more`);
  if (!selects(policy, template)) {
    return { policy, ...leftBehind(`${sourceOf(policy)} does not select it any more`) };
  }
  return { policy, doubts: doubtsOf(policy, world) };
}

function isClaimant(policy: KubeObject, { kind, name, namespace }: Claim): boolean {
  const isSame = policy.kind === kind && identityOf(policy).name === name;
  return isSame && (kind === "ClusterPropagationPolicy" || namespaceOf(policy) === namespace);
}

/** Nobody updates it: what is on the members is as old as the policy. */
function leftBehind(why: string): { readonly doubts: readonly Doubt[] } {
  const reason = `${why}, so Karmada left it as it was and no longer updates it; ${askMembers}`;
  return { doubts: [{ reason }] };
}

function unclaimed(
  template: KubeObject,
  { world, binding }: { readonly world: KarmadaWorld; readonly binding: KubeObject | undefined },
): Owner {
  const matching = policiesFor(template, world.propagation);
  const [first, ...others] = matching.filter((policy) => refusalOf(policy) === undefined);
  const refused = matching.filter((policy) => refusalOf(policy) !== undefined);
  if (first === undefined) return withoutPolicy({ world, binding, refused });
  const doubts = [
    ...doubtsOf(first, world),
    ...refused.map(refusedDoubt),
    ...(others.length === 0 || binding !== undefined ? [] : [severalDoubt([first, ...others])]),
  ];
  return { policy: first, doubts };
}

function severalDoubt(policies: readonly KubeObject[]): Doubt {
  const names = policies.map(sourceOf).join(", ");
  const reason = `several policies select it (${names}), and it stays with the one that came first; give the objects as Karmada's API server has them, with the annotations that say whose they are, or ${askBindings}`;
  return { reason };
}

function refusedDoubt(policy: KubeObject): Doubt {
  const refusal = refusalOf(policy) ?? "";
  const reason = `Karmada refuses ${sourceOf(policy)} (${refusal}), so it is not there, or as it was before; mend it, or ${askBindings}`;
  return { reason };
}

function withoutPolicy(given: {
  readonly world: KarmadaWorld;
  readonly binding: KubeObject | undefined;
  readonly refused: readonly KubeObject[];
}): Owner {
  const { world, binding, refused } = given;
  if (refused.length > 0 && binding === undefined) return { doubts: refused.map(refusedDoubt) };
  // Bindings are what is propagated: an object without any is not.
  if (binding === undefined && world.bindings.length > 0) return { doubts: [] };
  if (binding === undefined) {
    const reason = `no policy selects it, but one that is gone may have left it there; ${askBindings}`;
    return { doubts: [{ reason }] };
  }
  return leftBehind("the policy that propagated it is gone");
}

function doubtsOf(policy: KubeObject, { overrides, bindings }: KarmadaWorld): Doubt[] {
  // What a binding says has happened; but while its policy waits, nobody brings it up to date.
  if (bindings.length > 0) {
    const isWaiting = waitingFor(policy, overrides).length > 0;
    const reason = `${sourceOf(policy)} waits for an override policy, and until then nothing is updated; ${askMembers}`;
    return isWaiting ? [{ reason }] : [];
  }
  return idleReasons(policy, overrides).map((why) => ({
    reason: `${sourceOf(policy)}: ${why}; ${askBindings}`,
  }));
}
