import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { get as getPlain, type IncomingMessage } from "node:http";
import { get as getSecure } from "node:https";
import { pipeline } from "node:stream/promises";

/** How long a download may take to be worth it. */
export interface FetchLimits {
  /** For an answer, and between two pieces of it. */
  readonly silenceMs: number;
  /** How often the speed is judged. */
  readonly windowMs: number;
  /** The whole may not take longer than this, as the speed of the last window tells. */
  readonly worthMs: number;
}

/** What was fetched. */
export interface Fetched {
  readonly bytes: number;
  readonly sha256: string;
}

/** A download that failed; its message names the host and why, in a few words. */
export class FetchError extends Error {}

const mostRedirects = 5;
/** A text in which a checksum is looked for; GitHub's description of a release is the longest, some 100 kB. */
const mostTextBytes = 4_000_000;

/** Fetches `url` into the file `to`. The file may be there in part when this fails. */
export async function fetchFile(request: {
  url: string;
  to: string;
  limits: FetchLimits;
  /** Ends the download. */
  signal?: AbortSignal;
  /** Is told how many bytes have come and how many there are, if the server says so. */
  onBytes?: (bytes: number, total: number | undefined) => void;
}): Promise<Fetched> {
  const { url, to, limits, signal, onBytes } = request;
  const answer = await follow(url, limits);
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    await pipeline(async function* () {
      for await (const piece of watched(answer, url, limits, signal)) {
        hash.update(piece);
        bytes += piece.length;
        onBytes?.(bytes, lengthOf(answer));
        yield piece;
      }
    }, createWriteStream(to));
  } finally {
    answer.destroy(); // Where the file could not be opened nobody has begun to read.
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** Fetches a short text. */
export async function fetchText(url: string, limits: FetchLimits): Promise<string> {
  const answer = await follow(url, limits);
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of watched(answer, url, limits)) {
    bytes += piece.length;
    if (bytes > mostTextBytes) throw new FetchError(`${hostOf(url)} sent too long a text`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

/** The answer at the end of all redirects. */
async function follow(url: string, limits: FetchLimits): Promise<IncomingMessage> {
  let at = url;
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const answer = await ask(at, limits);
    const { statusCode = 0, headers } = answer;
    if (statusCode === 200) return answer;
    answer.destroy();
    if (![301, 302, 303, 307, 308].includes(statusCode) || headers.location === undefined) {
      throw new FetchError(`${hostOf(at)} answered ${statusCode}`);
    }
    const next = new URL(headers.location, at);
    if (at.startsWith("https:") && next.protocol !== "https:") {
      throw new FetchError(`${hostOf(at)} redirects to a place that is not https`);
    }
    at = next.href;
  }
  throw new FetchError(`${hostOf(url)} redirects more than ${mostRedirects} times`);
}

function ask(url: string, { silenceMs }: FetchLimits): Promise<IncomingMessage> {
  const get = url.startsWith("https:") ? getSecure : getPlain;
  return new Promise((resolve, reject) => {
    // GitHub's API refuses whoever does not say who asks.
    const request = get(url, { headers: { "user-agent": "pulumi-kubefed" } }, (answer) => {
      clearTimeout(timer);
      resolve(answer);
    });
    const timer = setTimeout(
      () => request.destroy(new FetchError(`${hostOf(url)} is silent`)),
      silenceMs,
    );
    request.on("error", (error) => {
      clearTimeout(timer);
      reject(said(error, url));
    });
  });
}

/** The pieces of an answer; fails when none comes, when they come too slowly, and when some are missing. */
async function* watched(
  answer: IncomingMessage,
  url: string,
  limits: FetchLimits,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  const total = lengthOf(answer);
  let bytes = 0;
  let before = 0;
  let lastAt = Date.now();
  const end = (why: string) => answer.destroy(new FetchError(`${hostOf(url)} ${why}`));
  const onAbort = () => end("is not needed any more");
  signal?.addEventListener("abort", onAbort);
  if (signal?.aborted === true) onAbort();
  const silence = setInterval(() => {
    if (Date.now() - lastAt >= limits.silenceMs) end("went silent");
  }, limits.silenceMs / 5);
  const speed = setInterval(() => {
    if (isTooSlow({ came: bytes - before, left: (total ?? 0) - bytes, limits })) {
      end(`is slow: ${Math.round((bytes - before) / limits.windowMs)} kB/s`);
    }
    before = bytes;
  }, limits.windowMs);
  try {
    for await (const piece of answer as AsyncIterable<Buffer>) {
      lastAt = Date.now();
      bytes += piece.length;
      yield piece;
    }
  } catch (error) {
    throw said(error, url);
  } finally {
    clearInterval(silence);
    clearInterval(speed);
    signal?.removeEventListener("abort", onAbort);
    answer.destroy();
  }
  if (total !== undefined && bytes !== total) {
    throw new FetchError(`${hostOf(url)} sent ${bytes} of ${total} bytes`);
  }
}

/** Whether what is left takes longer than it is worth, at the speed of the last window. */
function isTooSlow(at: { came: number; left: number; limits: FetchLimits }): boolean {
  const { came, left, limits } = at;
  return left > 0 && (left / Math.max(came, 1)) * limits.windowMs > limits.worthMs;
}

function lengthOf(answer: IncomingMessage): number | undefined {
  const length = Number(answer.headers["content-length"] ?? "none");
  return Number.isNaN(length) ? undefined : length;
}

function said(error: unknown, url: string): FetchError {
  if (error instanceof FetchError) return error;
  const { code, message } = error as { code?: string; message: string };
  const why = message === "aborted" ? "ended the answer too early" : `failed (${code ?? message})`;
  return new FetchError(`${hostOf(url)} ${why}`);
}

/** The host of a URL, as messages name it. */
export function hostOf(url: string): string {
  return new URL(url).host;
}
