import { expect } from "chai";
import {
  createOwnership,
  deleteOwnership,
  diffOwnership,
  type FieldOwnershipInputs,
  updateOwnership,
} from "../../../provider/resources/managedFields/handlers/fieldOwnership";
import type { Cluster } from "../../fleet";
import { type ApiProxy, openApiProxy } from "../../support/apiProxy";
import { changeLive, type LiveObject, readLive } from "../../support/live";
import { errorOf } from "../../support/membershipBed";
import { sharedFleet } from "../../support/sharedFleet";

const collection = "/api/v1/namespaces/default/configmaps";
const path = `${collection}/lent`;

describe("the ownership of fields in an object of somebody else", function () {
  this.timeout(600_000);
  let cluster: Cluster;
  let proxy: ApiProxy;
  let known: FieldOwnershipInputs;

  before(async () => {
    const found = (await sharedFleet()).clusters["eu-west"];
    if (found === undefined) throw new Error("no cluster eu-west");
    cluster = found;
    proxy = await openApiProxy(cluster);
  });
  after(() => proxy.stop());

  beforeEach(async () => {
    proxy.heal();
    proxy.calls.length = 0;
    const body = { metadata: { name: "lent" }, data: { theirs: "1", lent: "1" } };
    await changeLive(cluster, { method: "POST", path: `${collection}?fieldManager=maker`, body });
    known = await lend();
  });
  afterEach(() => changeLive(cluster, { method: "DELETE", path }));

  /** Writes a field as the plugin's patches do. */
  async function lend(): Promise<FieldOwnershipInputs> {
    const annotations = {
      "pulumi.com/patchFieldManager": "ours",
      "pulumi.com/patchForce": "true",
    };
    const { metadata } = await apply("ours", {
      metadata: { name: "lent", annotations },
      data: { lent: "2" },
    });
    return {
      clusterName: "eu",
      kubeconfig: proxy.kubeconfig,
      apiVersion: "v1",
      kind: "ConfigMap",
      namespace: "default",
      name: "lent",
      uid: metadata.uid,
      fieldManager: "ours",
    };
  }

  function apply(manager: string, object: object, at = path): Promise<LiveObject> {
    return changeLive(cluster, {
      method: "PATCH",
      path: `${at}?fieldManager=${manager}&force=${String(manager === "ours")}`,
      body: { apiVersion: "v1", kind: "ConfigMap", ...object },
      contentType: "application/apply-patch+yaml",
    });
  }

  async function managers(): Promise<unknown> {
    const object = await readLive(cluster, path);
    return object?.metadata.managedFields?.map(({ manager }) => manager).sort();
  }

  it("begins without a call and ends with the values as they are, and no owner", async () => {
    const { id, outs } = await createOwnership(known);
    expect([id, outs, proxy.calls]).to.deep.equal(["eu/default/lent", known, []]);
    await deleteOwnership(known);
    expect(await managers()).to.deep.equal(["maker"]);
    const object = await readLive(cluster, path);
    expect([object?.metadata.annotations, object?.data]).to.deep.equal([
      undefined,
      { theirs: "1", lent: "2" },
    ]);
    await apply("next", { metadata: { name: "lent" }, data: { lent: "3" } });
    expect(await managers()).to.deep.equal(["maker", "next"]);
    await deleteOwnership(known);
    expect(await managers()).to.deep.equal(["maker", "next"]);
  });

  it("ends in an object that nobody else has written, which then has no owner at all", async () => {
    const at = `${collection}/lone`;
    const { metadata } = await apply("ours", { metadata: { name: "lone" }, data: { a: "1" } }, at);
    await deleteOwnership({ ...known, name: "lone", uid: metadata.uid });
    const left = await readLive(cluster, at);
    expect([left?.metadata.managedFields, left?.data]).to.deep.equal([undefined, { a: "1" }]);
    await changeLive(cluster, { method: "DELETE", path: at });
  });

  it("ends although somebody else changes the object in between, whose change stays", async () => {
    proxy.beforeNextWrite(() =>
      changeLive(cluster, { method: "PATCH", path, body: { data: { theirs: "9" } } }),
    );
    await deleteOwnership(known);
    const writes = proxy.calls.filter(({ method }) => method === "PATCH");
    expect(writes.map(({ status }) => status)).to.deep.equal([409, 200]);
    expect((await readLive(cluster, path))?.data).to.deep.equal({ theirs: "9", lent: "2" });
    expect(await managers()).not.to.include("ours");
  });

  it("has nothing to give back in another object of the same name, nor where there is none", async () => {
    await deleteOwnership({ ...known, uid: "another" });
    expect(await managers()).to.include("ours");
    await deleteOwnership({ ...known, name: "none" });
    await deleteOwnership({ ...known, namespace: "none" });
    await deleteOwnership({ ...known, apiVersion: "none.example.com/v1", kind: "None" });
    proxy.beforeNextWrite(async () => {
      await changeLive(cluster, { method: "DELETE", path });
    });
    await deleteOwnership(known);
    await changeLive(cluster, {
      method: "POST",
      path: collection,
      body: { metadata: { name: "lent" } },
    });
  });

  it("stays where the cluster does not answer or refuses, and says what to do", async () => {
    proxy.dropAfter(0);
    expect((await errorOf(deleteOwnership(known))).message).to.match(
      /^cannot give back what "ours" owns of ConfigMap default\/lent on "eu": the API server at .*Run again when the cluster is back/,
    );
    proxy.heal();
    const kubeconfig = proxy.kubeconfig.replace(/token: .*/, "token: wrong");
    expect((await errorOf(deleteOwnership({ ...known, kubeconfig }))).message).to.include("401");
    expect(await managers()).to.include("ours");
  });

  it("is another one for another object or manager, and the same one with other credentials", async () => {
    const diff = (news: Partial<FieldOwnershipInputs>) =>
      diffOwnership(known, { ...known, ...news });
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    expect(await diff({})).to.deep.equal({ changes: false, replaces: [] });
    expect(await diff({ uid: unknown })).to.deep.equal({ changes: false, replaces: [] });
    expect(await diff({ kubeconfig: "" })).to.deep.equal({ changes: true, replaces: [] });
    expect(await diff({ uid: "v", fieldManager: "m" })).to.deep.equal({
      changes: true,
      replaces: ["uid", "fieldManager"],
    });
    const news = { ...known, kubeconfig: "new" };
    expect(await updateOwnership(news)).to.deep.equal({ outs: news });
  });
});
