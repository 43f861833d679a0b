import type { KubeObject } from "../../../provider/core/model";
import { identityOf } from "../../../provider/core/manifests/manifest";
import { yamlText } from "../../../provider/cli/engine/manifestFiles";
import { convertDocuments } from "../../../provider/migration/convertObjects";
import { type Declaration, keyOf, type Migration } from "../../../provider/migration/migration";
import { planDeclaration } from "../../../provider/migration/program/declaredObject";
import { proveMigration, type Verdict } from "../../../provider/migration/proof/proof";
import { mapAt, mapsAt, textAt } from "../reading";
import { differencesOnMember } from "./memberObject";

/** What is said of one dump: what was to be found on the members, what came, and what is wrong with it. */
export interface Judgement {
  readonly expected: string;
  readonly got: string;
  /** Empty: every copy is equal, or said to be unknown with a reason and a way out. */
  readonly mistakes: readonly string[];
}

/** What was recorded after a dump was made. */
export interface JudgedStep {
  readonly step: KubeObject;
  /** The members on which somebody else has changed something, past Karmada. */
  readonly touched: ReadonlySet<string>;
  /** Whether nothing came before, and Karmada took everything. */
  readonly isFresh: boolean;
}

/**
 * Converts a dump and compares what the program would put on each member with what the recording says is
 * there. A copy that is said to be equal, or to be nowhere, must be; one that is said to be unknown must say
 * what to do.
 */
export function judgeDump(
  documents: readonly KubeObject[],
  { step, touched, isFresh }: JudgedStep,
): Judgement {
  const observed = readMembers(step, touched);
  const expected = describe([...observed].map(([place]) => place));
  const migration = convertDocuments({ documents, clusters: [], yaml: yamlText });
  if (migration === undefined)
    return { expected, got: "nothing", mistakes: ["nothing to convert"] };
  const proof = proveMigration(migration);
  const planned = plannedObjects(migration);
  const verdicts = new Map(proof.verdicts.map((each) => [`${each.cluster} ${each.object}`, each]));
  const places = new Set([...observed.keys(), ...planned.keys(), ...verdicts.keys()]);
  // Without any binding nobody claims to know what a member refused.
  const claims =
    proof.assumptions.length > 0 ? withoutRefused(places, step, observed) : [...places];
  const mistakes = claims
    .sort()
    .flatMap((place) => judgePlace({ place, verdict: verdicts.get(place), observed, planned }));
  const count = (verdict: Verdict["verdict"]): number =>
    proof.verdicts.filter((each) => each.verdict === verdict).length;
  const word = proof.isProved ? "proved" : "not proved";
  const got = `${word}: ${count("equal")} equal, ${count("absent")} absent, ${count("unknown")} unknown, ${count("differs")} differ`;
  const errors = proof.errors.map(({ object, message }) => `${object}: ${message}`);
  // Who says that he takes for granted that nothing came before has not claimed anything else.
  const isAssumed = proof.assumptions.length > 0 && !isFresh;
  const otherwise = isAssumed && mistakes.length > 0 ? `, otherwise: ${mistakes.join("; ")}` : "";
  return { expected, got: got + otherwise, mistakes: [...errors, ...(isAssumed ? [] : mistakes)] };
}

/** The places where a member had something of its own, or did not take what Karmada sent. */
function withoutRefused(
  places: ReadonlySet<string>,
  step: KubeObject,
  observed: ReadonlyMap<string, Observed>,
): string[] {
  const refused = mapsAt(step, "works")
    .filter((work) =>
      mapsAt(work, "conditions").some(
        ({ type, status }) => type === "Applied" && status === "False",
      ),
    )
    .map((work) => placeOf(String(work.cluster), mapAt(work, "sent")));
  return [...places].filter(
    (place) => observed.get(place)?.isManaged !== false && !refused.includes(place),
  );
}

interface Observed {
  readonly object: KubeObject;
  /** Whether Karmada put it there. */
  readonly isManaged: boolean;
}

