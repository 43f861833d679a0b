import get from "lodash/get";
import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";

/** A field that differs, as shown. */
export interface FieldChange {
  /** Such as `spec.replicas`. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** What an update does with one object on one cluster. */
export interface Change {
  readonly op: string;
  readonly kind: string;
  readonly name: string;
  readonly cluster: string;
  readonly fields: readonly FieldChange[];
}

const signs: Readonly<Record<string, string>> = {
  create: "+",
  update: "~",
  delete: "-",
  replace: "±",
};

/** The changes to Kubernetes objects among the engine's events: by kind, name and cluster. */
export function changesOf(events: readonly EngineEvent[]): Change[] {
  return events
    .flatMap(({ resourcePreEvent }) =>
      resourcePreEvent === undefined ? [] : changeOf(resourcePreEvent.metadata),
    )
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** One line for an object that comes or goes, naming its clusters; below a changed one, its fields on each. */
export function renderChanges(changes: readonly Change[]): string {
  if (changes.length === 0) return "  nothing changes";
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const title = `${signs[change.op] ?? change.op} ${change.kind} ${change.name}`;
    groups.set(title, [...(groups.get(title) ?? []), change]);
  }
  const width = Math.max(...[...groups.keys()].map((title) => title.length));
  return [...groups]
    .flatMap(([title, members]) =>
      members.every(({ fields }) => fields.length === 0)
        ? [`  ${title.padEnd(width)}   ${members.map(({ cluster }) => cluster).join("  ")}`]
        : [`  ${title}`, ...renderFields(members)],
    )
    .join("\n");
}

function changeOf(step: StepEventMetadata): Change[] {
  const { op, type, provider } = step;
  if (!type.startsWith("kubernetes:") || !Object.hasOwn(signs, op)) return [];
  const kind = type.split(":").at(-1) ?? "";
  // A reference to a provider is its URN, which ends with its name, and its id: ours are named for their cluster.
  const cluster = provider.split("::").at(-2) ?? "";
  return [{ op, kind, name: nameOf(step), cluster, fields: fieldsOf(step) }];
}

function nameOf({ urn, old, new: after }: StepEventMetadata): string {
  const name: unknown = get(after?.inputs ?? old?.inputs, "metadata.name");
  return typeof name === "string" ? name : (urn.split("::").at(-1) ?? "");
}

function fieldsOf({ op, old, new: after, detailedDiff }: StepEventMetadata): FieldChange[] {
  if (op === "create" || op === "delete") return [];
  return Object.keys(detailedDiff ?? {})
    .sort()
    .map((path) => ({
      path,
      before: show(get(old?.inputs, path)),
      after: show(get(after?.inputs, path)),
    }));
}

function renderFields(changes: readonly Change[]): string[] {
  const rows = changes.flatMap(({ cluster, fields }) =>
    fields.map((field, index) => ({ cluster: index === 0 ? cluster : "", ...field })),
  );
  const clusterWidth = Math.max(...rows.map(({ cluster }) => cluster.length));
  const pathWidth = Math.max(...rows.map(({ path }) => path.length));
  return rows.map(
    ({ cluster, path, before, after }) =>
      `      ${cluster.padEnd(clusterWidth)}   ${path.padEnd(pathWidth)}   ${before} -> ${after}`,
  );
}

/** Under this key Pulumi marks a value that is not plain, such as a secret; its content says which. */
const markKey = "4dabf18193072939515e22adb298388d";
const longest = 60;

function show(value: unknown): string {
  if (value === undefined) return "(none)";
  const text = JSON.stringify(value);
  // A secret within a larger value hides all of it: better too much than one leaf too few.
  if (text.includes(markKey) || text.includes("[secret]")) return "[secret]";
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

function keyOf({ kind, name, op, cluster }: Change): string {
  return [kind, name, op, cluster].join("\u0000");
}
