import { stateText } from "../../text/stageTable";
import { make } from "./elements";
import type { ColumnGroup } from "./stages";

/** The row above the clusters: a stage, and what becomes of it; undefined where there is none. */
export function stageHeads(groups: readonly ColumnGroup[]): HTMLElement | undefined {
  if (groups.every(({ stage }) => stage === undefined)) return undefined;
  const cells = groups.map(({ stage, clusters }) =>
    make(
      "th",
      {
        scope: "colgroup",
        colspan: String(clusters.length),
        class: stage === undefined ? "stage" : `stage ${stage.now > 0 ? "now" : stage.state}`,
        title:
          stage === undefined
            ? undefined
            : `${stage.name}: ${stateText(stage)}; after it: ${stage.after}`,
      },
      stage?.name ?? "no stage",
      stage === undefined ? undefined : make("small", {}, stateText(stage)),
    ),
  );
  return make("tr", { class: "stages" }, make("th", {}, "Stage"), ...cells);
}
