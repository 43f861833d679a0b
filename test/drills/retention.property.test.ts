import { expect } from "chai";
import fc from "fast-check";
import type { Cluster } from "../fleet";
import { type Declaration, declaredStack, type DeclaredStack } from "../support/declaredStack";
import { changeLive, readLive } from "../support/live";
import { type FieldValues, type RetentionKind, retentionKinds } from "../support/retentionKinds";
import { sharedFleet } from "../support/sharedFleet";

const place = "retention-test";
const objects = 30;
const rounds = 2;

/** What one object goes through: written, changed on the cluster, changed in the program, and so on. */
interface Story {
  readonly kind: RetentionKind;
  readonly retained: readonly string[];
  readonly first: FieldValues;
  readonly rounds: readonly Round[];
}

interface Round {
  readonly manager: "operator" | "kubectl-edit";
  readonly theirs: FieldValues;
  readonly ours: FieldValues;
  readonly isReversed: boolean;
  /** Which of the ways to say it. */
  readonly way: number;
}

function values(kind: RetentionKind, names: readonly string[], isPartial: boolean) {
  const each = Object.fromEntries(
    names.flatMap((name) => {
      const field = kind.fields[name];
      if (field === undefined) return [];
      const value = fc.constantFrom(...field.values);
      return [[name, field.isOptional ? fc.option(value, { freq: 4 }) : value] as const];
    }),
  );
  return fc.record(each, isPartial ? { requiredKeys: [] } : {}) as fc.Arbitrary<FieldValues>;
}

const story: fc.Arbitrary<Story> = fc.constantFrom(...retentionKinds).chain((kind) => {
  const names = Object.keys(kind.fields);
  return fc.subarray(names, { minLength: 1 }).chain((retained) => {
    const round: fc.Arbitrary<Round> = fc
      .constantFrom("operator" as const, "kubectl-edit" as const)
      .chain((manager) =>
        fc.record({
          manager: fc.constant(manager),
          // Others own what they change; only what kubectl changed is ours again with the next update.
          theirs: values(kind, manager === "operator" ? retained : names, true),
          ours: values(kind, names, false),
          isReversed: fc.boolean(),
          way: fc.nat(),
        }),
      );
    return fc.record({
      kind: fc.constant(kind),
      retained: fc.constant(retained),
      first: values(kind, names, false),
      rounds: fc.array(round, { minLength: rounds, maxLength: rounds }),
    });
  });
});

function declare(
  index: number,
  { kind, retained, first, rounds: all }: Story,
  at: number,
): Declaration {
  const round = all[at - 1];
  const isReversed = round?.isReversed ?? false;
  const wanted = round?.ours ?? first;
  const template = kind.template(wanted, isReversed) as { metadata: { annotations: object } };
  const annotations = { ...template.metadata.annotations, tag: String(at) };
  const retain = retained.map((name) => {
    const paths = kind.fields[name]?.paths(isReversed) ?? [];
    return paths[(round?.way ?? 0) % paths.length] ?? "";
  });
  const isCustom = kind.component === "CustomResource";
  return {
    kind: kind.component,
    name: nameOf(index),
    args: {
      ...(isCustom ? { apiVersion: kind.apiVersion, kind: kind.kind } : {}),
      ...(kind.isClusterWide === true
        ? { placement: { clusterNames: ["us-east"] } }
        : { namespace: place }),
      retain,
      template: { ...template, metadata: { ...template.metadata, annotations } },
    },
  };
}

function nameOf(index: number): string {
  return `retention-${index}`;
}

describe("retention, whatever others and the program change", function () {
  this.timeout(1_800_000);
  const seed = Number(process.env.RETENTION_SEED ?? Date.now() % 1_000_000);
  const stories = fc.sample(story, { numRuns: objects, seed });
  let cluster: Cluster;
  let stack: DeclaredStack;

  before(async () => {
    const { clusters } = await sharedFleet();
    const first = clusters["us-east"];
    if (first === undefined) throw new Error("the shared fleet has no us-east");
    cluster = first;
    stack = await declaredStack();
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
  });

  const pathOf = (index: number, { kind }: Story) => `${kind.collection(place)}/${nameOf(index)}`;
  const seen = (index: number, each: Story) =>
    readLive(cluster, pathOf(index, each)).then((live) => {
      if (live === undefined) throw new Error(`${nameOf(index)} is gone`);
      return each.kind.read(live);
    });
  const update = async (at: number) => {
    await stack.declare([
      { kind: "Namespace", name: place, args: { placement: { clusterNames: ["us-east"] } } },
      ...stories.map((each, index) => declare(index, each, at)),
    ]);
    const up = await stack.up();
    expect(up.succeeded, `seed ${seed}: ${up.output}`).to.equal(true);
  };

  it(`leaves what is retained as the member has it and makes all else ours (seed ${seed})`, async () => {
    await update(0);
    const wanted = stories.map(({ first }) => first);
    for (let at = 1; at <= rounds; at += 1) {
      for (const [index, each] of stories.entries()) {
        const round = each.rounds[at - 1];
        if (round === undefined || Object.keys(round.theirs).length === 0) continue;
        await changeLive(cluster, {
          method: "PATCH",
          path: `${pathOf(index, each)}?fieldManager=${round.manager}`,
          contentType: "application/strategic-merge-patch+json",
          body: each.kind.patch(round.theirs),
        });
      }
      const preview = await stack.preview();
      expect(preview.changes, `seed ${seed}`).to.deep.equal([]);
      const before = await Promise.all(stories.map((each, index) => seen(index, each)));
      await update(at);
      for (const [index, each] of stories.entries()) {
        const ours = each.rounds[at - 1]?.ours ?? each.first;
        const was = wanted[index] ?? {};
        const now = await seen(index, each);
        const expected = Object.fromEntries(
          Object.keys(each.kind.fields).map((name) => {
            const had = before[index]?.[name] ?? null;
            if (!each.retained.includes(name)) return [name, ours[name]];
            // Nobody wanted it and it is not there: the program may set it, unless it was removed.
            const isOpen = had === null && was[name] === null && now[name] === ours[name];
            return [name, isOpen ? ours[name] : had];
          }),
        );
        const story = JSON.stringify({ ...each, kind: undefined, before: before[index] });
        const about = `seed ${seed}, round ${at}, ${each.kind.kind} ${index}: ${story}`;
        expect(now, about).to.deep.equal(expected);
        wanted[index] = ours;
      }
      const again = await stack.preview();
      expect(again.changes, `seed ${seed}: ${again.output}`).to.deep.equal([]);
    }
  });
});
