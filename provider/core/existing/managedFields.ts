import { isPlainObject } from "../plain/plainObject";
import type { KubeObject } from "../model";

/** By which the Kubernetes plugin of Pulumi tells how to patch; they stay in the object. */
const patchAnnotations = ["pulumi.com/patchFieldManager", "pulumi.com/patchForce"] as const;

/**
 * The JSON merge patch by which a field manager gives back all fields that it owns in a live object; their
 * values stay. Undefined where nothing in the object is of that manager.
 *
 * - It holds the object's uid and resourceVersion, so that the server refuses it (409) once the object is
 *   another one than was read.
 * - The annotations by which Pulumi patches go too, unless they name another manager.
 *
 * Source: Kubernetes, server-side apply, "clearing managedFields": where no entry is left, one empty entry
 * has to be written, because an empty list is taken for the omission of a client that knows no managers.
 *
 * @example
 * releaseFields({ metadata: { uid: "u", resourceVersion: "7", managedFields: [{ manager: "ours" }, { manager: "kubectl" }] } }, "ours")
 * //=> { metadata: { uid: "u", resourceVersion: "7", managedFields: [{ manager: "kubectl" }] } }
 */
export function releaseFields(live: KubeObject, fieldManager: string): KubeObject | undefined {
  const metadata = isPlainObject(live.metadata) ? live.metadata : {};
  const { uid, resourceVersion } = metadata;
  const entries: unknown[] = Array.isArray(metadata.managedFields) ? metadata.managedFields : [];
  const others = entries.filter((entry) => !isPlainObject(entry) || entry.manager !== fieldManager);
  const annotations = outdatedAnnotations(metadata.annotations, fieldManager);
  if (others.length === entries.length && annotations.length === 0) return undefined;
  return {
    metadata: {
      uid,
      resourceVersion,
      ...(others.length < entries.length
        ? { managedFields: others.length > 0 ? others : [{}] }
        : {}),
      ...(annotations.length > 0
        ? { annotations: Object.fromEntries(annotations.map((key) => [key, null])) }
        : {}),
    },
  };
}

function outdatedAnnotations(annotations: unknown, fieldManager: string): readonly string[] {
  if (!isPlainObject(annotations)) return [];
  const [named] = patchAnnotations;
  const isOurs = annotations[named] === fieldManager;
  return isOurs ? patchAnnotations.filter((key) => annotations[key] !== undefined) : [];
}
