import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { type Tool, tools } from "../versions";
import { type Archive, archivesOf, type Platform } from "./archives";

/** Answers one request itself; `body` is what would be sent. */
export type Misbehaviour = (
  response: ServerResponse,
  body: Buffer,
  request: IncomingMessage,
) => void;

/** A server with releases of every tool, at the paths of a mirror. */
export interface ReleaseServer {
  readonly url: string;
  /** The paths that were asked for. */
  readonly asked: readonly string[];
  /** All bytes that it has. */
  readonly bytes: number;
  /** What it has sent so far, and when the last of it was gone, in milliseconds since 1970. */
  readonly sent: () => { readonly bytes: number; readonly at: number };
  /** Lets the file that ends so be answered in another way. */
  readonly misbehave: (ending: string, way: Misbehaviour) => void;
  readonly close: () => Promise<void>;
}

/**
 * Serves releases whose programs are scripts that say their version, packed as their makers pack them.
 *
 * @param programs the text of a program, or its own content
 */
export async function serveReleases(
  platform: Platform,
  programs: (tool: Tool, program: string) => string | Buffer = sayingVersion,
): Promise<ReleaseServer> {
  const files = new Map<string, Buffer>();
  const sums = new Map<string, { name: string; sha256: string }[]>();
  for (const tool of tools) {
    for (const archive of archivesOf(tool.name, platform)) {
      const place = archive.url.replace("https://", "/");
      // Two tools are in one archive.
      const content = pack(archive, (program) => programs(tool, program), files.get(place));
      files.set(place, content);
      const sha256 = createHash("sha256").update(content).digest("hex");
      const list = archive.checksumUrl.replace("https://", "/");
      const others = (sums.get(list) ?? []).filter(({ name }) => name !== basename(place));
      sums.set(list, [...others, { name: basename(place), sha256 }]);
    }
  }
  for (const [list, entries] of sums) files.set(list, Buffer.from(checksumText(list, entries)));

  const ways = new Map<string, Misbehaviour>();
  const asked: string[] = [];
  const sent = { bytes: 0, at: 0 };
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const body = files.get(path);
    const way = [...ways].find(([ending]) => path.endsWith(ending))?.[1];
    if (body === undefined) response.writeHead(404).end();
    else if (way !== undefined) way(response, body, request);
    else {
      response.writeHead(200, { "content-length": body.length }).end(body, () => {
        sent.bytes += body.length;
        sent.at = Date.now();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    bytes: [...files.values()].reduce((sum, { length }) => sum + length, 0),
    sent: () => ({ ...sent }),
    misbehave: (ending, way) => ways.set(ending, way),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function sayingVersion(tool: Tool): string {
  return `#!/bin/sh\necho ${tool.name} ${tool.check.says}\n`;
}

/** The file that a maker publishes; what an earlier tool has in the same archive stays in it. */
function pack(
  archive: Archive,
  contentOf: (program: string) => string | Buffer,
  before: Buffer | undefined,
): Buffer {
  if (archive.programs === undefined) return Buffer.from(contentOf(archive.program ?? ""));
  const folder = mkdtempSync(join(tmpdir(), "kubefed-release-"));
  try {
    const packed = join(folder, "packed.tar.gz");
    const content = join(folder, "content");
    mkdirSync(content);
    if (before !== undefined) {
      writeFileSync(packed, before);
      execFileSync("tar", ["-xzf", packed, "-C", content]);
    }
    // The makers' archives hold more than we take.
    writeFileSync(join(content, "LICENSE"), "do as you like\n");
    for (const [program, path] of Object.entries(archive.programs)) {
      mkdirSync(dirname(join(content, path)), { recursive: true });
      writeFileSync(join(content, path), contentOf(program), { mode: 0o755 });
    }
    execFileSync("sh", ["-c", 'tar -czf "$0" -C "$1" $(ls -A "$1")', packed, content]);
    return readFileSync(packed);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the makers of each kind of list write. */
function checksumText(list: string, entries: readonly { name: string; sha256: string }[]): string {
  if (list.endsWith(".sha256")) return entries.map(({ sha256 }) => sha256).join("\n");
  if (list.startsWith("/api.github.com/")) {
    const assets = entries.map(({ name, sha256 }) => ({ name, digest: `sha256:${sha256}` }));
    return JSON.stringify({ tag_name: "v1", assets: [{ name: "old", digest: null }, ...assets] });
  }
  const other = `${"0".repeat(64)}  another-file`;
  return [other, ...entries.map(({ name, sha256 }) => `${sha256}  ${name}`)].join("\n") + "\n";
}
