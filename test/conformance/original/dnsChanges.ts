import { compareText } from "../../../provider/core/plain/text";
import {
  canonicalTargets,
  compareEndpoints,
  type Endpoint,
} from "../../../provider/core/dns/records/endpoint";
import { canonicalName } from "../../../provider/core/dns/records/names";

/** What a plan may do: all, nothing but deletes left out, or creates only. */
export type ChangePolicy = "sync" | "upsert-only" | "create-only";

/** An endpoint as a zone holds it, and whom its owner TXT names. */
export interface OwnedEndpoint extends Endpoint {
  /** Absent: nobody's, so it is left alone. */
  readonly ownerId?: string;
}

/** One change, or one that is not made, with both sides and the reason. */
export interface Change {
  readonly dnsName: string;
  readonly recordType: Endpoint["recordType"];
  readonly setIdentifier?: string;
  readonly current?: OwnedEndpoint;
  readonly desired?: Endpoint;
  readonly because: string;
}

/** All changes of a plan, each list sorted by name, record type and set identifier. */
export interface Changes {
  readonly create: readonly Change[];
  readonly update: readonly Change[];
  readonly delete: readonly Change[];
  /** What would have to change and is left alone: owned by others, or kept by the policy. */
  readonly refused: readonly Change[];
}

/**
 * What turns the current record sets of a zone into the desired ones.
 *
 * | current | desired | result |
 * |---|---|---|
 * | none at the name, or ours | yes | create |
 * | of another owner or nobody's, at the name | yes | refused, naming the owner |
 * | ours, equal | equal | nothing |
 * | ours | differs | update |
 * | ours | none | delete |
 * | not ours | none | nothing |
 *
 * - A record set is its name, record type and set identifier. Targets are compared as sets, names
 *   without case, addresses by value; a TTL counts only if the desired one is above 0.
 * - At a name that is desired both as CNAME and as something else, the CNAME is refused.
 * - Policy `upsert-only` refuses deletes, `create-only` updates as well, except where a record type
 *   gives way to another at its name.
 *
 * Source: external-dns v0.22 plan/plan.go, which in addition picks among several desired endpoints
 * of one key; here their targets are united and the smallest TTL counts.
 *
 * @example
 * planChanges({ current: [], desired: [{ dnsName: "a.test", recordType: "A", targets: ["10.0.0.1"], recordTTL: 60 }], ownerId: "me" }).create.map(({ because }) => because)
 * //=> ["is desired and not there"]
 */
export function planChanges(question: {
  readonly current: readonly OwnedEndpoint[];
  readonly desired: readonly Endpoint[];
  readonly ownerId: string;
  /** @default "sync" */
  readonly policy?: ChangePolicy;
}): Changes {
  const { ownerId, policy = "sync" } = question;
  const current = byKey(question.current);
  const { desired, refused } = withoutLosingCnames(byKey(question.desired));
  const all: Record<keyof Changes, Change[]> = { create: [], update: [], delete: [], refused };
  for (const [key, wanted] of desired) {
    const decision = decide({
      wanted,
      found: current.get(key),
      current: [...current.values()],
      ownerId,
    });
    if (decision !== undefined) all[decision.kind].push(decision.change);
  }
  for (const [key, found] of current) {
    if (desired.has(key) || found.ownerId !== ownerId) continue;
    const because = "is ours and no longer desired";
    all.delete.push({ ...keyOf(found), current: found, because });
  }
  return sortChanges(applyPolicy(all, policy));
}

/** What is to be done for one desired endpoint; `undefined` if nothing. */
function decide(of: {
  readonly wanted: Endpoint;
  readonly found: OwnedEndpoint | undefined;
  readonly current: readonly OwnedEndpoint[];
  readonly ownerId: string;
}): { readonly kind: keyof Changes; readonly change: Change } | undefined {
  const { wanted, found, current, ownerId } = of;
  const difference = found ? differenceOf(found, wanted) : "is desired and not there";
  if (difference === undefined) return undefined;
  const atName = current.filter(({ dnsName }) => dnsName === wanted.dnsName);
  const obstacle = obstacleTo({ inTheWay: found ? [found] : atName, ownerId });
  const change = { ...keyOf(wanted), ...(found && { current: found }), desired: wanted };
  if (obstacle !== undefined) return { kind: "refused", change: { ...change, because: obstacle } };
  return { kind: found ? "update" : "create", change: { ...change, because: difference } };
}

