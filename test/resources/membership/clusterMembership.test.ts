import { expect } from "chai";
import { connectToCluster } from "../../../provider/adapters/kubernetes/apiClient";
import { deleteObject, getObject } from "../../../provider/adapters/kubernetes/objects";
import {
  checkMembership,
  createMembership,
  deleteMembership,
  diffMembership,
  readMembership,
  updateMembership,
} from "../../../provider/resources/membership/handlers/clusterMembership";
import {
  type MembershipInputs,
  type MembershipOutputs,
} from "../../../provider/resources/membership/handlers/membershipInputs";
import { isAllowed, statusFor } from "../../support/memberCluster";
import { errorOf, expectRefused, MembershipBed } from "../../support/membershipBed";

const rbac = "/apis/rbac.authorization.k8s.io/v1";

describe("the life of a membership", function () {
  this.timeout(600_000);
  const bed = new MembershipBed();

  before(() => bed.start());
  after(() => bed.stop());

  it("gives credentials that may do what the scope says, and no more", async () => {
    const cluster = bed.inputsOf({ scope: "Cluster" });
    const within = bed.inputsOf({ scope: "Namespaced" });
    const least = bed.inputsOf({
      scope: "Namespaced",
      rules: [
        { verbs: ["get", "list"], apiGroups: [""], resources: ["configmaps"] },
        { verbs: ["patch"], apiGroups: ["apps"], resources: ["deployments"] },
      ],
    });
    const kubeconfigs: string[] = [];
    for (const inputs of [cluster, within, least]) {
      kubeconfigs.push((await createMembership(inputs)).outs.kubeconfig ?? "");
    }
    const here = (inputs: MembershipInputs): string => inputs.namespace;
    const rows: [Record<string, string>, "own" | "other" | "", string][] = [
      // verb and resource, where, and for whom it is allowed: C(luster), N(amespaced), L(east)
      [{ verb: "get", resource: "configmaps" }, "own", "CNL"],
      [{ verb: "list", resource: "configmaps" }, "own", "CNL"],
      [{ verb: "delete", resource: "configmaps" }, "own", "CN"],
      [{ verb: "create", resource: "secrets" }, "own", "CN"],
      [{ verb: "get", resource: "secrets" }, "other", "C"],
      [{ verb: "patch", group: "apps", resource: "deployments" }, "own", "CNL"],
      [{ verb: "patch", group: "apps", resource: "deployments" }, "other", "C"],
      [{ verb: "create", group: "apps", resource: "deployments" }, "own", "CN"],
      [{ verb: "get", group: "apps", resource: "deployments", subresource: "scale" }, "own", "CN"],
      [{ verb: "watch", resource: "pods" }, "own", "CN"],
      [{ verb: "list", resource: "nodes" }, "", "CNL"],
      [{ verb: "get", resource: "nodes" }, "", "C"],
      [{ verb: "delete", resource: "namespaces" }, "", "C"],
      [{ verb: "create", resource: "namespaces" }, "", "C"],
      [{ verb: "escalate", group: "rbac.authorization.k8s.io", resource: "clusterroles" }, "", "C"],
      [{ verb: "get", path: "/healthz" }, "", "CNL"],
      [{ verb: "get", path: "/metrics" }, "", "C"],
      [{ verb: "post", path: "/healthz" }, "", ""],
    ];
    const found: typeof rows = [];
    for (const [attributes, where] of rows) {
      let allowed = "";
      for (const [index, inputs] of [cluster, within, least].entries()) {
        const namespace = where === "own" ? here(inputs) : where === "other" ? "default" : "";
        const asked = "path" in attributes ? attributes : { ...attributes, namespace };
        if (await isAllowed(kubeconfigs[index] ?? "", asked)) allowed += "CNL".charAt(index);
      }
      found.push([attributes, where, allowed]);
    }
    expect(found).to.deep.equal(rows);
  });

  it("keeps the token of before a rotation for its time, and removes it with the first update after", async () => {
    const inputs = bed.inputsOf({ rotateGraceSeconds: 3600 });
    const { outs } = await createMembership(inputs);
    const next = { ...inputs, rotate: "2026-11" };
    const rotated = (await updateMembership(outs, next)).outs;
    expect(rotated.kubeconfig).not.to.equal(outs.kubeconfig);
    for (const { kubeconfig = "" } of [outs, rotated])
      expect(await statusFor(kubeconfig, "/version")).to.equal(200);
    expect((await diffMembership(rotated, next)).changes).to.equal(false);
    // Another update within the time changes nothing about it, nor does a refresh.
    const again = (await updateMembership(rotated, next)).outs;
    const { props } = await readMembership("id", again);
    expect(props?.retiring).to.deep.equal(rotated.retiring);
    expect(await statusFor(outs.kubeconfig ?? "", "/version")).to.equal(200);
    // Its time is over: what was said of it may become less.
    const over = { ...next, rotateGraceSeconds: 0 };
    expect(await diffMembership(again, over)).to.deep.equal({ changes: true, replaces: [] });
    const last = (await updateMembership(again, over)).outs;
    expect(last.retiring).to.equal(undefined);
    expect((await diffMembership(last, over)).changes).to.equal(false);
    await expectRefused(outs);
    expect(await statusFor(last.kubeconfig ?? "", "/version")).to.equal(200);
    // Back to the text of before within the time, the token is not on its way out.
    const twice = (await updateMembership(last, { ...next, rotate: "2027" })).outs;
    const back = (await updateMembership(twice, next)).outs;
    expect(back.kubeconfig).to.equal(last.kubeconfig);
    expect(back.retiring).to.have.lengthOf(1);
    await deleteMembership(back);
    expect(await bed.objectsOf(inputs)).to.deep.equal({});
  });

  it("rotates: the new token works before the old one goes, and the old one is refused then", async () => {
    const inputs = bed.inputsOf({
      adminKubeconfig: bed.proxy.kubeconfig,
      rotateGraceSeconds: 0,
    });
    const { outs } = await createMembership(inputs);
    bed.proxy.calls.length = 0;
    const rotated = (await updateMembership(outs, { ...inputs, rotate: "2026-11" })).outs;
    const deleted = bed.proxy.calls.findIndex(
      ({ method, path }) =>
        method === "DELETE" && path.endsWith(`/secrets/${inputs.clusterName}-host`),
    );
    const worked = bed.proxy.calls.findIndex(
      ({ path, status }) => path.includes("selfsubjectaccessreviews") && status === 201,
    );
    expect(worked).to.be.greaterThan(-1);
    expect(deleted).to.be.greaterThan(worked);
    expect(await statusFor(rotated.kubeconfig ?? "", "/version")).to.equal(200);
    await expectRefused(outs);
    // An update that is not recorded by the engine is run again from the old state.
    const again = (await updateMembership(outs, { ...inputs, rotate: "2026-11" })).outs;
    expect(again.kubeconfig).to.equal(rotated.kubeconfig);
    const back = (await updateMembership(rotated, { ...inputs, rotate: "2027" })).outs;
    expect(
      Object.keys(await bed.objectsOf(inputs)).filter((name) => name.startsWith("Secret")),
    ).to.have.lengthOf(1);
    await deleteMembership(back);
    expect(await bed.objectsOf(inputs)).to.deep.equal({});
  });

  it("changes its scope in place, and leaves nothing of the other scope", async () => {
    const inputs = bed.inputsOf({ scope: "Cluster" });
    const { outs } = await createMembership(inputs);
    const narrowed = (await updateMembership(outs, { ...inputs, scope: "Namespaced" })).outs;
    const names = Object.keys(await bed.objectsOf(inputs));
    expect(names).to.have.lengthOf(7);
    expect(names).to.not.include(
      `ClusterRole kubefed-controller-manager:${inputs.clusterName}-host`,
    );
    expect(
      await isAllowed(narrowed.kubeconfig ?? "", {
        verb: "get",
        resource: "secrets",
        namespace: "default",
      }),
    ).to.equal(false);
    await deleteMembership(narrowed);
    expect(await bed.objectsOf(inputs)).to.deep.equal({});
  });

  it("finds by reading what has gone or was changed, and repairs it", async () => {
    const inputs = bed.inputsOf({ scope: "Namespaced" });
    const { id, outs } = await createMembership(inputs);
    const unchanged = (await readMembership(id, outs)).props;
    expect(unchanged?.drift).to.deep.equal([]);
    expect(await diffMembership(outs, inputs)).to.deep.equal({ changes: false, replaces: [] });

    const api = connectToCluster({ kubeconfig: bed.cluster.kubeconfig });
    const roles = `${rbac}/namespaces/${inputs.namespace}`;
    const name = `kubefed-controller-manager:${inputs.clusterName}-host`;
    await deleteObject(api, `${roles}/rolebindings/${name}`);
    const role = (await getObject(api, `${roles}/roles/${name}`)) ?? {};
    await api.request({
      method: "PUT",
      path: `${roles}/roles/${name}`,
      body: { ...role, rules: [] },
    });
    const drifted = (await readMembership(id, outs)).props ?? outs;
    expect(drifted.drift).to.deep.equal([
      `Role "${name}" has other rules`,
      `RoleBinding "${name}" is missing`,
    ]);
    expect((await diffMembership(drifted, inputs)).changes).to.equal(true);
    const repaired = (await updateMembership(drifted, inputs)).outs;
    expect((await readMembership(id, repaired)).props?.drift).to.deep.equal([]);

    await deleteObject(
      api,
      `/api/v1/namespaces/${inputs.namespace}/serviceaccounts/${inputs.clusterName}-host`,
    );
    expect(await readMembership(id, repaired)).to.deep.equal({});
  });

  it("carries trust and ways into the kubeconfig that it gives", async () => {
    const blind = bed.inputsOf({ disabledTLSValidations: ["*"] });
    const { kubeconfig } = (await createMembership(blind)).outs;
    expect(kubeconfig).to.include("insecure-skip-tls-verify: true");
    expect(kubeconfig).to.not.include("certificate-authority-data");
    const named = bed.inputsOf({ disabledTLSValidations: ["SubjectName"] });
    const other = (await createMembership(named)).outs.kubeconfig ?? "";
    expect(other).to.match(/tls-server-name: \S+/);
    expect(await statusFor(other, "/version")).to.equal(200);
  });

  it("is another membership with other names or another cluster, and says what cannot work", async () => {
    const inputs = bed.inputsOf();
    const olds: MembershipOutputs = { ...inputs, kubeconfig: "k", clusterUid: "other", drift: [] };
    expect(await diffMembership(olds, { ...inputs, clusterName: "x" })).to.deep.equal({
      changes: true,
      replaces: ["clusterName"],
    });
    expect(
      await diffMembership(olds, { ...inputs, adminKubeconfig: bed.proxy.kubeconfig }),
    ).to.deep.equal({
      changes: true,
      replaces: ["adminKubeconfig"],
    });
    expect(await diffMembership(olds, { ...inputs, adopt: false })).to.deep.include({
      changes: false,
    });
    const { failures } = await checkMembership({
      ...inputs,
      adminKubeconfig: "a: [",
      hostClusterName: "a/b",
      apiEndpoint: "tcp://x",
    });
    expect(failures.map(({ property }) => property)).to.deep.equal([
      "hostClusterName",
      "apiEndpoint",
      "adminKubeconfig",
    ]);
    expect((await errorOf(updateMembership(olds, inputs))).message).to.include(
      "is not the one that was joined",
    );
  });
});
