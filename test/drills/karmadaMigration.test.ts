import { isPlainObject } from "../../provider/core/plain/plainObject";
import type { KubeObject } from "../../provider/core/model";
import { expect } from "chai";
import { identityOf } from "../../provider/core/manifests/manifest";
import { federatedType } from "../../provider/core/kinds/federatedTypes";
import { conformanceFiles } from "../conformance/files";
import { jsonDiff } from "../conformance/jsonDiff";
import { afterStep, emptyControlPlane } from "../conformance/karmada/controlPlane";
import { dumpOf } from "../conformance/karmada/dumps";
import { mapAt, mapsAt, textAt, without } from "../conformance/reading";
import { changeLive, type LiveObject, readLive } from "../support/live";
import { MigrationBed } from "../support/migrationBed";

/** Scenarios of the recording, each in a namespace of its own, and after how many steps. */
const scenarios: Readonly<Record<string, number>> = {
  "app-shop": 1,
  "deps-divided": 1,
  "div-retain-replicas": 2,
  "div-sts": 1,
  "kind-sa-secrets": 1,
  "ovr-resources-deep": 1,
  "ovr-sequence": 1,
};

const scaledPath = "/apis/apps/v1/namespaces/div-retain-replicas/deployments/web";

const names: Readonly<Record<string, string>> = { m1: "us-east", m2: "eu-west", m3: "ap-south" };

interface Recorded {
  /** What `kubectl get -o yaml` says of Karmada's API server, bindings included. */
  readonly dump: readonly KubeObject[];
  /** What Karmada left on each cluster. */
  readonly left: Readonly<Record<string, readonly KubeObject[]>>;
}

/** The recording with the names of the shared clusters. */
function recorded(): Recorded {
  const text = JSON.stringify(conformanceFiles.get("karmada-live-sample.json"));
  const renamed: unknown = JSON.parse(
    text.replace(/"(m[123])"/g, (_all, name: string) => JSON.stringify(names[name])),
  );
  const file = isPlainObject(renamed) ? renamed : {};
  const dump = new Map<string, KubeObject>();
  const left: Record<string, KubeObject[]> = {};
  for (const testCase of mapsAt(file, "cases")) {
    const count = scenarios[textAt(testCase, "id")];
    if (count === undefined) continue;
    let plane = emptyControlPlane(mapAt(file, "_meta"), testCase);
    const steps = mapsAt(testCase, "steps").slice(0, count);
    for (const step of steps) plane = afterStep(plane, step);
    const last = steps.at(-1) ?? {};
    for (const object of dumpOf("live dump with bindings", plane, last)) {
      dump.set(JSON.stringify(identityOf(object)), object);
    }
    for (const cluster of Object.values(names)) {
      const held = mapsAt(mapAt(last, "members"), cluster).map(asLeft);
      left[cluster] = [...(left[cluster] ?? []), ...held];
    }
  }
  return { dump: [...dump.values()], left };
}

/** An object with Karmada's marks, without what its cluster assigns. */
function asLeft(held: KubeObject): KubeObject {
  const object = mapAt(held, "object");
  const metadata = mapAt(object, "metadata");
  const marked = {
    ...object,
    metadata: {
      ...metadata,
      labels: { ...mapAt(metadata, "labels"), ...mapAt(held, "karmadaLabels") },
      annotations: { ...mapAt(metadata, "annotations"), ...mapAt(held, "karmadaAnnotations") },
    },
  };
  return object.kind === "Service"
    ? { ...marked, spec: without(mapAt(object, "spec"), "clusterIP", "clusterIPs") }
    : marked;
}

function collectionOf(object: KubeObject): string {
  const { apiVersion, kind, namespace } = identityOf(object);
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const within = namespace === "" ? "" : `/namespaces/${namespace}`;
  return `${root}${within}/${federatedType(apiVersion, kind).plural}`;
}

function pathOf(object: KubeObject): string {
  return `${collectionOf(object)}/${identityOf(object).name}`;
}

/**
 * What counts of an object: its identity, and all that a person wrote. Karmada's own labels go with the
 * fields that it hands over. The generation of a Deployment counts changed annotations, and its controller
 * writes some.
 */
function essence(object: LiveObject | undefined): unknown {
  const plain: unknown = object;
  if (!isPlainObject(plain)) return undefined;
  const metadata = without(
    mapAt(plain, "metadata"),
    "annotations",
    "generation",
    "managedFields",
    "resourceVersion",
  );
  const own = Object.entries(mapAt(metadata, "labels")).filter(
    ([key]) => key !== "pulumi-kubefed/managed" && !/(^|\.)karmada\.io\//.test(key),
  );
  const labels = Object.fromEntries(own);
  return { ...without(plain, "status"), metadata: { ...metadata, labels } };
}

describe("what a recorded Karmada left, taken over by the real engine", function () {
  this.timeout(900_000);
  const bed = new MigrationBed();
  const { dump, left } = recorded();

  before(async () => {
    await bed.start();
    for (const [cluster, objects] of Object.entries(left)) {
      const ordered = [...objects].sort(
        (a, b) => Number(b.kind === "Namespace") - Number(a.kind === "Namespace"),
      );
      for (const body of ordered) {
        const path = `${collectionOf(body)}?fieldManager=karmada-controller-manager`;
        await changeLive(bed.cluster(cluster), { method: "POST", path, body });
      }
    }
  });
  after(() => bed.stop());

  const everything = async (): Promise<Record<string, unknown>> =>
    Object.fromEntries(
      await Promise.all(
        Object.entries(left).flatMap(([cluster, objects]) =>
          objects.map(async (object) => {
            const live = await readLive(bed.cluster(cluster), pathOf(object));
            return [`${cluster} ${pathOf(object)}`, essence(live)] as const;
          }),
        ),
      ),
    );

  it("changes nothing at the first preview and the first update, and makes nothing anew", async () => {
    const input = bed.writeObjects("karmada.json", dump);
    // It exits with 1 and fails here unless everything is proved.
    await bed.kubefed("convert", "-f", input, "--adopt", "--out", bed.path("left"));
    const key = await bed.kubefed("convert", "-f", input, "--secret", "db-key");
    const stack = await bed.stackOf("left", { secrets: { "db-key": key } });
    const before = await everything();

    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    const ops = new Set(preview.changes.map(({ op }) => op));
    expect([...ops].filter((op) => /delete|replace|update/.test(op))).to.deep.equal([]);

    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect(jsonDiff(before, await everything())).to.deep.equal([]);
    // What a member has scaled itself, and Karmada left to it, is left to it again.
    const scaled = await readLive(bed.cluster("us-east"), scaledPath);
    expect(scaled?.spec?.replicas).to.equal(7);

    const again = await stack.preview();
    expect(again.succeeded, again.output).to.equal(true);
    expect(again.changes.filter(({ op }) => op !== "same")).to.deep.equal([]);
  });
});
