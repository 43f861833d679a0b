import { expect } from "chai";
import fc from "fast-check";
import type { KubeObject } from "../../../provider/core/model";
import type { KnownObject } from "../../../provider/core/retention/retainedFields";
import { isAsWritten, retainedObject } from "../../../provider/core/retention/retainedObject";
import { outermostPaths } from "../../../provider/core/retention/retainedPlaces";
import { wantedFields } from "../../../provider/core/retention/wantedFields";
import type { PropertyPath } from "../../../provider/core/paths/propertyPath";
import { deepFreeze } from "../../support/deepFreeze";

const text = fc.constantFrom("a", "b", "c", "d");
const key = fc.constantFrom("a.conf", "x/y", "__proto__", "0", "*a");
const map = fc.dictionary(key, text, { maxKeys: 4 });
const item = fc.record({ image: text, args: fc.array(text, { maxLength: 2 }) });
const names = fc.shuffledSubarray(["one", "two", "three"]);
const containers = names.chain((own) =>
  fc.tuple(...own.map((name) => item.map((rest) => ({ name, ...rest })))),
);
const deployment = fc.record({
  metadata: fc.record({ annotations: map }),
  spec: fc.record({
    replicas: fc.nat(3),
    template: fc.record({ spec: fc.record({ containers }) }),
  }),
});

const place = ["spec", "template", "spec", "containers", "*"];
const paths: fc.Arbitrary<readonly PropertyPath[]> = fc
  .subarray<PropertyPath>([
    ["spec", "replicas"],
    ["metadata", "annotations", "a.conf"],
    ["metadata", "annotations", "__proto__"],
    ["metadata", "annotations"],
    [...place, "image"],
    [...place, "args"],
  ])
  .map(outermostPaths);

type Sample = ReturnType<typeof deployment.generate>["value"];

/** The leaves of an object, each by its place; items by their names. */
function leaves(object: KubeObject): Map<string, unknown> {
  const { metadata, spec } = object as unknown as Sample;
  const notes = Object.entries(metadata.annotations).map(
    ([name, value]) => [`annotations ${name}`, value] as const,
  );
  const pods = spec.template.spec.containers.flatMap(({ name, image, args }) => [
    [`image ${name}`, image] as const,
    [`args ${name}`, args] as const,
  ]);
  return new Map<string, unknown>([...notes, ...pods, ["replicas", spec.replicas]]);
}

function isRetained(leaf: string, retained: readonly PropertyPath[]): boolean {
  return retained.some((path) => {
    const last = String(path.at(-1));
    if (path[0] === "metadata")
      return leaf.startsWith("annotations ") && (path.length === 2 || leaf.slice(12) === last);
    return last === "replicas" ? leaf === last : leaf.startsWith(`${last} `);
  });
}

describe("retention, of random objects", () => {
  const known = (written: KubeObject, live: KubeObject): KnownObject => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    before: { inputs: written, object: written },
    once: new Set(),
    live,
    source: "live",
  });

  it("takes what is retained from the live object, and everything else from the program", () => {
    fc.assert(
      fc.property(deployment, deployment, deployment, paths, (desired, written, live, retained) => {
        const about = deepFreeze(known(written, live));
        const result = leaves(retainedObject(about, deepFreeze({ desired, paths: retained })));
        const [wanted, was, is] = [leaves(desired), leaves(written), leaves(live)];
        for (const [leaf, value] of result) {
          if (!isRetained(leaf, retained)) expect(value, leaf).to.deep.equal(wanted.get(leaf));
          else if (is.has(leaf)) expect(value, leaf).to.deep.equal(is.get(leaf));
          else {
            // What the member removed stays away, unless it removed the whole item, which is ours.
            const isItem = !leaf.startsWith("annotations ");
            expect(was.has(leaf) && !isItem, leaf).to.equal(false);
            expect(value, leaf).to.deep.equal(wanted.get(leaf));
          }
        }
        for (const leaf of wanted.keys()) {
          if (!isRetained(leaf, retained)) expect([...result.keys()]).to.include(leaf);
        }
      }),
    );
  });

  it("finds nothing to do while a program wants what it wrote, whatever happens on the cluster", () => {
    fc.assert(
      fc.property(deployment, deployment, paths, (written, live, retained) => {
        const wanted = deepFreeze({ desired: written, paths: retained });
        expect(isAsWritten(deepFreeze(known(written, live)), wanted)).to.equal(true);
      }),
    );
  });

  it("finds something to do when anything else is wanted", () => {
    fc.assert(
      fc.property(deployment, deployment, paths, (written, desired, retained) => {
        const [was, wants] = [leaves(written), leaves(desired)];
        const differs = [...new Set([...was.keys(), ...wants.keys()])].some(
          (leaf) =>
            !isRetained(leaf, retained) &&
            JSON.stringify(was.get(leaf)) !== JSON.stringify(wants.get(leaf)),
        );
        fc.pre(differs);
        expect(isAsWritten(known(written, written), { desired, paths: retained })).to.equal(false);
      }),
    );
  });

  it("names what is wanted whatever the order of its lists", () => {
    fc.assert(
      fc.property(deployment, paths, (desired, retained) => {
        const type = { apiVersion: "apps/v1", kind: "Deployment", paths: retained };
        const spec = desired.spec.template.spec;
        const containers = [...spec.containers].reverse();
        const turned = {
          ...desired,
          spec: { ...desired.spec, template: { spec: { containers } } },
        };
        expect(wantedFields({ ...type, desired })).to.deep.equal(
          wantedFields({ ...type, desired: turned }),
        );
      }),
    );
  });
});
