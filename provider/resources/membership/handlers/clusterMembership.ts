/*
 * What a membership does when the engine asks: joins, compares, mends, unjoins. Plain functions, by the name of this
 * module in states.
 */

import { isDeepStrictEqual } from "node:util";
import { validateJoin } from "../../../core/membership/join";
import { connectToCluster, type KubeApi } from "../../../adapters/kubernetes/apiClient";
import { KubeApiError } from "../../../adapters/kubernetes/kubeApiError";
import { parseKubeconfig } from "../../../adapters/kubernetes/kubeconfig/kubeconfig";
import { KubeStatusError } from "../../../adapters/kubernetes/kubeStatusError";
import { clusterUidOf, isAway, otherClusterMessage } from "./clusterUid";
import { HalfJoined } from "./halfJoined";
import { findTargets, type Joining, makeTargets, type Target } from "./joinCluster";
import { findDrift, isJoined } from "./membershipDrift";
import {
  adminConnection,
  inputsOf,
  type MembershipInputs,
  type MembershipOutputs,
} from "./membershipInputs";
import { scopedKubeconfig } from "./membershipToken";
import { hasOverdueToken, retiringTokens } from "./retiringTokens";
import { removeMembershipObjects, removeOutdated } from "./unjoinCluster";

/** What stands for a value that is known only after an update. */
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Names of objects are made of these; with another one it is another membership. */
const names = ["clusterName", "hostClusterName", "namespace"] as const;
/** Change nothing in the cluster by themselves, and need no call. */
const intentions = ["adopt", "identity", "rotateGraceSeconds"] as const;

/** Checks the inputs as far as they are known: a problem for each that cannot work. */
export function checkMembership(inputs: MembershipInputs): Promise<{
  readonly inputs: MembershipInputs;
  readonly failures: { readonly property: string; readonly reason: string }[];
}> {
  const { clusterName, adminKubeconfig } = inputs;
  const known = Object.entries(inputs).filter(([, value]) => value !== unknownValue);
  const failures = validateJoin(clusterName, Object.fromEntries(known)).map(
    ({ path, message }) => ({ property: path.replace(/^join\.?/, ""), reason: message }),
  );
  try {
    if (adminKubeconfig !== unknownValue) parseKubeconfig(adminKubeconfig, inputs.context);
  } catch (error) {
    if (!(error instanceof KubeApiError)) throw error;
    failures.push({ property: "adminKubeconfig", reason: error.message });
  }
  return Promise.resolve({ inputs, failures });
}

/**
 * What a change of the inputs would do: other names, or the address of another cluster, are another
 * membership; everything else, drift that a refresh found, a join that is half done and a cluster that the
 * program accepts in place of the one that was joined included, changes this one. The cluster is asked only
 * when the server's address changes.
 */
export async function diffMembership(
  olds: MembershipOutputs,
  news: MembershipInputs,
): Promise<{ readonly changes: boolean; readonly replaces: string[] }> {
  const renamed = names.filter((field) => olds[field] !== news[field]);
  const moved = (await isOtherCluster(olds, news)) ? ["adminKubeconfig"] : [];
  const replaces = [...renamed, ...moved];
  const isUnfinished = olds.kubeconfig === undefined || (olds.drift ?? []).length > 0;
  const changes =
    replaces.length > 0 ||
    isUnfinished ||
    isRebuilt(olds, news) ||
    hasOverdueToken(olds, news, Date.now()) ||
    !isDeepStrictEqual(compared(olds), compared(news));
  return { changes, replaces };
}

/**
 * Joins a cluster.
 *
 * @throws HalfJoined when something was made and the rest was not; it carries what a later update needs to
 * complete the join, and a delete to undo it
 */
export async function createMembership(
  inputs: MembershipInputs,
): Promise<{ readonly id: string; readonly outs: MembershipOutputs }> {
  const joining = await prepare({ inputs, owners: [inputs.owner], expected: inputs.identity });
  const { clusterUid } = joining;
  const id = idOf(inputs);
  try {
    return { id, outs: await complete(joining) };
  } catch (error) {
    throw new HalfJoined({ id, outs: { ...inputs, clusterUid, drift: [] }, cause: error });
  }
}

/**
 * Looks at what is live. A membership whose service account is gone is gone. A cluster that gives no
 * answer, or none to these credentials, or that is another one, leaves everything as it is known: nothing is
 * forgotten because it cannot be seen.
 */
export async function readMembership(
  id: string,
  known: MembershipOutputs,
): Promise<{ readonly id?: string; readonly props?: MembershipOutputs }> {
  try {
    const api = connectToCluster(adminConnection(known));
    const { clusterUid = "" } = known;
    if (clusterUid !== "" && (await clusterUidOf(api)) !== clusterUid) return { id, props: known };
    if (!(await isJoined(api, known))) return {};
    return { id, props: { ...known, drift: await findDrift(api, known) } };
  } catch (error) {
    if (error instanceof KubeApiError || error instanceof KubeStatusError) {
      return { id, props: known };
    }
    throw error;
  }
}

/**
 * Brings a membership to its new inputs: missing objects are made, changed ones repaired, and, once the
 * new credentials work, what only the old inputs had is removed: the roles of another scope, and, once its
 * time is over, the token of before a rotation.
 */