interface Planned {
  readonly object: KubeObject;
  readonly declaration: Declaration;
}

function judgePlace(about: {
  readonly place: string;
  readonly verdict: Verdict | undefined;
  readonly observed: ReadonlyMap<string, Observed>;
  readonly planned: ReadonlyMap<string, Planned>;
}): string[] {
  const { place, verdict } = about;
  const [there, plan] = [about.observed.get(place), about.planned.get(place)];
  if (verdict?.verdict === "unknown") {
    return /; .*(--expect|add |give |mend )/.test(verdict.reason)
      ? []
      : [`${place}: unknown without a way out: ${verdict.reason}`];
  }
  if (verdict?.verdict === "differs") return [`${place}: the program gives something else`];
  if (there === undefined || plan === undefined) return judgePresence(place, { there, plan });
  const { retainReplicas, replicasPath = "" } = plan.declaration;
  const ignored = retainReplicas === true ? [replicasPath.slice(1)] : [];
  return differencesOnMember(plan.object, there.object, ignored).map((line) => `${place} ${line}`);
}

function judgePresence(
  place: string,
  { there, plan }: { readonly there: Observed | undefined; readonly plan: Planned | undefined },
): string[] {
  if (plan !== undefined) return [`${place}: is not there, but in the program`];
  const isMissed = there?.isManaged === true;
  return isMissed ? [`${place}: is there, and not in the program`] : [];
}

function plannedObjects(migration: Migration): ReadonlyMap<string, Planned> {
  return new Map(
    migration.declarations.flatMap((declaration) =>
      [...planDeclaration(declaration, migration).objects].map(
        ([cluster, object]) => [placeOf(cluster, object), { object, declaration }] as const,
      ),
    ),
  );
}

function readMembers(
  step: KubeObject,
  touched: ReadonlySet<string>,
): ReadonlyMap<string, Observed> {
  const members = mapAt(step, "members");
  return new Map(
    Object.keys(members).flatMap((cluster) =>
      mapsAt(members, cluster).map((each) => {
        const isManaged = mapAt(each, "karmadaLabels")["karmada.io/managed"] === "true";
        const own = mapAt(each, "object");
        const object = touched.has(cluster) && isManaged ? withoutForeign(own, each) : own;
        return [placeOf(cluster, object), { object, isManaged }] as const;
      }),
    ),
  );
}

/** Karmada lists the labels and annotations that it writes, and keeps those of anybody else. */
function withoutForeign(object: KubeObject, held: KubeObject): KubeObject {
  const metadata = mapAt(object, "metadata");
  const listed = (key: string): readonly string[] => {
    const name = `resourcetemplate.karmada.io/managed-${key}`;
    return textAt(mapAt(held, "karmadaAnnotations"), name).split(",");
  };
  const own = (key: string): KubeObject =>
    Object.fromEntries(
      Object.entries(mapAt(metadata, key)).filter(([name]) => listed(key).includes(name)),
    );
  return {
    ...object,
    metadata: { ...metadata, labels: own("labels"), annotations: own("annotations") },
  };
}

function placeOf(cluster: string, object: KubeObject): string {
  const { namespace, ...identity } = identityOf(object);
  const key = keyOf({ ...identity, ...(namespace === "" ? {} : { namespace }) });
  return `${cluster} ${key.slice(key.indexOf("/") + 1)}`;
}

/** `ConfigMap a/b on m1, m2`, one for each object. */
function describe(places: readonly string[]): string {
  const objects = new Map<string, string[]>();
  for (const place of places) {
    const [cluster = "", ...words] = place.split(" ");
    const object = words.join(" ");
    objects.set(object, [...(objects.get(object) ?? []), cluster]);
  }
  const parts = [...objects].map(([object, clusters]) => `${object} on ${clusters.join(", ")}`);
  return parts.length === 0 ? "nothing" : parts.sort().join("; ");
}
