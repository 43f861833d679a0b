import * as pulumi from "@pulumi/pulumi";
import { isPlainObject } from "../../core/plain/plainObject";
import { ownType, parseUrn } from "../../core/kinds/urn";
import { engineCallback } from "../../engine/engine";
import { probeOf } from "../../engine/probes";
import { currentRun } from "../../engine/run";
import { type StackState, stackState } from "../../engine/state/stackState";
import { isMissing, reached } from "../../observe/objects/memberObject";

/** Says on an object that it was made again, and on which cluster: the one that was built anew. */
export const remadeAnnotation = "pulumi-kubefed/made-again-on";

/**
 * Options for the objects of a member whose cluster the program accepts as one that was built anew: what the
 * stack has and the cluster has not is made again. To the engine such an object is unchanged, and an update
 * of one that is not there fails; so it is replaced, on account of an annotation that says why. What is
 * deleted before is missing, so that nothing is. What the cluster has stays as it is.
 */
export function remakingOptions(member: {
  readonly name: string;
}): Pick<pulumi.CustomResourceOptions, "transforms"> {
  const accepted = currentRun().accepted.get(member.name);
  if (accepted === undefined) return {};
  return {
    transforms: [engineCallback((given) => remake({ ...given, member, accepted }))],
  };
}

interface Remaking extends pulumi.ResourceTransformArgs {
  readonly member: { readonly name: string };
  readonly accepted: string;
}

async function remake(given: Remaking): Promise<pulumi.ResourceTransformResult | undefined> {
  const { custom, type, accepted, opts } = given;
  // A patch of what somebody else makes is written when that is there.
  if (!custom || !type.startsWith("kubernetes:") || type.endsWith("Patch")) return undefined;
  const known = outputsOf(given, await stackState());
  if (known === undefined) return undefined;
  const isRemade = annotationsOf(known)[remadeAnnotation] === accepted;
  if (!isRemade && !(await isMissingOn(given, known))) return undefined;
  const anew: pulumi.CustomResourceOptions = { deleteBeforeReplace: true, replaceOnChanges: ["*"] };
  return {
    props: withAnnotation(given.props, accepted),
    opts: isRemade ? opts : { ...opts, ...anew },
  };
}

/** What the stack has of a resource: one of its kind is called so once. */
function outputsOf(
  { type, name }: Remaking,
  state: StackState,
): Readonly<Record<string, unknown>> | undefined {
  for (const [urn, outputs] of state) {
    const own = parseUrn(urn);
    if (own.name === name && ownType(own.type) === type) return outputs;
  }
  return undefined;
}

async function isMissingOn(
  { member }: Remaking,
  { apiVersion, kind, metadata }: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const cluster = reached(await probeOf(member));
  const { name, namespace } = isPlainObject(metadata) ? metadata : {};
  if (cluster === undefined || typeof name !== "string") return false;
  if (typeof apiVersion !== "string" || typeof kind !== "string") return false;
  const place = typeof namespace === "string" ? { namespace } : {};
  return isMissing({ cluster, key: { apiVersion, kind, name, ...place } });
}

function annotationsOf({
  metadata,
}: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const annotations = isPlainObject(metadata) ? metadata.annotations : undefined;
  return isPlainObject(annotations) ? annotations : {};
}

function withAnnotation(props: pulumi.Inputs, accepted: string): pulumi.Inputs {
  const given: pulumi.Output<unknown> = pulumi.output(props.metadata);
  const metadata = given.apply((known) => {
    const own = isPlainObject(known) ? known : {};
    return {
      ...own,
      annotations: { ...annotationsOf({ metadata: own }), [remadeAnnotation]: accepted },
    };
  });
  return { ...props, metadata };
}