export async function updateMembership(
  olds: MembershipOutputs,
  news: MembershipInputs,
): Promise<{ readonly outs: MembershipOutputs }> {
  const owners = [olds.owner, news.owner];
  try {
    const expected = news.identity ?? olds.clusterUid;
    const joining = await prepare({ inputs: news, owners, expected });
    const outs = await complete(joining);
    const { api, objects } = joining;
    if (isRebuilt(olds, news)) {
      await leaveFormer(olds);
      return { outs };
    }
    const retiring = retiringTokens({ olds, news, nowMs: Date.now() });
    const kept = [...objects, ...retiring].map(({ path }) => path);
    await removeOutdated({ api, inputs: olds, owners }, kept);
    return { outs: retiring.length === 0 ? outs : { ...outs, retiring } };
  } catch (error) {
    if (news.forget !== true || !isAway(error)) throw error;
    // Only so can a member that is gone be told that it may be forgotten.
    return { outs: { ...olds, forget: true } };
  }
}

/**
 * Unjoins a cluster. With `forget`, one that cannot be reached counts as unjoined; an answer that refuses
 * is no sign of being gone, nor is one of another cluster, or credentials that do not work: they fail in any
 * case.
 */
export async function deleteMembership(known: MembershipOutputs): Promise<void> {
  try {
    const api = connectToCluster(adminConnection(known));
    await requireSame(api, known);
    await removeMembershipObjects({ api, inputs: inputsOf(known), owners: [known.owner] });
  } catch (error) {
    if (known.forget === true && isAway(error)) return;
    if (!(error instanceof KubeApiError)) throw error;
    const remedy = isAway(error)
      ? "Run again when the cluster is back; if it is gone for good, set join.forget to true, update, and only then remove it"
      : "It is the way to the cluster that does not work, not the cluster; mend it and run again";
    throw new Error(
      `cannot unjoin "${known.clusterName}": ${error.message}; what joining made is still there. ${remedy}`,
      { cause: error },
    );
  }
}

interface Prepared extends Joining {
  readonly objects: readonly Target[];
  readonly clusterUid: string;
}

/** Looks at everything and writes nothing. */
async function prepare(joining: {
  readonly inputs: MembershipInputs;
  readonly owners: readonly string[];
  readonly expected?: string | undefined;
}): Promise<Prepared> {
  const { inputs, expected } = joining;
  const api = connectToCluster(adminConnection(inputs));
  const clusterUid = await clusterUidOf(api);
  if (expected !== undefined && expected !== clusterUid) {
    const found = { server: api.server, expected, clusterUid };
    throw new Error(`cannot join "${inputs.clusterName}": ${otherClusterMessage(found)}`);
  }
  const objects = await findTargets({ ...joining, api });
  return { ...joining, api, clusterUid, objects };
}

async function complete(prepared: Prepared): Promise<MembershipOutputs> {
  const { api, inputs, clusterUid, objects } = prepared;
  await makeTargets(prepared, objects);
  const kubeconfig = await scopedKubeconfig(api, inputs);
  return { ...inputs, kubeconfig, clusterUid, drift: [] };
}

/** Whether the program accepts another cluster than the one that was joined. */
function isRebuilt(olds: MembershipOutputs, { identity }: MembershipInputs): boolean {
  return identity !== undefined && olds.clusterUid !== undefined && identity !== olds.clusterUid;
}

/**
 * Whether the new credentials lead to another cluster than the old, and nothing says that this is meant; a
 * silent one counts as the same.
 */
async function isOtherCluster(olds: MembershipOutputs, news: MembershipInputs): Promise<boolean> {
  if (news.adminKubeconfig === unknownValue || news.identity !== undefined) return false;
  if (olds.clusterUid === undefined) return false;
  const before = parseKubeconfig(olds.adminKubeconfig, olds.context).server;
  const api = connectToCluster({ ...adminConnection(news), deadlineMs: 5000 });
  if (api.server === before) return false;
  return clusterUidOf(api).then(
    (uid) => uid !== olds.clusterUid,
    () => false,
  );
}

/** Removes what is left in the cluster that was joined before, where it is still there. */
async function leaveFormer(olds: MembershipOutputs): Promise<void> {
  try {
    const api = connectToCluster(adminConnection(olds));
    if ((await clusterUidOf(api)) !== olds.clusterUid) return;
    await removeMembershipObjects({ api, inputs: inputsOf(olds), owners: [olds.owner] });
  } catch (error) {
    if (!(error instanceof KubeApiError) && !(error instanceof KubeStatusError)) throw error;
    // It is gone, or does not know us any more; the one that took its place is joined.
  }
}

async function requireSame(api: KubeApi, known: MembershipOutputs): Promise<void> {
  const { clusterUid: expected = "", clusterName } = known;
  if (expected === "") return;
  const clusterUid = await clusterUidOf(api);
  if (clusterUid === expected) return;
  const found = otherClusterMessage({ server: api.server, expected, clusterUid });
  throw new Error(
    `cannot unjoin "${clusterName}": ${found}. What joining made is still in the cluster ${expected}, with a token that works there`,
  );
}

function compared(inputs: MembershipInputs): Record<string, unknown> {
  const fields = Object.entries(inputs).filter(
    ([field, value]) => value !== undefined && ![...outputsOnly, ...intentions].includes(field),
  );
  return Object.fromEntries(fields);
}

const outputsOnly: readonly string[] = [
  "kubeconfig",
  "clusterUid",
  "drift",
  "retiring",
  "__provider",
];

function idOf({ hostClusterName, clusterName }: MembershipInputs): string {
  return `${hostClusterName}/${clusterName}`;
}
