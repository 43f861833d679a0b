import type { IncomingMessage } from "node:http";

/** How much of an answer is read where its question says nothing: more than 500 large objects. */
export const usualMaxBytes = 256 * 1024 * 1024;

/** How deep an answer may nest; Kubernetes' own objects do not reach a tenth of it. */
const maxDepth = 500;

/** An answer that no API server gives: one without an end, one that nests without end, a page. */
export class UnfitAnswer extends Error {
  override readonly name = "UnfitAnswer";
}

/**
 * Reads an answer to its end and gives its text; hangs up once it is longer than allowed, also where
 * it was announced to be.
 *
 * @throws UnfitAnswer, or what the socket throws
 */
export function readText(response: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    const take = (more: number): void => {
      length += more;
      if (length <= maxBytes) return;
      // The error is ours: destroying without one would look like an answer that was cut off.
      response.destroy(new UnfitAnswer(`its answer is longer than ${sizeText(maxBytes)}`));
    };
    response.on("error", reject);
    response.on("data", (part: Buffer) => {
      parts.push(part);
      take(part.length);
    });
    response.on("end", () => {
      resolve(Buffer.concat(parts).toString("utf8"));
    });
  });
}

/**
 * The value that an answer's text is, where it is JSON; else the text itself.
 *
 * @throws UnfitAnswer for JSON that nests too deep for whoever walks through it
 */
export function parseBody(text: string): unknown {
  if (depthOf(text) > maxDepth) {
    throw new UnfitAnswer(`its answer nests deeper than ${maxDepth} levels`);
  }
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}

/** How deep JSON nests, without a call per level; of a text that is no JSON the number means nothing. */
function depthOf(text: string): number {
  // A page is no JSON, however many brackets its scripts have.
  if (!/^\s*[[{]/.test(text)) return 0;
  let depth = 0;
  let deepest = 0;
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (isQuoted) {
      if (code === backslash) index += 1;
      else if (code === quote) isQuoted = false;
    } else if (code === quote) isQuoted = true;
    else if (opening.has(code)) deepest = Math.max(deepest, (depth += 1));
    else if (closing.has(code)) depth -= 1;
  }
  return deepest;
}

const quote = 0x22;
const backslash = 0x5c;
/** `{` and `[`, `}` and `]`. */
const opening: ReadonlySet<number> = new Set([0x7b, 0x5b]);
const closing: ReadonlySet<number> = new Set([0x7d, 0x5d]);

function sizeText(bytes: number): string {
  const kibibytes = bytes / 1024;
  return kibibytes < 1024 ? `${kibibytes} KiB` : `${kibibytes / 1024} MiB`;
}
