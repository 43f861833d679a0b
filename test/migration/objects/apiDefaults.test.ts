import { expect } from "chai";
import { conformanceFiles } from "../../conformance/files";
import { mapAt, mapsAt } from "../../conformance/reading";
import { withApiDefaults } from "../../../provider/migration/objects/apiDefaults";
import { withoutPlainDefaults } from "../../../provider/migration/objects/plainDefaults";
import { deepFreeze } from "../../support/deepFreeze";
import { transfer } from "../../../provider/migration/karmada/sending/transfer";

/** Every object that a recorded member held: what its API server filled in is in it. */
const held = mapsAt(
  mapAt({ file: conformanceFiles.get("karmada-live-sample.json") }, "file"),
  "cases",
).flatMap((testCase) =>
  mapsAt(testCase, "steps").flatMap((step) =>
    Object.values(mapAt(step, "members")).flatMap((objects) =>
      mapsAt({ objects }, "objects").map((each) => mapAt(each, "object")),
    ),
  ),
);

describe("what the API server fills in", () => {
  it("adds nothing to what an API server has filled in", () => {
    expect(held.length).to.be.greaterThan(100);
    for (const object of held) {
      expect(withApiDefaults(deepFreeze(object)), JSON.stringify(object)).to.deep.equal(object);
    }
  });

  it("is there again where it was left unsaid", () => {
    let shorter = 0;
    for (const object of held) {
      const plain = withoutPlainDefaults(deepFreeze(object));
      expect(withApiDefaults(plain)).to.deep.equal(object);
      if (JSON.stringify(plain).length < JSON.stringify(object).length) shorter += 1;
    }
    expect(shorter).to.be.greaterThan(50);
  });

  it("is not known of kinds of somebody's own, whatever they are called", () => {
    expect(withApiDefaults({ apiVersion: "example.io/v1", kind: "Deployment" })).to.equal(
      undefined,
    );
  });

  it("takes an image without a tag for one that is always pulled", () => {
    const pod = (image: string): Readonly<Record<string, unknown>> => ({
      apiVersion: "v1",
      kind: "Pod",
      spec: { containers: [{ name: "a", image }] },
    });
    for (const [image, policy] of [
      ["nginx", "Always"],
      ["reg.io:5000/nginx", "Always"],
      ["nginx:latest", "Always"],
      ["nginx:1", "IfNotPresent"],
      ["nginx@sha256:abc", "IfNotPresent"],
    ] as const) {
      expect(JSON.stringify(withApiDefaults(pod(image))), image).to.include(
        `"imagePullPolicy":"${policy}"`,
      );
    }
  });
});

describe("what an override made, in the template's words", () => {
  const rows = [
    {
      what: "leaves unsaid what was left alone",
      template: { spec: {} },
      before: { spec: { a: 1, b: { c: 2 } } },
      after: { spec: { a: 1, b: { c: 2 } } },
      said: { spec: {} },
    },
    {
      what: "says what was changed inside of a default, and no more",
      template: { spec: {} },
      before: { spec: { b: { c: 2, d: 3 } } },
      after: { spec: { b: { c: 9, d: 3 } } },
      said: { spec: { b: { c: 9 } } },
    },
    {
      what: "does not say what was taken away",
      template: { spec: { a: 1, b: 2 } },
      before: { spec: { a: 1, b: 2, c: 3 } },
      after: { spec: { a: 1 } },
      said: { spec: { a: 1 } },
    },
    {
      what: "keeps the words of items, and says a new one as it is",
      template: { list: [{ n: "a" }] },
      before: { list: [{ n: "a", x: 1 }] },
      after: { list: [{ n: "a", x: 1 }, { n: "b" }] },
      said: { list: [{ n: "a" }, { n: "b" }] },
    },
    {
      what: "says a list that lost an item as it is",
      template: { list: [{ n: "a" }, { n: "b" }] },
      before: {
        list: [
          { n: "a", x: 1 },
          { n: "b", x: 1 },
        ],
      },
      after: { list: [{ n: "b", x: 1 }] },
      said: { list: [{ n: "b", x: 1 }] },
    },
  ];
  for (const { what, said, ...objects } of rows) {
    it(what, () => {
      expect(transfer(deepFreeze(objects))).to.deep.equal(said);
    });
  }
});
