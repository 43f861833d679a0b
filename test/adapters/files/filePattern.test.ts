import { expect } from "chai";
import { filePattern, literalFolder } from "../../../provider/adapters/files/filePattern";

describe("filePattern", () => {
  for (const [pattern, matched, others] of [
    ["./a/*.yaml", ["a/b.yaml", "./a/b.yaml"], ["a/b/c.yaml", "a/.b.yaml", "a/b.yml", "a/byaml"]],
    ["a/**/*.yaml", ["a/b.yaml", "a/b/c/d.yaml"], ["b.yaml", "a/.git/x.yaml"]],
    ["a/**", ["a/b.yaml", "a/b/c"], ["b", "a/.x"]],
    ["*.{yaml,yml}", ["a.yaml", "a.yml"], ["a.json", "a.{yaml,yml}"]],
    ["web-[0-9].y?ml", ["web-1.yaml"], ["web-x.yaml", "web-10.yaml", "web-1.yml"]],
    ["[!a]*", ["b"], ["a", ".b"]],
    ["a\\*", ["a*"], ["ab"]],
    ["a+(b).yaml", ["a+(b).yaml"], ["ab.yaml", "aab.yaml"]],
  ] as const) {
    it(`${pattern} matches ${matched.join(" and ")}, not ${others.join(" or ")}`, () => {
      const matches = filePattern(pattern);
      expect([...matched, ...others].filter(matches)).to.deep.equal([...matched]);
    });
  }
});

describe("literalFolder", () => {
  it("is what stands before the first part with a pattern", () => {
    expect(["a/b/*.yaml", "*.yaml", "/*/x", "../a/b[0]/c"].map(literalFolder)).to.deep.equal([
      "a/b",
      "",
      "/",
      "../a",
    ]);
    expect(literalFolder("a/b.yaml")).to.equal(undefined);
  });
});
