import { expect } from "chai";
import type {
  KubeApi,
  KubeRequest,
  KubeResponse,
} from "../../../provider/adapters/kubernetes/apiClient";
import { turns } from "../../../provider/adapters/kubernetes/turns";
import type { ObjectAnswer } from "../../../provider/core/existing/existingObjects";
import { newRun, within } from "../../../provider/engine/run";
import { type AskedCluster, askForObject } from "../../../provider/observe/objects/objectAnswer";

const key = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };
const path = "/apis/apps/v1/namespaces/shop/deployments/web";

/** A cluster that answers by path, without the query; anything else is not there. */
function clusterWith(
  answers: Readonly<Record<string, KubeResponse | Error | (() => KubeResponse)>>,
): AskedCluster & { readonly calls: KubeRequest[] } {
  const calls: KubeRequest[] = [];
  const api: KubeApi = {
    server: "https://us:6443",
    inTurn: turns(8),
    request: (call) => {
      calls.push(call);
      const answer = answers[call.path.replace(/\?.*/, "")] ?? { status: 404, body: {} };
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve(typeof answer === "function" ? answer() : answer);
    },
  };
  return { name: "us", api, namespace: "shop", calls };
}

const stored = (metadata: object): KubeResponse => ({ status: 200, body: { metadata } });
const ask = (cluster: AskedCluster, keys: readonly (typeof key)[] = [key]) =>
  within(newRun(), () => Promise.all(keys.map((each) => askForObject({ cluster, key: each }))));

describe("what a cluster says of an object", () => {
  const metadata = { name: "web", uid: "u1", creationTimestamp: "2026-01-01T00:00:00Z" };
  const about = "uid u1, created 2026-01-01T00:00:00Z";

  const rows: readonly (readonly [string, KubeResponse | Error, ObjectAnswer])[] = [
    ["that it is there", stored(metadata), { kind: "there", uid: "u1", about }],
    [
      "who has written it, each once",
      stored({
        ...metadata,
        managedFields: [{ manager: "kubectl" }, { manager: "helm" }, { manager: "kubectl" }],
      }),
      { kind: "there", uid: "u1", about: `${about}, written by "helm", "kubectl"` },
    ],
    [
      "which stack has made it",
      stored({ ...metadata, annotations: { "pulumi-kubefed/owner": "id/Deployment/web" } }),
      { kind: "there", uid: "u1", about, mark: "id/Deployment/web" },
    ],
    [
      "none where it is being deleted",
      stored({ ...metadata, deletionTimestamp: "now" }),
      { kind: "none" },
    ],
    ["none where there is none", { status: 404, body: {} }, { kind: "none" }],
  ];
  for (const [what, answer, expected] of rows) {
    it(`is ${what}`, async () => {
      const cluster = clusterWith({ [path]: answer });
      expect(await ask(cluster)).to.deep.equal([expected]);
      expect(cluster.calls.map((call) => [call.method, call.path])).to.deep.equal([["GET", path]]);
      expect(cluster.calls[0]?.accept).to.match(/as=PartialObjectMetadata;/);
    });
  }

  it("is no answer, and never none, where it is refused or silent", async () => {
    for (const [answer, isForbidden] of [
      [{ status: 403, body: {} }, true],
      [{ status: 401, body: {} }, false],
      [{ status: 200, body: "a page" }, false],
      [new Error("did not answer within 5000 ms"), false],
    ] as const) {
      const [said] = await ask(clusterWith({ [path]: answer }));
      expect(said).to.include({ kind: "no answer", isForbidden });
    }
  });

  it("is asked for again where it is refused for the moment, three times in all", async () => {
    let left = 1;
    const busy = { status: 429, body: {} };
    const passing = clusterWith({ [path]: () => (left-- > 0 ? busy : stored(metadata)) });
    expect(await ask(passing)).to.deep.equal([{ kind: "there", uid: "u1", about }]);
    const lasting = clusterWith({ [path]: { status: 500, body: {} } });
    expect((await ask(lasting))[0]?.kind).to.equal("no answer");
    expect(lasting.calls).to.have.lengthOf(3);
  }).timeout(10_000);

  it("is asked once in a run", async () => {
    const cluster = clusterWith({ [path]: stored(metadata) });
    await ask(cluster, [key, key]);
    expect(cluster.calls).to.have.lengthOf(1);
  });

  it("is listed once for many of a kind and a namespace, and asked for where the list has it not", async () => {
    const names = ["a", "b", "c", "d"];
    const list = path.replace(/\/web$/, "");
    const items = ["a", "b", "c"].map((name) => ({ metadata: { name, uid: `u-${name}` } }));
    const cluster = clusterWith({
      [list]: { status: 200, body: { items } },
      [`${list}/d`]: stored({ name: "d", uid: "u-d" }),
    });
    const answers = await ask(
      cluster,
      names.map((name) => ({ ...key, name })),
    );
    expect(answers.map((each) => (each.kind === "there" ? each.uid : each.kind))).to.deep.equal(
      names.map((name) => `u-${name}`),
    );
    expect(cluster.calls.map((call) => call.path)).to.deep.equal([
      `${list}?labelSelector=pulumi-kubefed%2Fmanaged&limit=500`,
      `${list}/d`,
    ]);
  });

  it("is asked for one by one where listing is not allowed", async () => {
    const list = path.replace(/\/web$/, "");
    const names = ["a", "b", "c"];
    const cluster = clusterWith({ [list]: { status: 403, body: {} } });
    const answers = await ask(
      cluster,
      names.map((name) => ({ ...key, name })),
    );
    expect(answers).to.deep.equal(names.map(() => ({ kind: "none" })));
    expect(cluster.calls).to.have.lengthOf(4);
  });

  it("is none where the cluster serves no such kind, and is found by the plural that it says", async () => {
    const chassis = { apiVersion: "a.test/v1", kind: "Chassis", name: "web" };
    expect(await ask(clusterWith({}), [chassis])).to.deep.equal([{ kind: "none" }]);
    const resources = [{ kind: "Chassis", name: "chassises", namespaced: true }];
    const cluster = clusterWith({
      "/apis/a.test/v1": { status: 200, body: { resources } },
      "/apis/a.test/v1/namespaces/shop/chassises/web": stored(metadata),
    });
    expect(await ask(cluster, [chassis])).to.deep.equal([{ kind: "there", uid: "u1", about }]);
  });
});
