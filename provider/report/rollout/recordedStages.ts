/*
 * What a person is told of staged updates between two runs of the program: read from the stack's state and from the
 * clusters, decided by the same planner, shown as text.
 */

import { mapAt, mapsAt, textsAt } from "../../core/plain/fields";
import { isPlainObject } from "../../core/plain/plainObject";
import { compareText, textOf } from "../../core/plain/text";
import { ownType, parseUrn } from "../../core/kinds/urn";
import { type AskedStages, parseAsked } from "../../core/rollout/asked";
import {
  type Attempt,
  parseAttempts,
  parseRecord,
  type StagesRecord,
} from "../../core/stages/record";

/** What a stack's state says of one strategy. */
export interface RecordedStages {
  readonly strategy: string;
  readonly record: StagesRecord;
  readonly attempts: Readonly<Record<string, Attempt>>;
  readonly asked: AskedStages;
  /** The part of the state that is about what it stages, as `pulumi stack export` gives a whole one. */
  readonly staged: unknown;
}

/** What a stack's state says of its staged updates. */
export interface RecordedUpdates {
  /** By name. */
  readonly strategies: readonly RecordedStages[];
  /** Whether an update is running, or was ended while it wrote. */
  readonly isRunning: boolean;
}

/**
 * Reads what `pulumi stack export` gives. A strategy that no update has decided about yet is not there.
 *
 * @example
 * recordedUpdates({ deployment: { resources: [] } })
 * //=> { strategies: [], isRunning: false }
 */
export function recordedUpdates(exported: unknown): RecordedUpdates {
  const deployment = mapAt(exported, "deployment");
  const resources = mapsAt(deployment, "resources");
  const isOfType = (type: string) => (resource: Resource) =>
    ownType(parseUrn(textOf(resource.urn)).type) === `kubefed:index:${type}`;
  const strategies = resources.filter(isOfType("StagedUpdateStrategy"));
  const attempts = resources.filter(isOfType("StagedUpdateAttempts"));
  return {
    strategies: attempts
      .flatMap((resource): RecordedStages[] => {
        const own = strategies.find(({ urn }) => urn === resource.parent);
        const asked = parseAsked(parsed(mapAt(resource, "outputs").asked));
        if (own === undefined || asked === undefined) return [];
        const outputs = mapAt(own, "outputs");
        return [
          {
            strategy: parseUrn(textOf(own.urn)).name,
            record: parseRecord(outputs.record),
            attempts: parseAttempts(parsed(mapAt(resource, "outputs").attempts)),
            asked,
            staged: {
              deployment: { resources: stagedBy(resources, textsAt(outputs, "components")) },
            },
          },
        ];
      })
      .sort((a, b) => compareText(a.strategy, b.strategy)),
    isRunning: mapsAt(deployment, "pending_operations").length > 0,
  };
}

type Resource = Readonly<Record<string, unknown>>;

/** The components, what is in them, and all providers; everything until an update has ended well once. */
function stagedBy(
  resources: readonly Resource[],
  components: readonly string[],
): readonly Resource[] {
  if (components.length === 0) return resources;
  const staged = new Set<unknown>(components);
  return resources.filter(
    ({ urn, parent, type }) =>
      staged.has(urn) || staged.has(parent) || type === "pulumi:providers:kubernetes",
  );
}

function parsed(text: unknown): unknown {
  try {
    const value: unknown = JSON.parse(textOf(text));
    return isPlainObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
