import { expect } from "chai";
import {
  decideExisting,
  type ExistingQuestion,
  isToBeMarked,
  judgeObject,
  type ObjectAnswer,
  type ObjectRecord,
} from "../../../provider/core/existing/existingObjects";
import { markOwner, ownerMark } from "../../../provider/core/existing/ownerMark";
import { deepFreeze } from "../../support/deepFreeze";

const object = { kind: "ConfigMap", namespace: "shop", name: "web" };
const mark = ownerMark("id", object);
const there = (uid: string, more: { mark?: string } = {}): ObjectAnswer => ({
  kind: "there",
  uid,
  about: `uid ${uid}`,
  ...more,
});
const none: ObjectAnswer = { kind: "none" };
const notAsked: ObjectAnswer = { kind: "not asked", why: "no credentials" };
const noAnswer = (isForbidden = false): ObjectAnswer => ({
  kind: "no answer",
  why: "429",
  isForbidden,
});
const record = (urn: string, uid: string, more: Partial<ObjectRecord> = {}): ObjectRecord => ({
  urn: `urn:pulumi:dev::shop::t::${urn}`,
  uid,
  isOwn: false,
  isHere: false,
  isFederated: true,
  ...more,
});
const own = (uid: string): ObjectRecord => record("web-us", uid, { isOwn: true, isHere: true });
const former = (uid: string): ObjectRecord => record("old-us", uid, { isHere: true });
const decide = (more: Partial<ExistingQuestion>) =>
  decideExisting(
    deepFreeze({
      object,
      cluster: "us",
      adopt: false,
      answer: none,
      ownerId: "id",
      records: [],
      hasOwn: (more.records ?? []).some(({ isOwn }) => isOwn),
      ...more,
    }),
  );

