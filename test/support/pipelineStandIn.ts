/*
 * Stands in for a command of a pipeline: `gh`, `curl`, `npm`, `npx`, `pulumi`, by the name it is called by.
 * It writes down its words, and keeps comments and issues in a file beside it, as the vendor's server would.
 */

import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

interface Item {
  readonly title?: string;
  readonly body?: string;
  readonly state?: string;
}

const [, file = "", ...words] = process.argv;
const name = basename(file);
const keptFile = join(dirname(file), "kept.json");
const kept = (existsSync(keptFile) ? JSON.parse(readFileSync(keptFile, "utf8")) : {}) as Record<
  string,
  Item
>;

function keep(id: string, item: Item): void {
  kept[id] = { ...kept[id], ...item };
  writeFileSync(keptFile, JSON.stringify(kept));
}

function fail(why: string): never {
  process.stderr.write(`${name}: ${why}: ${words.join(" ")}\n`);
  process.exit(22);
}

const nextId = (): string => String(Object.keys(kept).length + 1);
const valueOf = (option: string): string => words[words.indexOf(option) + 1] ?? "";
const bodyOf = (option: string): string =>
  readFileSync(valueOf(option).replace(/^body=?@/, ""), "utf8");
const items = () => Object.entries(kept).map(([id, item]) => ({ id: Number(id), ...item }));
const others = { id: 99, body: "looks good" };

function gh(): unknown {
  if (process.env.GH_TOKEN !== "token") fail("no token");
  const [subject = "", verb = "", number = ""] = words;
  // In pages, the first of which has somebody else's comment.
  if (subject === "api" && words.includes("--slurp")) return [[others], items()];
  if (subject === "api") return keepComment(words.find((word) => word.startsWith("repos/")) ?? "");
  return issue(verb, number);
}

function issue(verb: string, number: string): unknown {
  if (verb === "list") {
    const open = items().filter(({ state }) => state === "open");
    return open.map(({ id, title }) => ({ number: id, title }));
  }
  if (verb === "close") keep(number, { state: "closed" });
  else if (verb === "edit") keep(number, { body: bodyOf("--body-file") });
  else if (verb === "create") {
    keep(nextId(), { title: valueOf("--title"), body: bodyOf("--body-file"), state: "open" });
  } else fail("no such command");
  return undefined;
}

function keepComment(place: string): undefined {
  const body = bodyOf("--field");
  const [, id] = /^repos\/acme\/fleet\/issues\/comments\/(\d+)$/.exec(place) ?? [];
  if (id !== undefined && valueOf("--method") === "PATCH") keep(id, { body });
  else if (place === "repos/acme/fleet/issues/7/comments") keep(nextId(), { body });
  else fail("no such place");
  return undefined;
}

function curl(): unknown {
  if (!words.includes("PRIVATE-TOKEN: token")) fail("no token");
  const notes = "https://gitlab.test/api/v4/projects/5/merge_requests/7/notes";
  const url = words.find((word) => word.startsWith("https://")) ?? "";
  if (!url.startsWith(notes)) fail("no such place");
  if (!words.includes("--request")) return [others, ...items()];
  const isNew = valueOf("--request") === "POST" && url === notes;
  keep(isNew ? nextId() : url.slice(notes.length + 1), { body: bodyOf("--data-urlencode") });
  return undefined;
}

/** Ends as `kubefed plan` does: with a plan, unless its code is 1, and with its reason on standard error. */
function npx(): undefined {
  const code = Number(process.env.STAND_IN_CODE ?? "0");
  if (code !== 1) writeFileSync(valueOf("--out"), `the plan, code ${code}\n`);
  if (code === 1 || code === 3) process.stderr.write(`kubefed: the reason for ${code}\n`);
  process.exitCode = code;
  return undefined;
}

appendFileSync(join(dirname(file), "calls"), `${JSON.stringify([name, ...words])}\n`);
const commands: Readonly<Record<string, () => unknown>> = { gh, curl, npx };
const answer = commands[name]?.();
if (answer !== undefined) process.stdout.write(JSON.stringify(answer));
