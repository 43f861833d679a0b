import { quantityFields, quantityMaps } from "../../core/capacity/quantity";
import { isPlainObject } from "../../core/plain/plainObject";
import type { KubeObject } from "../../core/model";

/**
 * A template of a kind of Kubernetes as the types of `@pulumi/kubernetes` want it: quantities as
 * texts, no `creationTimestamp: null`, and the schema extensions of a CustomResourceDefinition under the names that stand for them.
 *
 * @example
 * typedTemplate("Pod", { spec: { containers: [{ resources: { limits: { cpu: 1 } } }] } })
 * //=> { spec: { containers: [{ resources: { limits: { cpu: "1" } } }] } }
 */
export function typedTemplate(kind: string, template: KubeObject): KubeObject {
  const typed =
    kind === "CustomResourceDefinition" ? renameExtensions(template) : typeMap(template);
  return isPlainObject(typed) ? typed : template;
}

function typeMap(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(typeMap);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(isMeant)
      .map(([key, each]) => {
        if (quantityFields.has(key) && typeof each === "number") return [key, String(each)];
        if (quantityMaps.has(key) && isPlainObject(each)) return [key, textsIn(each)];
        return [key, typeMap(each)];
      }),
  );
}

/** Tools write `creationTimestamp: null` into every metadata; it says nothing. */
function isMeant([key, value]: readonly [string, unknown]): boolean {
  return key !== "creationTimestamp" || value !== null;
}

function textsIn(map: KubeObject): KubeObject {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [
      key,
      typeof value === "number" ? String(value) : typeMap(value),
    ]),
  );
}

function renameExtensions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renameExtensions);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key.startsWith("x-kubernetes-") ? key.replace(/-/g, "_") : key,
      renameExtensions(each),
    ]),
  );
}
