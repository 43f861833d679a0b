import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cacheDirectory } from "../toolchain/cache";
import { serveCache } from "../toolchain/download/measureDownload";
import { ensureToolchain } from "../toolchain";

/**
 * Runs the demo as on a machine that has nothing of the toolchain: from an empty cache, with the makers' archives
 * served by this process, and without Go, so that what cannot be had from an archive is an error. Says how long it
 * took, how much of that the toolchain, and how many bytes came. What a network adds is the bytes by its speed.
 */
export async function measureDemo(signal: AbortSignal): Promise<string> {
  await ensureToolchain();
  const server = await serveCache(cacheDirectory(process.env));
  const cache = mkdtempSync(join(tmpdir(), "kubefed-empty-cache-"));
  try {
    const began = Date.now();
    await runDemoIn({ cache, mirror: server.url, signal });
    const ended = Date.now();
    const { bytes, at } = server.sent();
    if (bytes === 0) throw new Error("nothing was downloaded, so that nothing was measured");
    const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
    const megabytes = (bytes / 1_000_000).toFixed(1);
    return `the demo from an empty cache: ${seconds(began, ended)} s; ${megabytes} MB of the toolchain came in the first ${seconds(began, at)} s`;
  } finally {
    await server.close();
    rmSync(cache, { recursive: true, force: true });
  }
}

function runDemoIn(of: {
  readonly cache: string;
  readonly mirror: string;
  readonly signal: AbortSignal;
}): Promise<void> {
  const tsx = require.resolve("tsx/cli");
  const child = spawn(process.execPath, [tsx, join(__dirname, "main.ts")], {
    stdio: "inherit",
    env: {
      ...process.env,
      PULUMI_KUBEFED_CACHE: of.cache,
      KUBEFED_TOOLCHAIN: "download",
      KUBEFED_TOOLCHAIN_MIRROR: of.mirror,
      PATH: [dirname(process.execPath), "/usr/bin", "/bin"].join(":"),
    },
  });
  const stop = () => child.kill("SIGINT");
  of.signal.addEventListener("abort", stop, { once: true });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => {
      of.signal.removeEventListener("abort", stop);
      if (code === 0) resolve();
      else reject(new Error(`the demo ended with ${code ?? "a signal"}`));
    });
  });
}
