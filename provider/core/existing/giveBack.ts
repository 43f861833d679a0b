import { mapAt, mapsAt, textAt } from "../plain/fields";
import type { KubeObject } from "../model";

/** With this every label and annotation begins that this package puts on objects. */
const ownPrefix = "pulumi-kubefed/";

/** How Pulumi is told to patch an object that was taken over; they stay in the object. */
const patchManager = "pulumi.com/patchFieldManager";
const patchForce = "pulumi.com/patchForce";

/**
 * The JSON merge patch by which a stack takes all that is its own off an object which stays on its cluster: its
 * marks and labels, how Pulumi patches it, its entries among the field managers. Values stay and are nobody's, as
 * in an object that was never applied. Undefined where the object bears nothing of the stack.
 *
 * It holds the object's uid and resourceVersion, so that the server refuses it (409) once the object is another
 * one than was read. Whether the object is the stack's is for the caller to say.
 *
 * @example
 * giveBack({ metadata: { uid: "u", resourceVersion: "7", annotations: { "pulumi-kubefed/owner": "5f0c/ConfigMap/web", note: "n" } } })
 * //=> { metadata: { uid: "u", resourceVersion: "7", annotations: { "pulumi-kubefed/owner": null } } }
 */
export function giveBack(live: KubeObject): KubeObject | undefined {
  const metadata = mapAt(live, "metadata");
  const { uid, resourceVersion } = metadata;
  const annotations = mapAt(metadata, "annotations");
  const manager = textAt(annotations, patchManager);
  const isPatched = manager.startsWith(ownPrefix);
  const entries = mapsAt(metadata, "managedFields");
  const others = entries.filter((entry) => !isOwnEntry(entry, isPatched ? manager : undefined));
  const off = {
    annotations: ownKeys(annotations, isPatched ? [patchManager, patchForce] : []),
    labels: ownKeys(mapAt(metadata, "labels"), []),
  };
  const removed = Object.entries(off).filter(([, keys]) => keys.length > 0);
  if (removed.length === 0 && others.length === entries.length) return undefined;
  return {
    metadata: {
      uid,
      resourceVersion,
      ...Object.fromEntries(removed.map(([field, keys]) => [field, nulls(keys)])),
      // An empty list would be taken for the omission of a client that knows no managers.
      ...(others.length < entries.length
        ? { managedFields: others.length > 0 ? others : [{}] }
        : {}),
    },
  };
}

function ownKeys(map: KubeObject, more: readonly string[]): string[] {
  return Object.keys(map).filter((key) => key.startsWith(ownPrefix) || more.includes(key));
}

function nulls(keys: readonly string[]): KubeObject {
  return Object.fromEntries(keys.map((key) => [key, null]));
}

/** Whoever has applied something of this package's own, under whichever name, was this stack. */
function isOwnEntry({ manager, operation, fieldsV1 }: KubeObject, named: string | undefined) {
  if (operation !== "Apply") return false;
  if (named !== undefined && manager === named) return true;
  return ["f:annotations", "f:labels"].some((field) =>
    Object.keys(mapAt(fieldsV1, "f:metadata", field)).some((key) =>
      key.startsWith(`f:${ownPrefix}`),
    ),
  );
}
