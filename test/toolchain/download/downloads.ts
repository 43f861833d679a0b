import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { isWhole } from "../build";
import { runCommand } from "../command";
import type { Progress } from "../progress";
import { programsOf, type Tool, tools } from "../versions";
import { type Archive, archivesOf, findChecksum, type Platform } from "./archives";
import { FetchError, fetchFile, type FetchLimits, fetchText, hostOf } from "./fetch";

type Environment = Readonly<Record<string, string | undefined>>;

/** Downloads of one run: an archive that two tools need is fetched once. */
export interface Downloads {
  /**
   * Puts the programs of `tool` into `directory`, all or none, and says whether it did. Progress and
   * the reason of a failure, one line of it, go to the display.
   */
  readonly put: (tool: Tool, directory: string) => Promise<boolean>;
  /** Removes what was fetched. */
  readonly close: () => void;
}

/** Where archives come from and how long a try may take. */
export interface DownloadOptions {
  readonly cache: string;
  readonly progress: Progress;
  /** Else each file comes from its official host. Files are looked for at `<mirror>/<host>/<path>`. */
  readonly mirror?: string;
  readonly platform?: Platform;
  /** The bounds of a single try; `worthMs` defaults to the time that building the tool takes. */
  readonly limits?: Partial<FetchLimits>;
}

/**
 * Whether archives are tried at all, and from where: `KUBEFED_TOOLCHAIN=build` is no,
 * `KUBEFED_TOOLCHAIN_MIRROR` is a place that has copies of the official files.
 *
 * @example
 * downloadSettings({ KUBEFED_TOOLCHAIN_MIRROR: "https://mirror.example.com/" })
 * //=> { tried: true, mirror: "https://mirror.example.com" }
 */
export function downloadSettings(env: Environment): { tried: boolean; mirror?: string } {
  const way = env.KUBEFED_TOOLCHAIN || "download";
  if (way !== "build" && way !== "download") {
    throw new Error(
      `toolchain: KUBEFED_TOOLCHAIN is "${way}"; allowed: "download" (archives first, the default), "build"`,
    );
  }
  const mirror = env.KUBEFED_TOOLCHAIN_MIRROR;
  return { tried: way === "download", ...(mirror && { mirror: mirror.replace(/\/+$/, "") }) };
}

/** Opens the downloads of one run. */
export function openDownloads(options: DownloadOptions): Downloads {
  const platform = options.platform ?? { os: process.platform, cpu: process.arch };
  const root = join(options.cache, "toolchain");
  let folder: string | undefined;
  const fetched = new Map<string, Promise<string>>();
  const fetchOnce = (archive: Archive, signal: AbortSignal) => {
    folder ??= mkdtempSync(join(root, ".downloads-"));
    const to = join(folder, basename(archive.url));
    const worthMs = 60_000 * minutesOfBuilding(archive, platform);
    const fetching =
      fetched.get(archive.url) ?? fetchWhole({ archive, to, worthMs, signal, options });
    fetched.set(archive.url, fetching);
    return fetching;
  };
  return {
    put: async (tool, directory) => {
      const archives = archivesOf(tool.name, platform);
      if (archives.length === 0) return false;
      const draft = join(directory, ".download");
      rmSync(draft, { recursive: true, force: true });
      mkdirSync(draft, { recursive: true });
      const needless = new AbortController();
      try {
        const files = await Promise.all(
          archives.map((archive) => fetchOnce(archive, needless.signal)),
        );
        for (const [at, archive] of archives.entries())
          await unpack(files[at] ?? "", archive, draft);
        if (!(await isWhole(tool, draft))) throw new FetchError(`"${tool.check.run}" does not run`);
        for (const name of programsOf(tool)) renameSync(join(draft, name), join(directory, name));
        // One file that all names linked to.
        if (tool.links.length > 0) rmSync(join(directory, tool.output), { force: true });
        return true;
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        options.progress.note(`no archive of ${tool.name} ${tool.version}, it is built: ${why}`);
        return false;
      } finally {
        needless.abort(); // One file of several is missing: the others are of no use.
        rmSync(draft, { recursive: true, force: true });
      }
    },
    close: () => {
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Fetches an archive whose SHA-256 is what its vendor says. */
async function fetchWhole(request: {
  archive: Archive;
  to: string;
  worthMs: number;
  signal: AbortSignal;
  options: DownloadOptions;
}): Promise<string> {
  const { archive, to, worthMs, signal, options } = request;
  const bounds = { silenceMs: 5_000, windowMs: 5_000, worthMs, ...options.limits };
  const file = basename(archive.url);
  const label = `downloading ${file} from ${hostOf(archive.url)}`;
  const text = await fetchText(placeOf(archive.checksumUrl, options.mirror), bounds);
  const wanted = findChecksum(text, file);
  if (wanted === undefined) {
    throw new FetchError(`${hostOf(archive.checksumUrl)} says no SHA-256 of ${file}`);
  }
  signal.throwIfAborted();
  const task = options.progress.start(label);
  let quarter = 0;
  try {
    const { bytes, sha256 } = await fetchFile({
      url: placeOf(archive.url, options.mirror),
      to,
      limits: bounds,
      signal,
      onBytes: (came, total) => {
        const now = total === undefined ? 0 : Math.floor((4 * came) / total);
        if (now > quarter && now < 4) task.say(`${label}: ${now * 25} % of ${inMegabytes(total)}`);
        quarter = Math.max(quarter, now);
      },
    });
    if (sha256 !== wanted) {
      throw new FetchError(`${file} has SHA-256 ${sha256}, its vendor says ${wanted}`);
    }
    task.end(`downloaded ${file}, ${inMegabytes(bytes)},`);
    return to;
  } finally {
    task.end();
  }
}

async function unpack(file: string, archive: Archive, draft: string): Promise<void> {
  if (archive.programs === undefined) {
    const program = join(draft, archive.program ?? "");
    renameSync(file, program);
    chmodSync(program, 0o755);
    return;
  }
  const folder = join(draft, ".archive");
  mkdirSync(folder);
  const { code, output } = await runCommand({
    command: "tar",
    arguments: ["-xzf", file, "-C", folder, ...Object.values(archive.programs)],
  });
  if (code !== 0) throw new FetchError(`${basename(file)}: tar says ${lastLine(output)}`);
  for (const [program, path] of Object.entries(archive.programs)) {
    renameSync(join(folder, path), join(draft, program));
    chmodSync(join(draft, program), 0o755);
  }
  rmSync(folder, { recursive: true });
}

/** How long the longest build takes that the archive spares. */
function minutesOfBuilding(archive: Archive, platform: Platform): number {
  const spared = tools.filter(({ name }) =>
    archivesOf(name, platform).some(({ url }) => url === archive.url),
  );
  return Math.max(...spared.map(({ minutes }) => minutes));
}

function placeOf(url: string, mirror: string | undefined): string {
  return mirror === undefined ? url : `${mirror}/${url.replace(/^https:\/\//, "")}`;
}

function inMegabytes(bytes: number | undefined): string {
  return `${((bytes ?? 0) / 1_000_000).toFixed(1)} MB`;
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
