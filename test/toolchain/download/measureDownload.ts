import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toolDirectory } from "../cache";
import { installTool } from "../install";
import { openProgress } from "../progress";
import { type Tool, tools } from "../versions";
import { openDownloads } from "./downloads";
import { type ReleaseServer, serveReleases } from "./releaseServer";

const platform = { os: process.platform, cpu: process.arch };

/**
 * Serves what a cache has as its makers publish it.
 *
 * @throws where a program is not in the cache, because one that the user has installed is in use
 */
export function serveCache(from: string): Promise<ReleaseServer> {
  return serveReleases(platform, (tool: Tool, program: string): Buffer => {
    const path = join(toolDirectory(from, tool), program);
    if (!existsSync(path)) throw new Error(`toolchain: there is no "${path}" to be measured`);
    return readFileSync(path);
  });
}

/**
 * Installs the whole toolchain from archives into an empty cache, as the very first run on a machine does, and
 * says how long that took and how many bytes came. The archives hold the programs of a cache that is whole,
 * packed as their makers pack them, and come from a server in this process: what a network adds is the bytes by
 * its speed.
 *
 * A build has all programs of Kubernetes in one file, which is sent for each of them: their makers send less.
 *
 * @throws where a program is not in the cache, because one that the user has installed is in use
 */
export async function measureDownload(from: string): Promise<string> {
  const server = await serveCache(from);
  const cache = mkdtempSync(join(tmpdir(), "kubefed-empty-cache-"));
  try {
    mkdirSync(join(cache, "toolchain"));
    const progress = openProgress({ sink: process.stderr });
    const began = Date.now();
    const downloads = openDownloads({ cache, progress, mirror: server.url, platform });
    // Without Go: what cannot be had from an archive is an error here.
    const install = { cache, progress, downloads, searchPath: "/none" };
    await Promise.all(tools.map((tool) => installTool({ ...install, tool })));
    downloads.close();
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    const megabytes = (server.bytes / 1_000_000).toFixed(1);
    const files = server.asked.filter((path) => !/checksums|SHA256|sha256|api\.github/.test(path));
    return `installed ${tools.length} tools of ${files.length} files, ${megabytes} MB, in ${seconds} s`;
  } finally {
    await server.close();
    rmSync(cache, { recursive: true, force: true });
  }
}