function applyPolicy(all: Record<keyof Changes, Change[]>, policy: ChangePolicy): Changes {
  if (policy === "sync") return all;
  const names = new Set(all.create.map(({ dnsName }) => dnsName));
  // A name cannot hold a CNAME and anything else, so a new type at a name needs the old one's delete.
  const makesRoom = ({ dnsName }: Change): boolean => names.has(dnsName);
  const because = `policy "${policy}" keeps it`;
  const keep = (change: Change): Change => ({ ...change, because });
  const updates = policy === "create-only" ? all.update : [];
  return {
    create: all.create,
    update: policy === "create-only" ? [] : all.update,
    delete: all.delete.filter(makesRoom),
    refused: [
      ...all.refused,
      ...updates.map(keep),
      ...all.delete.filter((change) => !makesRoom(change)).map(keep),
    ],
  };
}

function obstacleTo(of: {
  readonly inTheWay: readonly OwnedEndpoint[];
  readonly ownerId: string;
}): string | undefined {
  const { inTheWay, ownerId } = of;
  const [other] = inTheWay
    .filter((endpoint) => endpoint.ownerId !== ownerId)
    .sort(compareEndpoints);
  if (other === undefined) return undefined;
  return other.ownerId === undefined
    ? `the name's ${other.recordType} has no owner; only record sets of "${ownerId}" are touched`
    : `the name's ${other.recordType} is owned by "${other.ownerId}", not by "${ownerId}"`;
}

function differenceOf(current: Endpoint, desired: Endpoint): string | undefined {
  const before = current.targets.join(", ");
  const after = desired.targets.join(", ");
  if (before !== after) return `targets change from ${before} to ${after}`;
  if (desired.recordTTL > 0 && current.recordTTL !== desired.recordTTL) {
    return `TTL changes from ${current.recordTTL} to ${desired.recordTTL}`;
  }
  return settingsOf(current) === settingsOf(desired) ? undefined : "provider settings change";
}

function settingsOf({ providerSpecific = [] }: Endpoint): string {
  return JSON.stringify(
    providerSpecific.map(({ name, value }) => `${name}=${value}`).sort(compareText),
  );
}

function withoutLosingCnames(endpoints: ReadonlyMap<string, Endpoint>): {
  desired: Map<string, Endpoint>;
  refused: Change[];
} {
  const others = new Set(
    [...endpoints.values()].filter((e) => e.recordType !== "CNAME").map(({ dnsName }) => dnsName),
  );
  const desired = new Map<string, Endpoint>();
  const refused: Change[] = [];
  for (const [key, endpoint] of endpoints) {
    if (endpoint.recordType === "CNAME" && others.has(endpoint.dnsName)) {
      const because =
        "the name is also desired with other records, which a CNAME cannot stand beside";
      refused.push({ ...keyOf(endpoint), desired: endpoint, because });
    } else desired.set(key, endpoint);
  }
  return { desired, refused };
}

function byKey<E extends Endpoint>(endpoints: readonly E[]): Map<string, E> {
  const map = new Map<string, E>();
  // Sorted by all they hold, so that which of several wins does not hang on their order.
  const sorted = [...endpoints].sort((a, b) => compareText(JSON.stringify(a), JSON.stringify(b)));
  for (const endpoint of sorted) {
    const dnsName = canonicalName(endpoint.dnsName);
    const { recordType, setIdentifier = "" } = endpoint;
    const key = JSON.stringify([dnsName, recordType, setIdentifier]);
    const known = map.get(key);
    const targets = [...(known?.targets ?? []), ...endpoint.targets];
    const recordTTL = Math.min(known?.recordTTL ?? endpoint.recordTTL, endpoint.recordTTL);
    map.set(key, {
      ...endpoint,
      dnsName,
      recordTTL,
      targets: canonicalTargets({ recordType, targets }),
    });
  }
  return map;
}

function keyOf({ dnsName, recordType, setIdentifier }: Endpoint): Omit<Change, "because"> {
  return { dnsName, recordType, ...(setIdentifier !== undefined && { setIdentifier }) };
}

function sortChanges(changes: Changes): Changes {
  const sorted = (list: readonly Change[]): Change[] => [...list].sort(compareEndpoints);
  return {
    create: sorted(changes.create),
    update: sorted(changes.update),
    delete: sorted(changes.delete),
    refused: sorted(changes.refused),
  };
}
