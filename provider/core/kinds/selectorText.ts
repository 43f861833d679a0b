import type { LabelSelector, LabelSelectorRequirement } from "../model";

const key = "[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?";
const list = new RegExp(`^(${key})\\s+(in|notin)\\s+\\(([^()]*)\\)$`);
const pair = new RegExp(`^(${key})\\s*(==?|!=)\\s*([-A-Za-z0-9_.]*)$`);
const bare = new RegExp(`^(!?)\\s*(${key})$`);

/**
 * A selector as kubectl's `--selector` takes it: `tier=prod`, `region in (eu, us)`, `region notin (ap)`,
 * `gpu`, `!spot`, joined by commas. Gives undefined for anything else.
 *
 * @example
 * parseSelectorText("tier=prod,region in (eu, us)")
 * //=> { matchExpressions: [{ key: "tier", operator: "In", values: ["prod"] }, { key: "region", operator: "In", values: ["eu", "us"] }] }
 */
export function parseSelectorText(text: string): LabelSelector | undefined {
  // Commas inside brackets belong to a list of values.
  const parts = text.split(/,(?![^(]*\))/).map((part) => parsePart(part.trim()));
  const known = parts.filter((part): part is LabelSelectorRequirement => part !== undefined);
  return known.length === parts.length ? { matchExpressions: known } : undefined;
}

function parsePart(part: string): LabelSelectorRequirement | undefined {
  return parseList(part) ?? parsePair(part) ?? parseBare(part);
}

function parseList(part: string): LabelSelectorRequirement | undefined {
  const [, listed, word, values] = list.exec(part) ?? [];
  if (listed === undefined || values === undefined) return undefined;
  const each = values.split(",").map((value) => value.trim());
  return { key: listed, operator: word === "in" ? "In" : "NotIn", values: each };
}

function parsePair(part: string): LabelSelectorRequirement | undefined {
  const [, paired, sign, value] = pair.exec(part) ?? [];
  if (paired === undefined || value === undefined) return undefined;
  return { key: paired, operator: sign === "!=" ? "NotIn" : "In", values: [value] };
}

function parseBare(part: string): LabelSelectorRequirement | undefined {
  const [, not, alone] = bare.exec(part) ?? [];
  if (alone === undefined) return undefined;
  return { key: alone, operator: not === "!" ? "DoesNotExist" : "Exists" };
}
