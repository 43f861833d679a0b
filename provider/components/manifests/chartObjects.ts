import * as pulumi from "@pulumi/pulumi";
import { formatIssues } from "../../core/issue";
import {
  decideExisting,
  type ExistingDecision,
  isToBeMarked,
} from "../../core/existing/existingObjects";
import { ownerAnnotation, ownerMark } from "../../core/existing/ownerMark";
import type { ObjectKey } from "../../core/kinds/objectPath";
import { objectTitle } from "../../core/kinds/objectTitle";
import { isPlainObject } from "../../core/plain/plainObject";
import { hasRealEngine, isPreview } from "../../engine/engine";
import { stackOwner } from "../../engine/owner/stackOwner";
import { releaseLeftOver } from "../../observe/objects/leftOver";
import { claimOn } from "../declare/claimedObjects";
import { annotated } from "../declare/createObject";
import type { KubeFedCluster } from "../clusters/kubeFedCluster";
import { findLate, findNow } from "../existing/objectFinding";

/** The chart of one member cluster, whose objects are looked for. */
export interface LookedForChart {
  readonly subject: string;
  readonly member: KubeFedCluster;
  /** Whether objects of others are taken over. */
  readonly adopt: boolean;
}

/** The type of the component that the plugin makes of a chart. */
const component = "kubernetes:helm.sh/v4:Chart";
const advice =
  "adopt: true takes over what the chart finds on its clusters; else choose another name for the release";

/**
 * The transforms that look for each object of a chart before it is registered, which is when the plugin has
 * rendered it: the same is asked and decided as of every other object, one by one. What is somebody else's ends
 * the preview, and an update before that object is written; what is new bears this stack's mark.
 */
export function lookingForObjects(chart: LookedForChart): pulumi.ResourceTransform[] {
  // Mocks render no chart, and know no transforms.
  return hasRealEngine() ? [(given) => look(chart, given)] : [];
}

async function look(
  chart: LookedForChart,
  { custom, type, name: child, props, opts }: pulumi.ResourceTransformArgs,
): Promise<pulumi.ResourceTransformResult | undefined> {
  const key = custom && !type.endsWith("Patch") ? keyOf(props) : undefined;
  if (key === undefined) return undefined;
  claim(chart, key);
  const { former, mark } = await judge(chart, { child, key });
  const { adopt } = chart;
  return {
    props: annotated(props, {
      ...(mark === undefined ? {} : { [ownerAnnotation]: mark }),
      // By this the provider takes fields over that others own.
      ...(adopt ? { "pulumi.com/patchForce": "true" } : {}),
    }),
    opts: {
      ...opts,
      ...(former === undefined ? {} : { aliases: [...(opts.aliases ?? []), former] }),
      ...(adopt ? { retainOnDelete: true } : {}),
    },
  };
}

/** Ends the preview where another component of this program declares it: each would undo the other at every update. */
function claim({ subject, member }: LookedForChart, object: ObjectKey): void {
  const other = claimOn({ subject, cluster: member.name, object });
  if (other === undefined) return;
  const what = `${objectTitle(object)} on "${member.name}" is declared by ${other} already`;
  throw new Error(`${subject}: ${what}; an object belongs to one component`);
}

/** Where the stack had an object before, and the mark that it is to bear; throws where it is somebody else's. */
async function judge(
  { subject, member, adopt }: LookedForChart,
  sought: { readonly child: string; readonly key: ObjectKey },
): Promise<{ readonly former?: string | undefined; readonly mark?: pulumi.Output<string> }> {
  const { child, key } = sought;
  const { kind, namespace, name } = key;
  const object = { kind, namespace, name };
  const request = { component, child, key, member };
  const early = await findNow(request);
  const found = (await findLate(request, early)) ?? early;
  const { answer, records, hasOwn, ownerId, cluster } = found;
  const asked = { object, cluster: member.name, adopt, advice, answer, ownerId, records, hasOwn };
  const decision = decideExisting(asked);
  const { issue, former, isLeftOver } = decision;
  if (issue !== undefined) throw new Error(formatIssues(subject, [issue]));
  await say(subject, decision);
  if (isLeftOver === true && cluster !== undefined && !isPreview())
    await releaseLeftOver({ cluster, key });
  if (!isToBeMarked(asked, decision)) return { former };
  return { former, mark: stackOwner().output.apply((id) => ownerMark(id, object)) };
}

async function say(subject: string, { warning, info }: ExistingDecision): Promise<void> {
  if (warning !== undefined) await pulumi.log.warn(`${subject}: ${warning}`);
  if (info !== undefined) await pulumi.log.info(`${subject}: ${info}`);
}

/** Which object is rendered; undefined for what is none. The plugin has said the namespace of all that have one. */
function keyOf({ apiVersion, kind, metadata }: pulumi.Inputs): ObjectKey | undefined {
  const { name, namespace }: Readonly<Record<string, unknown>> = isPlainObject(metadata)
    ? metadata
    : {};
  if (typeof apiVersion !== "string" || typeof kind !== "string" || typeof name !== "string")
    return undefined;
  if (typeof namespace !== "string") return { apiVersion, kind, name, scope: "Cluster" };
  return { apiVersion, kind, name, namespace, scope: "Namespaced" };
}
