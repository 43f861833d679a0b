import { parsePointer } from "../paths/jsonPointer";
import type { KubeObject } from "../model";

/**
 * The least object in which a field can be set: the maps that its pointer leads through, empty.
 *
 * @example
 * skeletonFor("/spec/pool/size")
 * //=> { spec: { pool: {} } }
 */
export function skeletonFor(path: string | undefined): KubeObject {
  const parents = (parsePointer(path ?? "") ?? []).slice(0, -1);
  return parents.reduceRight<KubeObject>((inner, key) => ({ [key]: inner }), {});
}
