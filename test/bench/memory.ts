import { readdirSync, readFileSync } from "node:fs";

/** How often memory is looked at; the kernel has to walk all pages of every process for it. */
const EVERY_MS = 1000;

/**
 * Watches what a process and all below it have of memory (PSS: what is shared is counted once).
 *
 * @param of which of them count, by their command line; default all
 */
export function watchMemory(pid: number, of = /(?:)/): { readonly stop: () => number } {
  let peak = 0;
  const look = (): void => {
    peak = Math.max(peak, memoryOf(pid, of));
  };
  const timer = setInterval(look, EVERY_MS);
  look();
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}

/** In MiB, of those of a process and of all below it that count. */
function memoryOf(pid: number, of: RegExp): number {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    const parent = /^\d+$/.test(name) ? parentOf(Number(name)) : undefined;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const own = [pid];
  for (const each of own) own.push(...(children.get(each) ?? []));
  const counted = own.filter((each) => of.test(textOf(`/proc/${each}/cmdline`)));
  return counted.reduce((sum, each) => sum + shareOf(each), 0) / 1024;
}

function parentOf(pid: number): number | undefined {
  // The name stands in parentheses and may have some of its own.
  const after = textOf(`/proc/${pid}/stat`).replace(/^.*\)/s, "");
  const [, , parent] = after.split(" ");
  return parent === undefined ? undefined : Number(parent);
}

/** In KiB; 0 for one that has ended meanwhile. */
function shareOf(pid: number): number {
  const [, digits = "0"] = /^Pss:\s+(\d+) kB$/m.exec(textOf(`/proc/${pid}/smaps_rollup`)) ?? [];
  return Number(digits);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
