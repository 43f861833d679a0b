import { expect } from "chai";
import { KubeApiError } from "../../../../provider/adapters/kubernetes/kubeApiError";
import {
  contextsOf,
  parseKubeconfig,
} from "../../../../provider/adapters/kubernetes/kubeconfig/kubeconfig";

function problemOf(text: string): string {
  try {
    parseKubeconfig(text);
  } catch (error) {
    if (error instanceof KubeApiError) return error.message;
    throw error;
  }
  return "none";
}

describe("a kubeconfig's text", () => {
  const bomb = [
    "a0: &a0 [hunter2, hunter2]",
    ...Array.from({ length: 12 }, (_, index) => {
      const before = `*a${index}`;
      return `a${index + 1}: &a${index + 1} [${Array<string>(8).fill(before).join(", ")}]`;
    }),
  ].join("\n");

  const cases: [name: string, text: string, problem: RegExp][] = [
    ["has an alias that leads nowhere", "users: *hunter2", /has an alias that leads nowhere/],
    [
      "has one in a token, which is no anchor's name",
      "users:\n- name: u\n  user:\n    token: *hunter2secret",
      /has an alias that leads nowhere/,
    ],
    ["has an alias of itself", "users: &hunter2 [*hunter2]", /into itself/],
    ["has a map that holds itself", "users: &u\n  hunter2: *u", /into itself/],
    ["has aliases that multiply", bomb, /to too much/],
    ["nests without end", `users: ${"[".repeat(20_000)}`, /is not YAML|nests too deep/],
    ["nests without end by indentation", nestedMaps(3000), /is not YAML|nests too deep/],
    ["is longer than any kubeconfig", `# ${"x".repeat(17 * 1024 * 1024)}`, /is longer than/],
    ["is not YAML", 'users: [{ token: "hunter2 }]', /is not YAML: line \d+: [A-Z_]+$/],
    ["has a tag of its own", "users: !hunter2 [a]", /has no current-context/],
  ];
  for (const [name, text, problem] of cases) {
    it(`is refused in one sentence and not repeated when it ${name}`, () => {
      const said = problemOf(text);
      expect(said).to.match(problem);
      expect(said).to.not.include("hunter2");
      expect(said.length).to.be.lessThan(200);
    });
  }

  it("may use aliases as a YAML text does", () => {
    const text = [
      "current-context: a",
      "clusters: [{ name: c, cluster: &here { server: 'https://c' } }, { name: d, cluster: *here }]",
      "contexts: [{ name: a, context: { cluster: d } }, { name: b, context: { cluster: c } }]",
    ].join("\n");
    expect(parseKubeconfig(text).server).to.equal("https://c");
    expect(contextsOf(text)).to.deep.equal(["a", "b"]);
  });
});

function nestedMaps(levels: number): string {
  return Array.from({ length: levels }, (_, level) => `${" ".repeat(level)}hunter2:`).join("\n");
}
