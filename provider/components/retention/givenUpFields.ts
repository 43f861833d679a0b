import * as pulumi from "@pulumi/pulumi";
import { isPlainObject } from "../../core/plain/plainObject";
import { objectTitle } from "../../core/kinds/objectTitle";
import { type GivenUpField, givenUpFields } from "../../core/retention/givenUp";
import { formatPropertyPath } from "../../core/paths/propertyPath";
import { parsePointer } from "../../core/paths/jsonPointer";
import { hasRealEngine } from "../../engine/engine";
import { plainValue } from "../../engine/plainValue";
import { memoryOf, type RetainingChild } from "./knownObject";

/**
 * Warns of fields that the program gave and gives no longer, where what Kubernetes makes of that changes
 * what runs: a count of nine becomes one.
 */
export async function warnOfGivenUp(request: RetainingChild): Promise<void> {
  if (!hasRealEngine()) return;
  const { parent, plan, planned, object, gate } = request;
  await gate;
  const { before } = await memoryOf(request);
  if (before === undefined) return;
  const { value: wanted } = await plainValue(object);
  if (!isPlainObject(wanted)) return;
  const { apiVersion, kind } = plan;
  for (const field of givenUpFields({ apiVersion, kind, written: before.inputs, wanted })) {
    const property = formatPropertyPath(parsePointer(field.path) ?? []);
    if (planned.ignoreChanges?.includes(property) === true) continue;
    const where = `${objectTitle(plan)} on "${planned.cluster}"`;
    await pulumi.log.warn(`${where} no longer gives ${property}: ${consequence(field)}`, parent);
  }
}

function consequence({ path, from, to }: GivenUpField): string {
  const was = typeof from === "number" || typeof from === "string" ? `${from} → ` : "";
  const way =
    path === "/spec/replicas"
      ? "retainReplicas: true leaves the count to the member cluster"
      : `retain: ["${path}"] leaves it to the member cluster`;
  return `${was}${to} (Kubernetes' default); ${way}`;
}
