import { expect } from "chai";
import { deletionObstacles } from "../../../provider/adapters/deletion/deletionObstacles";
import { giveObjectsBack } from "../../../provider/adapters/deletion/givenBack";
import type {
  KubeApi,
  KubeRequest,
  KubeResponse,
} from "../../../provider/adapters/kubernetes/apiClient";
import { turns } from "../../../provider/adapters/kubernetes/turns";

const page: KubeResponse = { status: 200, body: "<html>Sign in</html>" };
const refused = (status: number): KubeResponse => ({ status, body: { kind: "Status" } });
const version: KubeResponse = { status: 200, body: { gitVersion: "v1.36.3" } };
const kinds: KubeResponse = {
  status: 200,
  body: { resources: [{ kind: "ConfigMap", name: "configmaps", namespaced: true }] },
};
const path = "/api/v1/namespaces/shop/configmaps/web";
const object = { apiVersion: "v1", kind: "ConfigMap", namespace: "shop", name: "web", uid: "u1" };
const live = (uid: string, owner?: string): KubeResponse => ({
  status: 200,
  body: {
    metadata: {
      ...{ name: "web", namespace: "shop", uid, resourceVersion: "7" },
      ...(owner && { annotations: { "pulumi-kubefed/owner": `${owner}/ConfigMap/shop/web` } }),
    },
  },
});

/** An API server that says the same to everything, but for some paths, where answers may take turns. */
function apiOf(usual: KubeResponse, paths: Readonly<Record<string, KubeResponse[]>> = {}) {
  const patched: KubeRequest[] = [];
  const request = (call: KubeRequest): Promise<KubeResponse> => {
    if (call.method === "PATCH") patched.push(call);
    const answers = paths[`${call.method} ${call.path}`] ?? paths[call.path] ?? [];
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return Promise.resolve(answer ?? usual);
  };
  const api: KubeApi = { server: "https://fake", request, inTurn: turns(8) };
  return { api, patched };
}

describe("the look at a cluster before something is deleted there", () => {
  const well = { "/healthz": [{ status: 200, body: "ok" }], "/version": [version] };
  const readable = { "/api/v1": [kinds], [path]: [live("u2")] };
  const rows: [name: string, of: ReturnType<typeof apiOf>, found: string[]][] = [
    ["finds nothing where a page answers", apiOf(page), []],
    ["finds nothing where all is forbidden", apiOf(refused(403)), []],
    ["looks where only health and version are", apiOf(refused(403), readable), ["another"]],
    ["stops where only objects are forbidden", apiOf(refused(403), well), ["unasked"]],
    ["stops where it is too much", apiOf(refused(429)), ["unasked"]],
    [
      "finds another object of the name",
      apiOf(refused(404), { ...well, ...readable }),
      ["another"],
    ],
  ];
  for (const [name, { api }, expected] of rows) {
    it(name, async () => {
      const own = { uids: new Set([object.uid]), ownerId: "ours" };
      const leaving = { objects: [object], own, takesContents: () => false };
      const found = await deletionObstacles(api, leaving);
      expect(found.map(({ kind }) => kind)).to.deep.equal(expected);
    });
  }
});

describe("what is given back", () => {
  const give = async (
    answers: KubeResponse[],
    patches: KubeResponse[] = [{ status: 200, body: {} }],
  ) => {
    const paths = { "/api/v1": [kinds], [`GET ${path}`]: answers, [`PATCH ${path}`]: patches };
    const { api, patched } = apiOf(refused(404), paths);
    return { said: await giveObjectsBack(api, { objects: [object], ownerId: "ours" }), patched };
  };

  it("bears nothing of the stack any more, as it was looked at", async () => {
    const { said, patched } = await give([live("u1", "ours")]);
    expect(said).to.deep.equal([]);
    expect(patched.map(({ body }) => body)).to.deep.equal([
      {
        metadata: {
          uid: "u1",
          resourceVersion: "7",
          annotations: { "pulumi-kubefed/owner": null },
        },
      },
    ]);
  });

  it("is looked at again where somebody else wrote meanwhile, and left where it is theirs by then", async () => {
    const { said, patched } = await give(
      [live("u1", "ours"), live("u1", "theirs")],
      [refused(409)],
    );
    expect([said, patched.length]).to.deep.equal([[], 1]);
  });

  it("is left alone where it is not the stack's, or gone", async () => {
    for (const answer of [live("u1", "theirs"), live("u2"), live("u1"), refused(404)]) {
      const { said, patched } = await give([answer]);
      expect([said, patched]).to.deep.equal([[], []]);
    }
  });

  it("is named where the cluster does not let it be changed", async () => {
    const { said } = await give([live("u1", "ours")], [refused(403)]);
    expect(said.join()).to.match(
      /^ConfigMap shop\/web: the API server at https:\/\/fake answered 403/,
    );
  });
});
