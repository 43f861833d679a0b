import type { Code } from "./code";

/** Where a piece of code stands: its indentation, and how much of the line is taken around it. */
interface Place {
  readonly indent: number;
  /** Columns before it on its line. */
  readonly before: number;
  /** Columns after it, such as a comma. */
  readonly after: number;
}

const width = 100;

/**
 * Lays code out as Prettier does at a width of 100, with trailing commas: on one line where it fits,
 * else one entry a line; a call's last map is opened in place.
 */
export function printCode(code: Code, place: Place): string {
  const flat = flatten(code);
  const isFitting = flat !== undefined && place.before + flat.length + place.after <= width;
  if (isFitting) return flat;
  switch (code.sort) {
    case "raw":
      return code.text;
    case "text":
      return quote(code.value);
    case "list":
      return printList(code.items, place);
    case "map":
      return printMap(code.entries, place);
    case "call":
      return printCall(code, place);
  }
}

/** The code on one line, however long; several lines only where a text has several. */
export function inlineCode(code: Code): string {
  return flatten(code) ?? printCode(code, { indent: 0, before: 0, after: 0 });
}

/** The code on one line; undefined where it must not stand on one. */
function flatten(code: Code): string | undefined {
  switch (code.sort) {
    case "raw":
      return code.text;
    case "text":
      return onOneLine(quote(code.value));
    case "list":
      return mustBreak(code.items)
        ? undefined
        : enclose(flattenAll(code.items), (items) => `[${items.join(", ")}]`);
    case "map":
      return enclose(flattenAll(code.entries.map(([, value]) => value)), (values) =>
        flatMap(code.entries, values),
      );
    case "call":
      return enclose(flattenAll(code.args), (args) => `${code.callee}(${args.join(", ")})`);
  }
}

function onOneLine(text: string): string | undefined {
  return text.includes("\n") ? undefined : text;
}

function enclose(
  parts: readonly string[] | undefined,
  write: (parts: readonly string[]) => string,
): string | undefined {
  return parts === undefined ? undefined : write(parts);
}

function flatMap(entries: readonly (readonly [string, Code])[], values: readonly string[]): string {
  if (values.length === 0) return "{}";
  return `{ ${entries.map(([key], index) => entryOf(key, values[index] ?? "")).join(", ")} }`;
}

/** `key: value`, or the key alone where the value is the variable of that name. */
function entryOf(key: string, value: string): string {
  return isShorthand(key, value) ? key : `${keyOf(key)}: ${value}`;
}

/** A variable of the key's name; a number or a word of the language is no variable. */
function isShorthand(key: string, value: string): boolean {
  return key === value && isIdentifier(key) && !["false", "null", "true"].includes(key);
}

function flattenAll(codes: readonly Code[]): string[] | undefined {
  const flat = codes.map(flatten).filter((each) => each !== undefined);
  return flat.length === codes.length ? flat : undefined;
}

/** A list of several maps, or of several lists, each with more than one entry, is never on one line. */
function mustBreak(items: readonly Code[]): boolean {
  const hasMany = (sort: "map" | "list"): boolean =>
    items.every(
      (item) => item.sort === sort && (item.sort === "map" ? item.entries : item.items).length > 1,
    );
  return items.length > 1 && (hasMany("map") || hasMany("list"));
}

function printList(items: readonly Code[], { indent }: Place): string {
  const inner = indent + 2;
  const isAllNumbers = items.every((item) => item.sort === "raw" && /^-?[\d.]+$/.test(item.text));
  const lines = isAllNumbers
    ? fill(
        items.map((item) => (item.sort === "raw" ? item.text : "")),
        inner,
      )
    : items.map((item) => `${printCode(item, { indent: inner, before: inner, after: 1 })},`);
  return `[\n${lines.map((line) => `${" ".repeat(inner)}${line}\n`).join("")}${" ".repeat(indent)}]`;
}

/** Numbers share lines. */
function fill(numbers: readonly string[], indent: number): string[] {
  const lines: string[] = [];
  for (const number of numbers) {
    const last = lines.at(-1);
    const longer = `${last ?? ""} ${number},`;
    if (last === undefined || indent + longer.length > width) lines.push(`${number},`);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

function printMap(entries: readonly (readonly [string, Code])[], { indent }: Place): string {
  const inner = indent + 2;
  const lines = entries.map(([key, value]) => {
    if (value.sort === "raw" && isShorthand(key, value.text))
      return `${" ".repeat(inner)}${key},\n`;
    const head = `${keyOf(key)}: `;
    const text = printCode(value, { indent: inner, before: inner + head.length, after: 1 });
    const isTooLong = inner + head.length + text.length + 1 > width;
    // A long text goes to a line of its own, unless its key is too short for that to help.
    const isMoved =
      value.sort === "text" && !text.includes("\n") && isTooLong && keyOf(key).length >= 5;
    const gap = isMoved ? `\n${" ".repeat(inner + 2)}` : " ";
    return `${" ".repeat(inner)}${keyOf(key)}:${gap}${text},\n`;
  });
  return `{\n${lines.join("")}${" ".repeat(indent)}}`;
}

function printCall(
  { callee, args }: Extract<Code, { sort: "call" }>,
  { indent, before, after }: Place,
): string {
  const [last, penultimate] = [args.at(-1), args.at(-2)];
  const others = flattenAll(args.slice(0, -1));
  const head = others === undefined ? "" : `${callee}(${others.map((arg) => `${arg}, `).join("")}`;
  const isHeadFitting = before + head.length + "{".length <= width;
  if (last?.sort === "map" && penultimate?.sort !== "map" && others && isHeadFitting) {
    const opened = { indent, before: before + head.length, after: after + 1 };
    return `${head}${printMap(last.entries, opened)})`;
  }
  const inner = indent + 2;
  const lines = args.map(
    (arg) => `${" ".repeat(inner)}${printCode(arg, { indent: inner, before: inner, after: 1 })},\n`,
  );
  return `${callee}(\n${lines.join("")}${" ".repeat(indent)})`;
}

function keyOf(key: string): string {
  // Written plainly, with quotes or without, this one would set the prototype of the map.
  if (key === "__proto__") return '["__proto__"]';
  return isIdentifier(key) ? key : quote(key);
}

function isIdentifier(key: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(key);
}

/** A text in the quotes that need fewer escapes; one of several lines as a template. */
function quote(text: string): string {
  const hasLines = /\n[^]/.test(text);
  const isPlain = !/[^\n\t\x20-\uffff]/.test(text) && !text.includes("\u2028");
  if (hasLines && isPlain) return `\`${text.replace(/[\\`]|\$(?=\{)/g, "\\$&")}\``;
  const json = JSON.stringify(text);
  const [doubles, singles] = [text.split('"').length, text.split("'").length];
  if (doubles <= singles) return json;
  const inside = json.slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'");
  return `'${inside}'`;
}
