import { isPlainObject } from "../plain/plainObject";
import type { KubeObject } from "../model";
import { ownerAnnotation } from "./ownerMark";

/** What remains to whoever has made an object: the one field that never has another value. */
const markOnly = { "f:metadata": { "f:annotations": { [`f:${ownerAnnotation}`]: {} } } };

/**
 * The `managedFields` of an object that a run of ours has made and whose end it did not see: that run's field
 * manager, which nobody knows by name any more, owns nothing but the mark. Otherwise each later change
 * would conflict with it. Undefined where there is nothing to change.
 *
 * @example
 * releasedFields([{ manager: "kubectl", operation: "Update" }])
 * //=> undefined
 */
export function releasedFields(managedFields: unknown): KubeObject[] | undefined {
  const entries = Array.isArray(managedFields) ? managedFields.filter(isPlainObject) : [];
  if (!entries.some(isLeftOver)) return undefined;
  return entries.map((entry) => (isLeftOver(entry) ? { ...entry, fieldsV1: markOnly } : entry));
}

/** The plugin's managers end in letters of chance. */
function isLeftOver({ manager, operation, fieldsV1 }: KubeObject): boolean {
  const isPlugin = typeof manager === "string" && manager.startsWith("pulumi-kubernetes-");
  return isPlugin && operation === "Apply" && hasMark(fieldsV1);
}

function hasMark(fields: unknown): boolean {
  const metadata = isPlainObject(fields) ? fields["f:metadata"] : undefined;
  const annotations = isPlainObject(metadata) ? metadata["f:annotations"] : undefined;
  return isPlainObject(annotations) && Object.hasOwn(annotations, `f:${ownerAnnotation}`);
}