describe("an object that a component is about to have", () => {
  it("is ours by the mark, else by its uid, and nothing is known without a uid", () => {
    const theirs = ownerMark("other", object);
    const rows: [string, unknown[], { uid?: string; mark?: string }, string | undefined, string][] =
      [
        ["the state's", ["u1", "u2"], { uid: "u2" }, undefined, "ours"],
        ["made by us", ["u1"], { uid: "u3", mark }, "id", "ours"],
        ["another stack's", [], { uid: "u3", mark: theirs }, "id", "foreign"],
        ["without a mark", [], { uid: "u3" }, "id", "foreign"],
        ["marked, while we have no id yet", [], { uid: "u3", mark }, undefined, "foreign"],
        ["not marked, while we have no id yet", [], { uid: "u3" }, undefined, "foreign"],
        ["the state's, and copied from elsewhere", ["u3"], { uid: "u3", mark: "x" }, "id", "ours"],
        ["the state's, taken over since", ["u3"], { uid: "u3", mark: theirs }, "id", "foreign"],
        ["the same, no id yet", ["u3"], { uid: "u3", mark: theirs }, undefined, "foreign"],
        ["not there", ["u1"], {}, "id", "unknown"],
      ];
    for (const [name, stateUids, live, ownerId, expected] of rows) {
      expect(judgeObject({ stateUids, live, object, ownerId }), name).to.equal(expected);
    }
  });

  it("bears what it is in its mark, so that a copy under another name is not taken for it", () => {
    expect(ownerMark("id", object)).to.equal("id/ConfigMap/shop/web");
    expect(ownerMark("id", { kind: "Namespace", name: "shop" })).to.equal("id/Namespace/shop");
    const copied = ownerMark("id", { ...object, name: "copy" });
    const live = { uid: "u", mark: copied };
    expect(judgeObject({ stateUids: [], live, object, ownerId: "id" })).to.equal("foreign");
  });

  it("is named by a mark with or without its namespace, and by no other", () => {
    const rows: [string | undefined, string | undefined][] = [
      [mark, "id"],
      ["id/ConfigMap/web", "id"],
      ["id/ConfigMap/else/web", undefined],
      ["id/Secret/shop/web", undefined],
      ["id/ConfigMap/shop/web/more", undefined],
      ["/ConfigMap/shop/web", undefined],
      ["id", undefined],
      ["", undefined],
      [undefined, undefined],
    ];
    for (const [text, expected] of rows) expect(markOwner(text, object), text).to.equal(expected);
    const placeless = { kind: "ConfigMap", name: "web" };
    expect(markOwner(mark, placeless)).to.equal("id");
  });

  const fine: readonly (readonly [string, Partial<ExistingQuestion>, string])[] = [
    ["is made where there is none", {}, "it is made"],
    [
      "stays where the stack has it",
      { answer: there("u1"), records: [own("u1")] },
      "the stack has it",
    ],
    [
      "stays where the same kind of another cluster is in the state too",
      { answer: there("u1"), records: [record("web-eu", "u9"), own("u1")] },
      "the stack has it",
    ],
    [
      "goes on with what an interrupted run has made",
      { answer: there("u1", { mark }) },
      "an interrupted run of this stack made it",
    ],
    [
      "is ours where this stack made it anew",
      { answer: there("u2", { mark }), records: [own("u1")] },
      "it was made anew by this stack",
    ],
    [
      "is ours where this stack made it anew and a refresh has found that",
      { answer: there("u2", { mark }), records: [{ ...own("u2"), written: "u1" }] },
      "the stack has it",
    ],
    ["is taken over with adopt", { answer: there("u1"), adopt: true }, "it is taken over"],
    [
      "is left to the provider where nobody is asked",
      { answer: notAsked },
      "nothing is known of it",
    ],
    [
      "stays where it may not be looked at any more",
      { answer: noAnswer(true), records: [own("u1")] },
      "the stack has it",
    ],
  ];
  for (const [what, question, because] of fine) {
    it(what, () => {
      const decision = decide(question);
      expect([decision.because, decision.issue, decision.former]).to.deep.equal([
        because,
        undefined,
        undefined,
      ]);
    });
  }

  const moved: readonly (readonly [string, Partial<ExistingQuestion>])[] = [
    ["by its uid", { answer: there("u1"), records: [record("old-us", "u1")] }],
    ["by its mark", { answer: there("u2", { mark }), records: [former("u1")] }],
    ["by the state alone, where nobody is asked", { answer: notAsked, records: [former("u1")] }],
  ];
  for (const [what, question] of moved) {
    it(`is known as what was renamed or moved ${what}`, () => {
      expect(decide(question)).to.deep.equal({
        because: "it was renamed or moved",
        former: "urn:pulumi:dev::shop::t::old-us",
      });
    });
  }

  const refused: readonly (readonly [string, Partial<ExistingQuestion>, RegExp])[] = [
    [
      "is somebody else's",
      { answer: there("u9") },
      /exists on "us" and is not of this stack \(uid u9\); adopt: true/,
    ],
    [
      "is somebody else's in the place of ours",
      { answer: there("u9"), records: [own("u1")] },
      /is not the one that this stack made, whose uid was u1/,
    ],
    [
      "is somebody else's in the place of what was moved",
      { answer: there("u9"), records: [former("u1")] },
      /is not of this stack/,
    ],
    [
      "is another resource's until this update, and this one has one already",
      { answer: there("u1"), records: [former("u1")], hasOwn: true },
      /ConfigMap shop\/web on "us" is "old-us"'s until this update/,
    ],
    [
      "was another resource's here and is gone",
      { answer: none, records: [former("u1")] },
      /is gone from "us", and the stack has it as "old-us".*pulumi refresh/,
    ],
    [
      "is in the stack twice",
      { answer: there("u1"), records: [own("u1"), former("u1")] },
      /is in the stack twice, also as "old-us".*pulumi state delete/,
    ],
    [
      "is somebody else's, whom a refresh took for ours",
      { answer: there("u9"), records: [{ ...own("u9"), written: "u1" }] },
      /is not the one that this stack made, whose uid was u1/,
    ],
    [
      "is another stack's by its mark, though the state knows its uid",
      { answer: there("u1", { mark: "other/ConfigMap/shop/web" }), records: [own("u1")] },
      /exists on "us" and is of another stack, whose id is other/,
    ],
    ["gave no answer", { answer: noAnswer() }, /could not be asked: 429/],
    ["may not be looked at before it is made", { answer: noAnswer(true) }, /could not be asked/],
    ["gave no answer and is in the stack", { answer: noAnswer(), records: [own("u1")] }, /asked/],
  ];
  for (const [what, question, message] of refused) {
    it(`is refused where it ${what}`, () => {
      const { issue, former: urn } = decide(question);
      expect(issue?.message ?? "nothing").to.match(message);
      expect([issue?.path, urn]).to.deep.equal(['clusters["us"]', undefined]);
    });
  }

  it("is not refused for what the program only looks at", () => {
    const looked = record("looked-at", "u1", { isFederated: false });
    expect(decide({ answer: there("u1"), records: [own("u1"), looked] }).issue).to.equal(undefined);
  });

  it("is said to be gone where the stack has it", () => {
    const { warning, issue } = decide({ records: [own("u1")] });
    expect(warning).to.match(/ConfigMap shop\/web is not on "us" any more/);
    expect(issue).to.equal(undefined);
  });

  it("bears the mark when it is made, and keeps it; what has none gets one once it was looked at", () => {
    const rows: [string, readonly ObjectRecord[], string | undefined, boolean, boolean][] = [
      ["new", [], undefined, true, true],
      ["another cluster's is not its own", [record("web-eu", "u1")], undefined, true, true],
      ["made before", [own("u1")], undefined, false, true],
      ["made with it", [{ ...own("u1"), mark }], undefined, true, true],
      ["moved, made before", [former("u1")], former("u1").urn, false, true],
      ["moved, made with it", [{ ...former("u1"), mark }], former("u1").urn, true, true],
    ];
    const unseen: ObjectAnswer[] = [
      { kind: "none" },
      { kind: "not asked", why: "it is away" },
      { kind: "no answer", why: "403", isForbidden: true },
    ];
    for (const [name, records, urn, without, seen] of rows) {
      const decision = { ...(urn && { former: urn }) };
      for (const answer of unseen) {
        const where = `${name}, ${answer.kind}`;
        expect(isToBeMarked({ records, answer }, decision), where).to.equal(without);
      }
      const answer = there("u1");
      expect(isToBeMarked({ records, answer }, decision), name).to.equal(seen);
    }
  });
});
