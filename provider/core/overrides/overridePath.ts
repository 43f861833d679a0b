import { isDottedPath, parseDottedPath } from "../paths/dottedPath";
import type { EditProblem } from "../paths/editProblem";
import { formatPointer, parsePointer } from "../paths/jsonPointer";

/** An override's path, understood. */
export interface OverridePath {
  readonly tokens: readonly string[];
  /** `dotted` is the form of 2018, which makes missing parents and knows no list items. */
  readonly form: "pointer" | "dotted";
}

/**
 * Reads an override's path: a JSON pointer, or the dotted form of 2018.
 *
 * | path | read as |
 * |---|---|
 * | `/spec/replicas` | pointer |
 * | `spec.replicas`, `data` | dotted |
 * | `spec/replicas` | refused: KubeFed took it for `/replicas` |
 * | `/spec/`, `/`, `spec..replicas` | refused: no object has an empty key |
 * | `/data/~x` | refused: `~` is written `~0` |
 *
 * @example
 * readOverridePath("spec.replicas")
 * //=> { tokens: ["spec", "replicas"], form: "dotted" }
 */
export function readOverridePath(path: string): OverridePath | { readonly problem: EditProblem } {
  const form = isDottedPath(path) ? "dotted" : "pointer";
  const tokens = form === "dotted" ? parseDottedPath(path) : parsePointer(path);
  if (tokens === undefined) return { problem: notAPointer(path) };
  if (!tokens.includes("")) return { tokens, form };
  const filled = tokens.filter((token) => token !== "");
  const instead = filled.length === 0 ? "" : `; write "${formatPointer(filled)}"`;
  return { problem: syntax(`"${path}" names an empty key, which no object has${instead}`) };
}

/**
 * The problem of a path that goes on below a label or an annotation, because its key has a slash or a
 * dot that is not written as part of it. A warning for the dotted form, which did that in 2018.
 */
export function splitKey({ tokens, form }: OverridePath): EditProblem | undefined {
  const map = tokens.findIndex(
    (token, index) => token === "metadata" && isKeyed(tokens[index + 1]),
  );
  const key = map + 2;
  if (map < 0 || tokens.length <= key + 1) return undefined;
  const separator = form === "dotted" ? "." : "/";
  const written = form === "dotted" ? tokens.join(".") : formatPointer(tokens);
  const whole = formatPointer([...tokens.slice(0, key), tokens.slice(key).join(separator)]);
  return {
    ...syntax(`"${written}" leads into the key "${tokens[key] ?? ""}"; write "${whole}"`),
    ...(form === "dotted" ? { severity: "warning" } : {}),
  };
}

function isKeyed(token: string | undefined): boolean {
  return token === "annotations" || token === "labels";
}

function notAPointer(path: string): EditProblem {
  if (path.startsWith("/")) {
    return syntax(
      `"${path}" has a "~" that stands for nothing; write "~0" for "~" and "~1" for "/"`,
    );
  }
  return syntax(`"${path}" has no leading slash; write "/${path}"`);
}

function syntax(message: string): EditProblem {
  return { code: "override-path-syntax", message };
}
