import { expect } from "chai";
import { isLockAbandoned, locksIn } from "../../../provider/core/checkpoints/stackLock";

const lockedAt = 100_000;
const lock = {
  url: "file:///s/l.json",
  user: "ann",
  host: "build-3",
  pid: 12,
  since: "1970-01-01T01:01:40+01:00",
};

describe("the lock of a stack", () => {
  it("is read for each who holds it, and from nothing else", () => {
    const line = (name: string) =>
      `\n  file:///s/${name}.json: created by a@corp@build-3 (pid 12) at 1970-01-01T01:01:40+01:00`;
    const head =
      "error: the stack is currently locked by 2 lock(s). Either wait for … `pulumi cancel`.";
    const read = (name: string) => ({ ...lock, url: `file:///s/${name}.json`, user: "a@corp" });
    expect(locksIn(`${head}${line("a")}${line("b")}`)).to.deep.equal([read("a"), read("b")]);
    expect(locksIn(`the update failed: ${line("a")}`)).to.deep.equal([]);
  });

  const rows: readonly (readonly [string, Parameters<typeof isLockAbandoned>[0], boolean])[] = [
    [
      "its process has ended on this machine",
      { lock, lockedAt, host: "build-3", process: undefined },
      true,
    ],
    [
      "its process's id is another one's by now",
      { lock, lockedAt, host: "build-3", process: { startedAt: 103_000 } },
      true,
    ],
    [
      "its process runs",
      { lock, lockedAt, host: "build-3", process: { startedAt: 90_000 } },
      false,
    ],
    [
      "its process began with it, by a clock that counts seconds",
      { lock, lockedAt, host: "build-3", process: { startedAt: 101_000 } },
      false,
    ],
    [
      "nobody says when the process of that id began",
      { lock, lockedAt, host: "build-3", process: { startedAt: undefined } },
      false,
    ],
    [
      "it was taken on another machine",
      { lock, lockedAt, host: "build-4", process: undefined },
      false,
    ],
    [
      "its machine is called as any machine is",
      { lock: { ...lock, host: "localhost" }, lockedAt, host: "localhost", process: undefined },
      false,
    ],
    [
      "its time cannot be read",
      { lock, lockedAt: NaN, host: "build-3", process: { startedAt: 103_000 } },
      false,
    ],
  ];
  for (const [when, request, expected] of rows) {
    it(`is ${expected ? "abandoned" : "somebody's"} where ${when}`, () => {
      expect(isLockAbandoned(request)).to.equal(expected);
    });
  }
});
