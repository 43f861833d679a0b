import type { EngineEvent } from "@pulumi/pulumi/automation";

/** One resource that an update changes, as a person wants to read it. */
export interface ChangeLine {
  readonly op: string;
  /** The child's name, such as `web-us-east`. */
  readonly name: string;
  readonly kind: string;
  readonly fields: readonly string[];
}

const signs: Readonly<Record<string, string>> = {
  create: "+",
  update: "~",
  delete: "-",
  replace: "±",
};

/** The changes to Kubernetes objects among an engine's events, sorted by name. */
export function changesOf(events: readonly EngineEvent[]): ChangeLine[] {
  return events
    .flatMap(({ resourcePreEvent }) => {
      const {
        op,
        type,
        urn,
        detailedDiff,
        old,
        new: after,
      } = resourcePreEvent?.metadata ?? { op: "same", type: "", urn: "" };
      if (!type.startsWith("kubernetes:") || !Object.hasOwn(signs, op)) return [];
      const fields = Object.keys(detailedDiff ?? {})
        .sort()
        .map(
          (path) =>
            `${path}: ${show(valueAt(old?.inputs, path))} -> ${show(valueAt(after?.inputs, path))}`,
        );
      return [
        { op, name: urn.split("::").at(-1) ?? "", kind: type.split(":").at(-1) ?? "", fields },
      ];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The lines that federated components wrote for the preview. */
export function planLines(events: readonly EngineEvent[]): string[] {
  return events.flatMap(({ diagnosticEvent }) => {
    const text = diagnosticEvent?.message.replace(/<\{%[^%]*%\}>/g, "").trim() ?? "";
    return diagnosticEvent?.severity === "info" && text.startsWith("[") ? [text] : [];
  });
}

/** `~ ConfigMap settings-eu-west` and, below it, the fields that change. */
export function renderChanges(changes: readonly ChangeLine[]): string {
  if (changes.length === 0) return "  nothing changes";
  return changes
    .flatMap(({ op, name, kind, fields }) => [
      `  ${signs[op] ?? op} ${kind} ${name}`,
      ...(op === "update" ? fields.map((field) => `      ${field}`) : []),
    ])
    .join("\n");
}

function valueAt(inputs: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (at, key) =>
        typeof at === "object" && at !== null ? (Reflect.get(at, key) as unknown) : undefined,
      inputs,
    );
}

function show(value: unknown): string {
  return value === undefined ? "(none)" : JSON.stringify(value);
}
