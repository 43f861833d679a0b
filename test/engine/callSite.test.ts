import { expect } from "chai";
import { atCallSite } from "../../provider/engine/callSite";

/** Files of a stack from the sixth frame on: the runtime counts the first five as its own. */
function filesBelow(stack: string | undefined): string[] {
  return (stack ?? "")
    .split("\n")
    .slice(6)
    .map((line) => line.replace(/^.*?([^/\\(]+):\d+:\d+\)?$/, "$1"));
}

const descend = (steps: number, last: () => string | undefined): string | undefined =>
  steps === 0 ? last() : descend(steps - 1, last);

describe("atCallSite", () => {
  const before = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  afterEach(() => {
    if (before !== undefined) Object.defineProperty(Error, "prepareStackTrace", before);
    else Reflect.deleteProperty(Error, "prepareStackTrace");
  });

  const prepare = (error: Error, frames: NodeJS.CallSite[]) =>
    [String(error), ...frames.map((frame) => `    at ${String(frame.getFileName())}:1:1`)].join(
      "\n",
    );

  it("leaves of a stack what the runtime counts and the program's own frames", () => {
    Error.prepareStackTrace = prepare;
    const whole = filesBelow(descend(5, () => new Error("x").stack));
    const shown = filesBelow(atCallSite(() => descend(5, () => new Error("x").stack)));
    expect(whole).to.satisfy((files: string[]) =>
      files.some((file) => file !== "callSite.test.ts"),
    );
    expect(shown).not.to.deep.equal([]);
    expect(shown.filter((file) => file.startsWith("callSite.ts"))).to.deep.equal([]);
    expect(shown.filter((file) => file.startsWith("node:"))).to.deep.equal([]);
  });

  it("puts back what prepares stacks, also after an error", () => {
    Error.prepareStackTrace = prepare;
    expect(() =>
      atCallSite(() => {
        throw new Error("refused");
      }),
    ).to.throw("refused");
    expect(Reflect.get(Error, "prepareStackTrace")).to.equal(prepare);
    Reflect.deleteProperty(Error, "prepareStackTrace");
    atCallSite(() => undefined);
    expect(Object.hasOwn(Error, "prepareStackTrace")).to.equal(false);
  });
});
