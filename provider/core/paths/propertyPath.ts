/** A Pulumi property path: names, list indexes, and `*` for every name or index. */
export type PropertyPath = readonly (string | number)[];

const plainName = /^[A-Za-z0-9_]+$/;
const bareName = /^([^.[\]"\s/\\]+)/;
const dottedName = /^\.([^.[\]"\s/\\]+)/;
const bracket = /^\[(?:(\*)|(0|[1-9][0-9]*)|"((?:\\"|[^"\\])+)")\]/;

/**
 * Reads a property path as Pulumi's `ignoreChanges` takes it: `spec.ports[0].nodePort`,
 * `spec.ports[*].nodePort`, `metadata.annotations["x.io/y"]`. Stricter than the engine, which ignores
 * in silence what it cannot use: a name with a slash, blank, backslash or quote must stand in
 * `["…"]`, and a backslash is not possible at all. Gives `undefined` for anything else.
 * Source: Pulumi `sdk/go/common/resource/properties_path.go`.
 *
 * @example
 * parsePropertyPath('metadata.annotations["x.io/y"]')
 * //=> ["metadata", "annotations", "x.io/y"]
 */
export function parsePropertyPath(text: string): PropertyPath | undefined {
  const path: (string | number)[] = [];
  let rest = text;
  while (rest !== "" || path.length === 0) {
    const inBrackets = bracket.exec(rest);
    const nextName = path.length === 0 ? bareName : dottedName;
    const [matched, step] =
      inBrackets === null ? readName(nextName.exec(rest)) : readBracket(inBrackets);
    if (step === undefined) return undefined;
    path.push(step);
    rest = rest.slice(matched.length);
  }
  return path;
}

type Step = readonly [matched: string, step?: string | number];

function readName(match: RegExpExecArray | null): Step {
  return match === null ? [""] : [match[0], match[1]];
}

function readBracket([matched, star, index, name]: RegExpExecArray): Step {
  if (index !== undefined) return [matched, Number(index)];
  return [matched, star ?? name?.replace(/\\"/g, '"')];
}

/**
 * A property path in the shortest form that Pulumi reads back to the same.
 *
 * @example
 * formatPropertyPath(["spec", "ports", "*", "x.io/y"])
 * //=> 'spec.ports[*]["x.io/y"]'
 */
export function formatPropertyPath(path: PropertyPath): string {
  const text = path.map((step) => {
    if (typeof step === "number") return `[${step}]`;
    if (step === "*") return "[*]";
    return plainName.test(step) ? `.${step}` : `["${step.replace(/"/g, '\\"')}"]`;
  });
  return text.join("").replace(/^\./, "");
}

/**
 * Property paths read from texts, without those that are none.
 *
 * @example
 * parsePropertyPaths(["spec.replicas", "a b"])
 * //=> [["spec", "replicas"]]
 */
export function parsePropertyPaths(texts: readonly string[]): PropertyPath[] {
  return texts.map(parsePropertyPath).filter((path) => path !== undefined);
}
