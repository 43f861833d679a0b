import { expect } from "chai";
import { drill, type DrillBed, drillBed, troubles } from "../support/drillBed";
import { allowDeletes } from "../support/allowDeletes";
import { createStack, type EngineRun, type TestStack } from "../support/stack";

type Objects = Awaited<ReturnType<DrillBed["read"]>>;
type Operation = "preview" | "up" | "refresh" | "up --refresh" | "destroy";

/** One operation of the drill, and what it did to each member's objects. */
interface Row {
  readonly name: string;
  readonly run: EngineRun;
  readonly seconds: number;
  readonly before: Readonly<Record<string, Objects>>;
  readonly after: Readonly<Record<string, Objects>>;
}

const away = Object.keys(troubles).filter((member) => troubles[member] !== "none");
const first = { a: "1", b: "1" };
const operations: [name: string, operation: Operation, objects: Record<string, string>][] = [
  ["preview", "preview", { a: "2", c: "1" }],
  ["up, a new object", "up", { a: "1", b: "1", c: "1" }],
  ["up, a changed object", "up", { a: "2", b: "1", c: "1" }],
  ["up, a removed object", "up", { a: "2", c: "1" }],
  ["refresh", "refresh", { a: "2", c: "1" }],
  ["up --refresh", "up --refresh", { a: "2", c: "2" }],
];

