import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "chai";

const root = resolve(__dirname, "..");
const page = readFileSync(join(root, "examples/what-is-never-lost/README.md"), "utf8");

/** The tests that a text names, one a line. */
function testsIn(text: string): { readonly file: string; readonly title: string }[] {
  return [...text.matchAll(/^- `([^`]+)`: "([^"]+)"$/gm)].map(([, file = "", title = ""]) => ({
    file,
    title,
  }));
}

function isThere({ file, title }: { readonly file: string; readonly title: string }): boolean {
  const path = join(root, file);
  if (!existsSync(path)) return false;
  const source = readFileSync(path, "utf8").replace(/\\(["'`])/g, "$1");
  return [`it("${title}"`, `describe("${title}"`, `it('${title}'`].some((each) =>
    source.includes(each),
  );
}

describe("the page of what is never lost", () => {
  it("names a test for each promise, and only tests that there are", () => {
    const promises = page.split(/^## /m).slice(1);
    expect(promises).to.have.lengthOf(10);
    for (const promise of promises) {
      const [heading = ""] = promise.split("\n");
      expect(testsIn(promise), heading).not.to.deep.equal([]);
    }
    expect(testsIn(page).filter((each) => !isThere(each))).to.deep.equal([]);
    // A line that is written otherwise would be passed over.
    expect(testsIn(page)).to.have.lengthOf(page.match(/^- /gm)?.length ?? 0);
  });

  it("would show a test that is not there", () => {
    expect(isThere({ file: "test/drills/none.test.ts", title: "is" })).to.equal(false);
    expect(isThere({ file: "test/neverLost.test.ts", title: "is no title" })).to.equal(false);
    expect(
      isThere({ file: "test/neverLost.test.ts", title: "would show a test that is not there" }),
    ).to.equal(true);
  });
});
