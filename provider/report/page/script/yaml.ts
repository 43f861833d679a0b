import { secretText } from "../../plan/masking";

const plainText = /^[A-Za-z_./][-A-Za-z0-9_./: ]*$/;
const otherMeaning = /: |:$| $|^(true|false|null|yes|no|on|off|y|n)$/i;

/**
 * Plain data as YAML, to be read and not parsed: texts without quotes where YAML needs none.
 *
 * @example
 * yamlText({ spec: { ports: [{ port: 80, name: "http" }], paused: "yes" } })
 * //=> 'spec:\n  ports:\n    - port: 80\n      name: http\n  paused: "yes"'
 */
export function yamlText(value: unknown): string {
  return block(value, "").replace(/^\n/, "");
}

/** A single value: a text as it is, anything else as YAML. */
export function valueText(value: unknown): string {
  return typeof value === "string" ? value : yamlText(value);
}

/** What stands behind a key: on its line, or below it after a line's end. */
function block(value: unknown, indent: string): string {
  if (Array.isArray(value)) return listText(value, indent);
  if (typeof value === "object" && value !== null) return mapText(Object.entries(value), indent);
  if (typeof value !== "string") return JSON.stringify(value);
  return value.includes("\n") ? linesText(value, indent) : scalarText(value);
}

function listText(list: readonly unknown[], indent: string): string {
  if (list.length === 0) return "[]";
  const items = list.map((each) => block(each, `${indent}  `).replace(/^\n\s*/, ""));
  return items.map((item) => `\n${indent}- ${item}`).join("");
}

function mapText(entries: readonly (readonly [string, unknown])[], indent: string): string {
  if (entries.length === 0) return "{}";
  const lines = entries.map(([key, each]) => {
    const text = block(each, `${indent}  `);
    return `\n${indent}${scalarText(key)}:${text.startsWith("\n") ? "" : " "}${text}`;
  });
  return lines.join("");
}

function linesText(text: string, indent: string): string {
  const lines = text.replace(/\n$/, "").split("\n");
  return `|${text.endsWith("\n") ? "" : "-"}${lines.map((line) => `\n${indent}${line}`).join("")}`;
}

function scalarText(text: string): string {
  const needsNone = plainText.test(text) && !otherMeaning.test(text);
  return text === secretText || needsNone ? text : JSON.stringify(text);
}
