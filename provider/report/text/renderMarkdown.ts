import { objectTitle } from "../../core/kinds/objectTitle";
import { count } from "../../core/plain/text";
import { type FleetPlan, type PlanRow } from "../plan/model";
import { textNoPlans, totalLine } from "./renderText";
import { plain } from "./paint";
import {
  textChanges,
  textDeletions,
  textOthers,
  textReasons,
  textReplicas,
  textWarnings,
} from "./textDetails";
import { type StageTable, stageTables } from "./stageTable";
import { textGroups } from "./textGroups";
import { textRefusals } from "./textStages";
import { describeCell, describeReplicas, isChange } from "./words";

/** As many clusters as a table in a comment shows without a scroll bar. */
const tableClusters = 8;
const style = { width: 110, paint: plain };

/**
 * The plan as a comment on a pull request: totals and deletions in the open, the picture as a table
 * (or, for many clusters, as text), everything long folded.
 */
export function renderMarkdown(plan: FleetPlan): string {
  const title = `### ${escapeMarkdown(`${plan.project}/${plan.stack}`)}: ${totalLine(plan)}`;
  const changed = plan.objects.filter((row) => row.cells.some(({ action }) => isChange(action)));
  const parts = [
    title,
    `${count(plan.objects.length, "federated object")} on ${count(plan.clusters.length, "member cluster")}`,
    alert("CAUTION", textNoPlans(plan, style)),
    alert("CAUTION", textRefusals(plan, style)),
    ...stageTables(plan).map(stagesPart),
    alert("CAUTION", textDeletions(plan, style)),
    alert("WARNING", textWarnings(plan, style)),
    changed.length === 0 ? "Nothing changes on any cluster." : picture(plan, changed),
    folded("Changes", textChanges(plan, style), "diff"),
    folded("Replicas", textReplicas(plan, style), "text"),
    folded("Not selected", textReasons(plan, style, { action: "not-selected", title: "" }), "text"),
    folded("Deferred", textReasons(plan, style, { action: "deferred", title: "" }), "text"),
    folded("Other resources", textOthers(plan, style), "diff"),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** A staged update: what goes now and what is held, in the open. */
function stagesPart({ title, head, rows, notes }: StageTable): string {
  const lines = rows.map(({ cells, isNow }) =>
    tableLine(
      cells.map(escapeMarkdown).map((cell) => (isNow && cell !== "" ? `**${cell}**` : cell)),
    ),
  );
  const said = notes.map((note) => `- ${escapeMarkdown(note)}`);
  const table = [tableLine(head), tableLine(head.map(() => "---")), ...lines].join("\n");
  return [`**${escapeMarkdown(title)}**`, table, said.join("\n")]
    .filter((part) => part !== "")
    .join("\n\n");
}

function picture(plan: FleetPlan, rows: readonly PlanRow[]): string {
  if (plan.clusters.length > tableClusters) {
    return fenced(textGroups({ ...plan, objects: rows }, style), "text");
  }
  const clusters = plan.clusters.map(({ name }) => name);
  const hasReplicas = rows.some(({ replicas }) => replicas !== undefined);
  const lines = rows.map((row) => {
    const cells = clusters.map((cluster) => {
      const cell = row.cells.find((each) => each.cluster === cluster);
      return cell === undefined ? "" : code(describeCell(cell));
    });
    const total = row.replicas === undefined ? "" : describeReplicas(row.replicas);
    return tableLine([escapeMarkdown(objectTitle(row)), ...cells, ...(hasReplicas ? [total] : [])]);
  });
  const head = ["", ...clusters.map(escapeMarkdown), ...(hasReplicas ? ["replicas"] : [])];
  const quiet = plan.objects.length - rows.length;
  const rest = quiet === 0 ? [] : ["", `${count(quiet, "object")} unchanged on all clusters.`];
  return [tableLine(head), tableLine(head.map(() => "---")), ...lines, ...rest].join("\n");
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** A box that stays open; the lines begin with an empty one and a title. */
function alert(sort: "CAUTION" | "WARNING", lines: readonly string[]): string {
  if (lines.length === 0) return "";
  const quoted = lines
    .filter((line) => line !== "")
    .map((line) => (line.startsWith("  ") ? `> ${code(line.trim())}  ` : `> **${line}**  `));
  return [`> [!${sort}]`, ...quoted].join("\n");
}

function folded(title: string, lines: readonly string[], language: string): string {
  if (lines.length === 0) return "";
  return `<details><summary>${title}</summary>\n\n${fenced(asDiff(lines.slice(2), language), language)}\n\n</details>`;
}

/** Signs at the start of a line, where a diff's colours look for them. */
function asDiff(lines: readonly string[], language: string): readonly string[] {
  if (language !== "diff") return lines;
  return lines.map((line) => line.replace(/^( +)([+-]) /, "$2$1").replace(/^( +)~ /, "!$1"));
}

/** A fence longer than any run of backquotes inside. */
function fenced(lines: readonly string[], language: string): string {
  const text = lines.join("\n");
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

function code(text: string): string {
  return `\`${text.replace(/`/g, "'").replace(/\|/g, "\\|")}\``;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|]/g, "\\$&");
}
