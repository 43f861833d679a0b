import { mapAt, textAt } from "../../core/plain/fields";
import { compareText } from "../../core/plain/text";
import { ownType, parseUrn } from "../../core/kinds/urn";
import type { EngineEvents } from "./engineEvents";
import type { PlanShard } from "./model";

/** The shard that a stack is; undefined for a stack that has its whole fleet. */
export function planShard({ componentOutputs }: EngineEvents): PlanShard | undefined {
  const all = [...componentOutputs].map(([urn, outputs]) => {
    const { type, name } = parseUrn(urn);
    return { type: ownType(type), name, outputs: mapAt(outputs) };
  });
  const own = all.find(({ type }) => type === "kubefed:index:ShardDivision")?.outputs;
  if (own === undefined) return undefined;
  const elsewhere = all
    .filter(({ type }) => type === "kubefed:index:KubeFedCluster")
    .map(({ name, outputs }) => [name, textAt(outputs, "elsewhere")] as const)
    .filter(([, shard]) => shard !== "")
    .sort(([a], [b]) => compareText(a, b));
  return {
    name: textAt(own, "shard"),
    division: textAt(own, "division"),
    elsewhere: Object.fromEntries(elsewhere),
  };
}