describe("an outage of seven members, each of another kind", function () {
  this.timeout(900_000);
  let bed: DrillBed;
  let stack: TestStack;
  let start: Readonly<Record<string, Objects>>;
  const rows: Row[] = [];

  const readAll = async () =>
    Object.fromEntries(
      await Promise.all(
        Object.keys(troubles).map(async (member) => [member, await bed.read(member)] as const),
      ),
    );
  const operate = (operation: Operation): Promise<EngineRun> => {
    // A destroy that ends at its first error deletes more or less of the others, as it happens.
    if (operation === "destroy") return stack.destroy({ continueOnError: true });
    return operation === "up --refresh" ? stack.up({ refresh: true }) : stack[operation]();
  };
  const perform = async (
    mode: "fail" | "keep",
    [name, operation, objects]: (typeof operations)[number],
  ) => {
    await stack.configure(drill(mode, objects));
    const before = await readAll();
    const started = Date.now();
    const run = await operate(operation);
    const seconds = Math.round((Date.now() - started) / 1000);
    rows.push({ name: `${mode}: ${name}`, run, seconds, before, after: await readAll() });
  };
  const row = (name: string): Row => {
    const found = rows.find((each) => each.name === name);
    if (found === undefined) throw new Error(`the drill has no "${name}"`);
    return found;
  };
  const level = async (objects: Record<string, string>) => {
    await stack.setSecret("revoked", await bed.mendAll());
    await stack.configure(drill("keep", objects));
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
  };

  before(async () => {
    bed = await drillBed();
    stack = await createStack({ program: "drill", secrets: bed.kubeconfigs });
    await stack.configure(drill("keep", first));
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    start = await readAll();
    await bed.breakAll();
    for (const operation of operations) await perform("keep", operation);
    for (const operation of operations) await perform("fail", operation);
    await perform("fail", ["destroy", "destroy", {}]);
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
    await bed.remove();
  });

  it("loses no object of a member that is away, whatever the operation and the mode", () => {
    for (const { name, before, after } of rows) {
      for (const member of away)
        expect(after[member], `${name}, ${member}`).to.deep.equal(before[member]);
    }
  });

  it("stops nothing with keep: the member that is there gets everything, with exit code 0", () => {
    const greetings = (name: string) => {
      const objects = row(`keep: ${name}`).after.healthy ?? {};
      return Object.fromEntries(
        Object.entries(objects).map(([key, [, greeting]]) => [key, greeting]),
      );
    };
    for (const [name] of operations) {
      const { run } = row(`keep: ${name}`);
      expect(run.exitCode, `${name}\n${run.output}`).to.equal(0);
    }
    expect(greetings("preview")).to.deep.equal({ a: "1", b: "1" });
    expect(greetings("up, a new object")).to.deep.equal({ a: "1", b: "1", c: "1" });
    expect(greetings("up, a changed object")).to.deep.equal({ a: "2", b: "1", c: "1" });
    expect(greetings("up, a removed object")).to.deep.equal({ a: "2", c: "1" });
    expect(greetings("up --refresh")).to.deep.equal({ a: "2", c: "2" });
    expect(row("keep: up, a removed object").after.healthy?.a?.[0]).to.equal(start.healthy?.a?.[0]);
  });

  it("says with keep what is away, why, what is deferred, and what stays until it is back", () => {
    const said = (name: string) =>
      row(`keep: ${name}`)
        .run.diagnostics.filter(({ severity }) => severity === "warning")
        .map(({ message }) => message);
    for (const [member, why] of [
      ["refused", "refused the connection"],
      ["black-hole", "did not answer within 5000 ms"],
      ["unavailable", 'it answered 503 "down for maintenance"'],
      ["expired", "CERT_HAS_EXPIRED"],
      ["portal", "what answers there is no Kubernetes API"],
      ["forbidden", "it answered 403 to /healthz"],
      ["revoked", "it answered 401"],
    ] as const) {
      const about = (text: string) => said(text).filter((each) => each.includes(`"${member}"`));
      expect(about("preview").join("\n")).to.include(why);
      const deferred = `ConfigMap c on member cluster "${member}" is deferred: cluster is not reachable: `;
      expect(about("up, a new object").some((each) => each.startsWith(deferred))).to.equal(true);
      const stays = `what the program no longer has stays there until it is back: b-${member}`;
      expect(about("up, a removed object").some((each) => each.endsWith(stays))).to.equal(true);
    }
  });

  it("stops everything with fail, before anything is written, and says which and why at once", () => {
    for (const [name, operation] of operations) {
      const { run, before, after } = row(`fail: ${name}`);
      expect(after, name).to.deep.equal(before);
      // It runs no program: what it does is said by the state, in which nothing has been written.
      if (operation === "refresh") continue;
      expect(run.exitCode, name).to.equal(1);
      const [error] = run.diagnostics.filter(({ severity }) => severity === "error");
      expect(error?.message).to.include("7 problems in 7 resources, nothing was written");
      for (const member of away) expect(error?.message).to.include(`KubeFedCluster "${member}"`);
    }
  });

  it("ends with every member level in the first update after all are back", async () => {
    await level({ a: "2", c: "2" });
    const objects = await readAll();
    for (const member of Object.keys(troubles)) {
      const greetings = Object.entries(objects[member] ?? {}).map(([key, [, text]]) => [key, text]);
      expect(Object.fromEntries(greetings), member).to.deep.equal({ a: "2", c: "2" });
    }
    // Through all of it the changed object stayed the same object.
    for (const member of away) expect(objects[member]?.a?.[0]).to.equal(start[member]?.a?.[0]);
  });

  it("keeps the objects of members that are away when the stack is destroyed, and deletes them later", async () => {
    await bed.breakAll();
    await perform("keep", ["destroy", "destroy", {}]);
    const { run, before, after } = row("keep: destroy");
    expect(run.exitCode).to.equal(1);
    for (const member of away) expect(after[member], member).to.deep.equal(before[member]);
    expect(after.healthy).to.deep.equal({});
    // Two of each member that was away.
    allowDeletes(stack, String(2 * away.length));
    await level({});
    expect(Object.values(await readAll())).to.deep.equal(Object.keys(troubles).map(() => ({})));
    process.stdout.write(`${renderDrill(rows)}\n`);
  });
});

/** The drill as a table: what became of each member's objects, the exit code, the time. */
function renderDrill(drilled: readonly Row[]): string {
  const members = Object.keys(troubles);
  const head = ["", ...members.map((member) => troubles[member] ?? ""), "exit", "seconds"];
  head[members.length] = "healthy";
  const lines = drilled.map(({ name, run, seconds, before, after }) => [
    name,
    ...members.map((member) => describeChange(before[member] ?? {}, after[member] ?? {})),
    String(run.exitCode),
    String(seconds),
  ]);
  const table = [head, ...lines];
  const widths = head.map((_, column) =>
    Math.max(...table.map((line) => line[column]?.length ?? 0)),
  );
  return table
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .map((line) => `      ${line}`)
    .join("\n");
}

/** Compared by uid and content: `kept`, or what was created (+), changed (~), deleted (-). */
function describeChange(before: Objects, after: Objects): string {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changes = names.flatMap((name) => {
    const [old, now] = [before[name], after[name]];
    if (old === undefined) return [`+${name}`];
    if (now === undefined) return [`-${name}`];
    if (old[0] !== now[0]) return [`replaced ${name}`];
    return old[1] === now[1] ? [] : [`~${name}`];
  });
  return changes.length === 0 ? "kept" : changes.join(" ");
}
