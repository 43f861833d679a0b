import { isPlainObject } from "../plain/plainObject";
import { listAt, mapAt } from "../plain/fields";
import type { StagedCluster, StagesRequest } from "../stages/stagesPlan";
import { type StagedUpdateSettings, validateStrategy } from "../stages/strategy";

/** What an update was asked for, whatever became of it. */
export type AskedStages = Pick<StagesRequest, "clusters" | "replicas" | "strategy" | "wanted">;

/**
 * Reads what an update was asked for; undefined for anything else.
 *
 * @example
 * [parseAsked({ strategy: { stages: [] }, clusters: [{ name: "a" }], wanted: { a: "1" } }), parseAsked("")]
 * //=> [{ strategy: { stages: [] }, clusters: [{ name: "a" }], replicas: {}, wanted: { a: "1" } }, undefined]
 */
export function parseAsked(value: unknown): AskedStages | undefined {
  const strategy = mapAt(value, "strategy");
  if (!isSettings(strategy)) return undefined;
  const replicas = Object.entries(mapAt(value, "replicas")).filter(isNumbered);
  const wanted = Object.entries(mapAt(value, "wanted")).filter(isWritten);
  return {
    strategy,
    clusters: listAt(mapAt(value), "clusters").filter(isCluster),
    replicas: Object.fromEntries(replicas),
    wanted: Object.fromEntries(wanted),
  };
}

function isSettings(value: unknown): value is StagedUpdateSettings {
  return (
    isPlainObject(value) &&
    validateStrategy({ stages: [], ...value }).length === 0 &&
    "stages" in value
  );
}

function isCluster(value: unknown): value is StagedCluster {
  return isPlainObject(value) && typeof value.name === "string";
}

function isNumbered(entry: [string, unknown]): entry is [string, number] {
  return typeof entry[1] === "number";
}

function isWritten(entry: [string, unknown]): entry is [string, string] {
  return typeof entry[1] === "string";
}
