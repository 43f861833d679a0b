import { expect } from "chai";
import type { KubeObject } from "../../provider/core/model";
import { conformanceFiles } from "./files";
import { readCases } from "./runner";
import { mapAt, mapsAt } from "./reading";

const file = conformanceFiles.get("karmada-live-sample.json");

/** The results of one scenario after something in it was changed. */
function resultsOf(id: string, spoil: (step: KubeObject) => KubeObject): string[] {
  const testCase = mapsAt(mapAt({ file }, "file"), "cases").find((each) => each.id === id) ?? {};
  const steps = mapsAt(testCase, "steps").map(spoil);
  const spoiled = { _meta: mapAt({ file }, "file")._meta, cases: [{ ...testCase, steps }] };
  return readCases(spoiled).cases.map(({ run }) => run().status);
}

function spoilObject(step: KubeObject, change: (object: KubeObject) => KubeObject): KubeObject {
  const members = mapAt(step, "members");
  const changed = mapsAt(members, "m2").map((each) => {
    const object = mapAt(each, "object");
    return object.kind === "ConfigMap" ? { ...each, object: change(object) } : each;
  });
  return { ...step, members: { ...members, m2: changed } };
}

describe("the runner of a recorded Karmada", () => {
  it("runs each step from every kind of dump, and prints what was expected and what came", () => {
    const { cases } = readCases(file);
    expect(cases.length % 4).to.equal(0);
    const result = cases[2]?.run();
    expect(result?.id).to.equal("place-all step 1, live dump with bindings");
    expect(result?.status === "passed" && result.details).to.deep.equal([
      "expected ConfigMap place-all/settings on m1, m2, m3; Namespace place-all on m1, m2, m3",
      "got proved: 6 equal, 0 absent, 0 unknown, 0 differ",
    ]);
  });

  it("takes what is recorded for right", () => {
    expect(resultsOf("place-all", (step) => step)).to.deep.equal(Array(4).fill("passed"));
  });

  const spoils: readonly { what: string; spoil: (step: KubeObject) => KubeObject }[] = [
    {
      what: "another value",
      spoil: (step) =>
        spoilObject(step, (object) => ({ ...object, data: { greeting: "spoiled", level: "1" } })),
    },
    {
      what: "a key more",
      spoil: (step) =>
        spoilObject(step, (object) => ({
          ...object,
          data: { ...mapAt(object, "data"), more: "1" },
        })),
    },
    {
      what: "a label more",
      spoil: (step) =>
        spoilObject(step, (object) => ({
          ...object,
          metadata: { ...mapAt(object, "metadata"), labels: { more: "1" } },
        })),
    },
    {
      what: "an object less",
      spoil: (step) => ({ ...step, members: { ...mapAt(step, "members"), m2: [] } }),
    },
    {
      what: "an object more",
      spoil: (step) => {
        const members = mapAt(step, "members");
        const [first = {}, ...others] = mapsAt(members, "m2");
        const object = mapAt(first, "object");
        const metadata = { ...mapAt(object, "metadata"), name: "more" };
        const more = { ...first, object: { ...object, metadata } };
        return { ...step, members: { ...members, m2: [first, more, ...others] } };
      },
    },
  ];
  for (const { what, spoil } of spoils) {
    it(`fails where the members are said to hold ${what}`, () => {
      expect(resultsOf("place-all", spoil)).to.deep.equal(Array(4).fill("failed"));
    });
  }
});
