import { expect } from "chai";
import fc from "fast-check";
import {
  type IdentityQuestion,
  identityKind,
  isSameCluster,
  judgeIdentity,
  samePlace,
} from "../../../provider/core/membership/identity";
import { deepFreeze } from "../../support/deepFreeze";

const base: IdentityQuestion = {
  member: "us",
  server: "https://us",
  live: ["a"],
  others: [
    { member: "us", identity: "a" },
    { member: "eu", identity: "b" },
  ],
};

const rows: [sentence: string, given: Partial<IdentityQuestion>, outcome: string, said: string][] =
  [
    ["the cluster that it was", { recorded: "a" }, "same", ""],
    ["one that no update knew", {}, "first", ""],
    [
      "another one",
      { recorded: "a", live: ["c"] },
      "refused",
      'is the cluster a in this stack, and https://us leads to the cluster c; give it the kubeconfig of its own cluster, or, if it was built anew, accept that by identity: "c"',
    ],
    [
      "another member's",
      { recorded: "a", live: ["b"] },
      "refused",
      'is the cluster a in this stack, and https://us leads to the cluster b, which is member "eu"; give it the kubeconfig of its own cluster',
    ],
    ["one that is accepted", { recorded: "a", live: ["c"], accepted: "c" }, "rebuilt", ""],
    [
      "another member's, though it is accepted",
      { recorded: "a", live: ["b"], accepted: "b" },
      "refused",
      'is the cluster a in this stack, and https://us leads to the cluster b, which is member "eu"; give it the kubeconfig of its own cluster',
    ],
    ["the accepted one, at first", { accepted: "a" }, "first", ""],
    ["the accepted one, later", { recorded: "a", accepted: "a" }, "same", ""],
    [
      "another than the accepted one, at first",
      { accepted: "x" },
      "refused",
      "is x, and https://us leads to the cluster a",
    ],
    [
      "another than the accepted one, though it was known",
      { recorded: "a", accepted: "x" },
      "refused",
      "is x, and https://us leads to the cluster a",
    ],
    [
      "an accepted one that cannot be read",
      { live: [], accepted: "a" },
      "refused",
      'cannot be checked: https://us lets these credentials read neither namespace "kube-system" nor anything else that tells clusters apart',
    ],
    [
      "nothing that can be read, at first",
      { live: [] },
      "unchecked",
      'its identity is not checked: https://us lets these credentials read nothing by which it could be recognised; let them get the namespace "kube-system", so that nothing is ever written to another cluster',
    ],
    [
      "nothing that can be read, though it was known",
      { live: [], recorded: "a" },
      "refused",
      'is the cluster a in this stack, and https://us lets these credentials read nothing by which it could be recognised; let them get the namespace "kube-system"',
    ],
    [
      "an identity of another kind",
      { live: ["namespace shop 1"], recorded: "a" },
      "refused",
      'is the cluster a in this stack, and at https://us these credentials may only read that it is namespace shop 1; let them get the namespace "kube-system", or say identity: "namespace shop 1" if it is the same cluster',
    ],
    [
      "one that was known by less and is known by more now",
      { live: ["a", "namespace shop 1"], recorded: "namespace shop 1" },
      "same",
      "",
    ],
    [
      "another one that was known by less",
      { live: ["a", "namespace shop 2"], recorded: "namespace shop 1" },
      "refused",
      'is the cluster namespace shop 1 in this stack, and https://us leads to the cluster namespace shop 2; give it the kubeconfig of its own cluster, or, if it was built anew, accept that by identity: "namespace shop 2"',
    ],
  ];

describe("a cluster under another member's name", () => {
  const rows: readonly (readonly [string, string | undefined, readonly string[], unknown])[] = [
    ["is the same by the same uid", "a", ["a", "keys k"], true],
    ["is another by another uid, whatever keys they share", "a", ["b", "keys k"], false],
    ["is the same by the same namespace", "namespace shop n", ["namespace shop n"], true],
    ["is not told by what is read off something else", "a", ["namespace shop a"], undefined],
    ["is not told where nothing is known", undefined, ["a"], undefined],
    ["is not told where nothing is read", "a", [], undefined],
  ];
  for (const [sentence, recorded, live, expected] of rows) {
    it(sentence, () => {
      expect(isSameCluster(recorded, deepFreeze([...live]))).to.equal(expected);
    });
  }
});

describe("judgeIdentity", () => {
  for (const [sentence, given, outcome, said] of rows) {
    it(`${outcome}: ${sentence}`, () => {
      const verdict = judgeIdentity(deepFreeze({ ...base, ...given }));
      expect(verdict.outcome).to.equal(outcome);
      expect(verdict.issues.map(({ message }) => message).join()).to.equal(said);
    });
  }

  it("remembers the better kind from then on, and the old one where it refuses", () => {
    const known = { ...base, live: ["a", "keys k"], recorded: "keys k" };
    expect(judgeIdentity(known).identity).to.equal("a");
    expect(judgeIdentity({ ...base, live: ["z"], recorded: "a" }).identity).to.equal("a");
  });

  const names = fc.constantFrom("a", "b", "c", "namespace n 1", "keys k");
  const questions = fc.record(
    {
      member: fc.constantFrom("us", "__proto__"),
      server: fc.constant("https://x"),
      live: fc.uniqueArray(names),
      recorded: names,
      accepted: names,
      others: fc.array(
        fc.record({ member: fc.constantFrom("us", "eu", "__proto__", "ap"), identity: names }),
      ),
    },
    { requiredKeys: ["member", "server", "live", "others"] },
  );

  it("never lets another cluster through than the one that is known or accepted", () => {
    fc.assert(
      fc.property(questions, (question) => {
        const { outcome, issues } = judgeIdentity(deepFreeze(question));
        const expected = question.accepted ?? question.recorded;
        const stops = issues.some(({ severity }) => severity !== "warning");
        expect(stops).to.equal(outcome === "refused");
        if (expected !== undefined && !question.live.includes(expected)) {
          expect(outcome).to.equal("refused");
        }
        if (outcome === "rebuilt") expect(question.accepted).to.be.a("string");
      }),
    );
  });
});

describe("samePlace", () => {
  it("is another member of the same cluster and default namespace, and none with its own", () => {
    const us = { member: "us", identity: "a" };
    expect(samePlace(us, [{ member: "eu", identity: "b" }])).to.equal(undefined);
    expect(samePlace(us, [{ member: "eu", identity: "a", namespace: "eu" }])).to.equal(undefined);
    expect(
      samePlace({ ...us, namespace: "eu" }, [{ ...us, member: "x", namespace: "eu" }]),
    ).to.equal("x");
    const both = ["z", "y"].map((member) => ({ member, identity: "a" }));
    expect(samePlace(us, both)).to.equal("y");
  });
});

describe("identityKind", () => {
  it("tells a uid, a namespace and keys apart", () => {
    expect(["3f0c", "namespace shop 3f0c", "keys 3f0c"].map(identityKind)).to.deep.equal([
      "cluster",
      "namespace",
      "keys",
    ]);
  });
});
