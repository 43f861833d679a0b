import { objectTitle } from "../core/kinds/objectTitle";
import type { KubeObject } from "../core/model";
import { messageOf } from "../core/plain/text";
import { isWorkload, objectProblem } from "../core/stages/objectHealth";
import { probeOf } from "../engine/probes";
import type { StagedMember, StagedPart, StagedUpdate } from "../engine/stages/stagedUpdate";
import { readLiveObject } from "./objects/liveObject";

/**
 * Why a cluster is not healthy with what a strategy has put there; undefined where it is. Workloads must be
 * ready, and a check of the user's own must have nothing to say. What fails, that check included, is not a yes.
 */
export async function healthProblem(
  { parts, healthy }: Pick<StagedUpdate, "parts" | "healthy">,
  member: StagedMember,
): Promise<string | undefined> {
  // Of a provider of one's own the credentials cannot be read: its readiness is what the update waited for.
  const isAskable = member.memberKubeconfig !== undefined;
  const own = parts.filter(
    ({ plan }) =>
      isAskable &&
      (healthy !== undefined || isWorkload(plan.kind)) &&
      plan.clusters.some(({ cluster, object }) => cluster === member.name && object !== undefined),
  );
  const read = await Promise.all(
    own.map(async (part) => [part, await readPart(part, member)] as const),
  );
  const problems = read.flatMap(([{ plan }, object]) =>
    isWorkload(plan.kind) ? (objectProblem(objectTitle(plan), object) ?? []) : [],
  );
  if (problems.length > 0) return problems.join("; ");
  const objects = read.flatMap(([, object]) => (object === undefined ? [] : [object]));
  return checked(healthy, { cluster: member.name, objects });
}

async function readPart(
  { plan, scope }: StagedPart,
  member: StagedMember,
): Promise<KubeObject | undefined> {
  const { apiVersion, kind, namespace, name } = plan;
  const key = { apiVersion, kind, name, namespace, scope };
  return readLiveObject({ cluster: member, probe: await probeOf(member), key });
}

/** What a check of the user's own says; one that throws says that. */
async function checked(
  healthy: StagedUpdate["healthy"],
  question: { readonly cluster: string; readonly objects: readonly KubeObject[] },
): Promise<string | undefined> {
  try {
    return await healthy?.(question);
  } catch (error) {
    return `the check of health failed: ${messageOf(error)}`;
  }
}
