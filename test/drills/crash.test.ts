import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import {
  crashBed,
  type CrashBed,
  type Found,
  keysOf,
  nameOf,
  type Wanted,
} from "../support/crashBed";
import { pulumi } from "../support/engineRun";
import { ensureToolchain } from "../toolchain";

/** Two programs that turn into one another. */
const names = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `cfg-${String(from + index).padStart(2, "0")}`);
const given = (value: string, ...all: readonly string[]): Wanted =>
  Object.fromEntries(all.map((name) => [name, value]));
const programs: readonly [Wanted, Wanted] = [
  { ...given("one", ...names(0, 8), "kind"), ...given("always", ...names(8, 14)) },
  { ...given("two", ...names(0, 8), "kind"), ...given("always", ...names(13, 23)) },
];
/** 24 updates, 15 deletions, 27 creations, 3 replacements. */
const changes = 69;

/** After how many of the changes it is killed; KUBEFED_CRASHES asks for more moments than two. */
const asked = Number(process.env.KUBEFED_CRASHES ?? "2");
const moments = Array.from({ length: asked }, (_, index) =>
  Math.round((changes * (index + 1)) / (asked + 1)),
);

describe("an update by kubefed up that is killed with all its processes", function () {
  this.timeout(3_600_000);
  let bed: CrashBed;

  before(async () => {
    bed = await crashBed();
  });
  after(() => bed.remove());

  /** Everything is as the program says, and is what it was: nothing that was right was made anew. */
  const expectLevel = async (wanted: Wanted, right: Found): Promise<Found> => {
    const now = await bed.found();
    expect(Object.keys(now)).to.have.members(keysOf(wanted));
    for (const [key, [, value]] of Object.entries(now))
      expect(value, key).to.equal(wanted[nameOf(key)]);
    const kept = Object.entries(right).filter(([key, [, value]]) => {
      const isMadeAnew = nameOf(key) === "kind" && value !== wanted.kind;
      return !isMadeAnew && wanted[nameOf(key)] !== undefined;
    });
    const uids = Object.fromEntries(Object.entries(now).map(([key, [uid]]) => [key, uid]));
    expect(uids).to.include(Object.fromEntries(kept.map(([key, [uid]]) => [key, uid])));
    const state = bed.stack.state();
    for (const [uid] of Object.values(now)) expect(state).to.include(uid);
    expect(state).not.to.match(/UnfinishedUpdate|initErrors|refreshBeforeUpdate/);
    return now;
  };
  const expectUnchanged = async (): Promise<void> => {
    const preview = await bed.stack.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    expect(preview.changes).to.deep.equal([]);
  };
  const locks = (): string[] =>
    readdirSync(join(bed.stack.shell.directory, "backend/.pulumi/locks"), {
      recursive: true,
      encoding: "utf8",
    }).filter((name) => name.endsWith(".json"));
  const unlock = async (): Promise<void> => {
    const toolchain = await ensureToolchain();
    const env = { ...process.env, ...toolchain.env(), ...bed.stack.shell.env };
    const { directory } = bed.stack.shell;
    await pulumi({ directory, env, stack: "dev", stateFile: "" }, ["cancel", "--yes"]);
  };

  it("goes on by pulumi up where it was the very first, and finds what it made by its mark", async () => {
    const [one] = programs;
    await bed.declare(one);
    const { code, out, err } = await bed.killedAt(one, 10);
    expect([code, out.includes("updated in")], err).to.deep.equal([null, false]);
    const right = await bed.found();
    expect(Object.keys(right)).not.to.deep.equal([]);
    expect(bed.stack.state())
      .to.include("UnfinishedUpdate")
      .and.not.include("kubernetes:core/v1:ConfigMap::");
    await unlock();
    const up = await bed.stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    await expectLevel(one, right);
    await expectUnchanged();
  });

  /** Kills the update to a program, declares another one, if any, and has the next update make that. */
  const expectRecovery = async (of: {
    readonly wanted: Wanted;
    readonly moment: number;
    readonly instead?: Wanted;
  }): Promise<void> => {
    const { wanted, moment, instead = wanted } = of;
    await bed.declare(wanted);
    const killed = await bed.killedAt(wanted, moment);
    const about = `killed after ${moment} changes\n${killed.out}${killed.err}`;
    expect(killed.code, about).to.equal(null);
    const right = await bed.found();
    const hadLock = locks().length > 0;
    if (instead !== wanted) await bed.declare(instead);
    const next = await bed.up();
    expect(next.code, `${about}\n${next.out}${next.err}`).to.equal(0);
    if (hadLock) expect(next.err).to.include("taking away the lock");
    await expectLevel(instead, right);
    if (instead !== wanted) {
      const dropped = Object.keys(right).filter((key) => instead[nameOf(key)] === undefined);
      expect(dropped, about).not.to.deep.equal([]);
      for (const key of dropped) {
        const [cluster = "", name = ""] = key.split("/");
        const what = `ConfigMap crashes/${name} on "${cluster}" was made by an update that was killed`;
        expect(next.out + next.err).to.include(what);
      }
    }
  };

  it("goes on by itself with the next one, at whatever moment it was killed, and takes its lock away", async () => {
    const before = await bed.found();
    for (const [index, moment] of moments.slice(0, -1).entries())
      await expectRecovery({ wanted: programs[(index + 1) % 2] ?? {}, moment });
    expect(before).not.to.deep.equal(await bed.found());
  });

  it("takes away what a killed one made and the program has no more, and makes again what that one took", async () => {
    const isBack = moments.length % 2 === 1;
    const [instead, wanted] = isBack ? programs : ([programs[1], programs[0]] as const);
    // Deletions come last: with all that is made there are some.
    await expectRecovery({ wanted, moment: moments.at(-1) ?? 0, instead });
    await expectUnchanged();
  });
});
