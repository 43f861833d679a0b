import { expect } from "chai";
import { connectToCluster } from "../../provider/adapters/kubernetes/apiClient";
import { createObject, deleteObject, getObject } from "../../provider/adapters/kubernetes/objects";
import {
  checkMembership,
  createMembership,
  deleteMembership,
  diffMembership,
  readMembership,
  updateMembership,
} from "../../provider/handlers/clusterMembership";
import { HalfJoined } from "../../provider/handlers/halfJoined";
import type { MembershipInputs, MembershipOutputs } from "../../provider/handlers/membershipInputs";
import { eventually } from "../support/eventually";
import { type ApiProxy, openApiProxy } from "../support/apiProxy";
import { type Cluster, type Fleet, parseKubeconfig, startFleet } from "../fleet";
import {
  isAllowed,
  joinObjects,
  makeNamespace,
  membershipInputs,
  statusFor,
} from "../support/memberCluster";

const rbac = "/apis/rbac.authorization.k8s.io/v1";

async function errorOf(promise: Promise<unknown>): Promise<Error> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Error)) throw new Error("nothing was thrown");
  return thrown;
}

/** An API server believes a token for ten seconds after it has seen it last. */
async function expectRefused({ kubeconfig = "" }: MembershipOutputs): Promise<void> {
  await eventually(async () => {
    expect(await statusFor(kubeconfig, "/version")).to.equal(401);
  });
}

describe("joining a real cluster", function () {
  this.timeout(300_000);
  let fleet: Fleet;
  let cluster: Cluster;
  let proxy: ApiProxy;
  let count = 0;

  before(async () => {
    fleet = await startFleet({ clusters: [{ name: "us", region: "us", zones: ["us-1"] }] });
    const only = fleet.clusters["us"];
    if (only === undefined) throw new Error("no cluster");
    cluster = only;
    proxy = await openApiProxy(cluster);
  });

  after(async () => {
    await proxy.stop();
    await fleet.stop();
  });

  /** Inputs of a member that no other test uses. */
  function inputsOf(given: Partial<MembershipInputs> = {}): MembershipInputs {
    count += 1;
    return membershipInputs({
      adminKubeconfig: cluster.kubeconfig,
      clusterName: `m${count}`,
      namespace: `fed-${count}`,
      adopt: true, // The other tests' members share the cluster.
      ...given,
    });
  }

  async function objectsOf({
    namespace,
    clusterName,
  }: MembershipInputs): Promise<Record<string, string>> {
    const all = await joinObjects(cluster.kubeconfig, namespace);
    const own = Object.entries(all).filter(
      ([name]) => !name.startsWith("Cluster") || name.includes(`${clusterName}-host`),
    );
    return Object.fromEntries(own);
  }

  it("makes KubeFed's objects under KubeFed's names, for each scope", async () => {
    for (const scope of ["Cluster", "Namespaced"] as const) {
      const inputs = inputsOf({ scope });
      const { outs } = await createMembership(inputs);
      const { clusterName, namespace } = inputs;
      const main = `kubefed-controller-manager:${clusterName}-host`;
      const health = `kubefed-controller-manager:${namespace}:healthcheck-${clusterName}-host`;
      const roles =
        scope === "Cluster"
          ? [`ClusterRole ${main}`, `ClusterRoleBinding ${main}`]
          : [
              `ClusterRole ${health}`,
              `ClusterRoleBinding ${health}`,
              `Role ${main}`,
              `RoleBinding ${main}`,
            ];
      expect(Object.keys(await objectsOf(inputs))).to.deep.equal(
        [
          ...roles,
          `Namespace ${namespace}`,
          `Secret ${clusterName}-host`,
          `ServiceAccount ${clusterName}-host`,
        ].sort(),
      );
      await deleteMembership(outs);
      expect(await objectsOf(inputs)).to.deep.equal({});
      if (scope === "Cluster") await expectRefused(outs);
    }
  });

  it("gives credentials that may do what the scope says, and no more", async () => {
    const cluster = inputsOf({ scope: "Cluster" });
    const within = inputsOf({ scope: "Namespaced" });
    const least = inputsOf({
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

  async function interrupt(scope: MembershipInputs["scope"], step: number): Promise<void> {
    const steps = scope === "Cluster" ? 5 : 7;
    const about = `${scope} ${step}`;
    const way = await openApiProxy(cluster);
    try {
      // Members of the whole cluster are in each other's way here; the others need no adoption.
      const adopt = scope === "Cluster";
      const inputs = inputsOf({ scope, adopt, adminKubeconfig: way.kubeconfig });
      way.dropAfter(step);
      const error = await errorOf(createMembership(inputs));
      way.heal();
      expect(error.message, about).to.include("ended the connection");
      // Only where something was made has the engine something to keep.
      expect(error instanceof HalfJoined, about).to.equal(step > 0);
      const before = await objectsOf(inputs);
      expect(Object.keys(before), about).to.have.lengthOf(step);
      const { outs } = await createMembership(inputs);
      const after = await objectsOf(inputs);
      expect(Object.keys(after), about).to.have.lengthOf(steps);
      expect(after, about).to.include(before);
      expect(await statusFor(outs.kubeconfig ?? "", "/version"), about).to.equal(200);
      way.dropAfter(step);
      if (step < steps) {
        expect((await errorOf(deleteMembership(outs))).message).to.include("is still there");
      }
      way.heal();
      await deleteMembership(outs);
      expect(await objectsOf(inputs), about).to.deep.equal({});
    } finally {
      await way.stop();
    }
  }

  it("interrupted after any step, joining and unjoining are completed by the next run, nothing twice", async () => {
    await Promise.all([
      ...[0, 1, 2, 3, 4, 5].map((step) => interrupt("Cluster", step)),
      ...[0, 1, 2, 3, 4, 5, 6, 7].map((step) => interrupt("Namespaced", step)),
    ]);
  });

  it("refuses what somebody else has made or joined, naming it, unless told to adopt", async () => {
    const theirs = inputsOf({ scope: "Namespaced", owner: "organization/fleet/other" });
    const { outs } = await createMembership(theirs);
    const ours = { ...theirs, owner: "organization/fleet/dev", adopt: false };
    expect((await errorOf(createMembership(ours))).message).to.include(
      `ServiceAccount "${theirs.clusterName}-host" is there already (made by organization/fleet/other for host cluster "host")`,
    );
    const asOther = { ...ours, hostClusterName: "other" };
    expect((await errorOf(createMembership(asOther))).message).to.match(
      /was joined by somebody else: RoleBinding "kubefed-controller-manager:m\d+-host" joins it as service account "fed-\d+\/m\d+-host" \(made by organization\/fleet\/other/,
    );
    const before = await objectsOf(theirs);
    const adopted = await createMembership({ ...ours, adopt: true });
    expect(await objectsOf(theirs)).to.deep.equal(before);
    // What is not theirs any more, they do not remove.
    await deleteMembership(outs);
    expect(await statusFor(adopted.outs.kubeconfig ?? "", "/version")).to.equal(200);
  });

  it("does not take another token for its own: one that is no token is refused by name", async () => {
    const inputs = inputsOf({ scope: "Namespaced" });
    const api = connectToCluster({ kubeconfig: cluster.kubeconfig });
    await makeNamespace(cluster.kubeconfig, inputs.namespace);
    await createObject(api, `/api/v1/namespaces/${inputs.namespace}/secrets`, {
      metadata: { name: `${inputs.clusterName}-host` },
    });
    expect((await errorOf(createMembership(inputs))).message).to.include(
      'is of type "Opaque", which cannot be changed',
    );
  });

  it("rotates: the new token works before the old one goes, and the old one is refused then", async () => {
    const inputs = inputsOf({ adminKubeconfig: proxy.kubeconfig });
    const { outs } = await createMembership(inputs);
    proxy.calls.length = 0;
    const rotated = (await updateMembership(outs, { ...inputs, rotate: "2026-11" })).outs;
    const deleted = proxy.calls.findIndex(
      ({ method, path }) =>
        method === "DELETE" && path.endsWith(`/secrets/${inputs.clusterName}-host`),
    );
    const worked = proxy.calls.findIndex(
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
      Object.keys(await objectsOf(inputs)).filter((name) => name.startsWith("Secret")),
    ).to.have.lengthOf(1);
    await deleteMembership(back);
    expect(await objectsOf(inputs)).to.deep.equal({});
  });

  it("changes its scope in place, and leaves nothing of the other scope", async () => {
    const inputs = inputsOf({ scope: "Cluster" });
    const { outs } = await createMembership(inputs);
    const narrowed = (await updateMembership(outs, { ...inputs, scope: "Namespaced" })).outs;
    const names = Object.keys(await objectsOf(inputs));
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
    expect(await objectsOf(inputs)).to.deep.equal({});
  });

  it("leaves a namespace that was there, and one that others have come to use", async () => {
    const existing = inputsOf();
    await makeNamespace(cluster.kubeconfig, existing.namespace);
    await deleteMembership((await createMembership(existing)).outs);
    expect(Object.keys(await objectsOf(existing))).to.deep.equal([
      `Namespace ${existing.namespace}`,
    ]);

    const shared = inputsOf();
    const { outs } = await createMembership(shared);
    const api = connectToCluster({ kubeconfig: cluster.kubeconfig });
    await createObject(api, `/api/v1/namespaces/${shared.namespace}/configmaps`, {
      metadata: { name: "theirs" },
    });
    await deleteMembership(outs);
    expect(Object.keys(await objectsOf(shared))).to.deep.equal([`Namespace ${shared.namespace}`]);
  });

  it("finds by reading what has gone or was changed, and repairs it", async () => {
    const inputs = inputsOf({ scope: "Namespaced" });
    const { id, outs } = await createMembership(inputs);
    const unchanged = (await readMembership(id, outs)).props;
    expect(unchanged?.drift).to.deep.equal([]);
    expect(await diffMembership(outs, inputs)).to.deep.equal({ changes: false, replaces: [] });

    const api = connectToCluster({ kubeconfig: cluster.kubeconfig });
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

  it("never forgets a cluster that cannot be reached, unless told to", async () => {
    const inputs = inputsOf({ adminKubeconfig: proxy.kubeconfig });
    const { id, outs } = await createMembership(inputs);
    proxy.dropAfter(0);
    expect((await readMembership(id, outs)).props).to.deep.equal(outs);
    expect((await errorOf(deleteMembership(outs))).message).to.include("set join.forget to true");
    expect((await errorOf(updateMembership(outs, { ...inputs, rotate: "x" }))).message).to.include(
      "ended the connection",
    );
    const { outs: forgettable } = await updateMembership(outs, { ...inputs, forget: true });
    expect(forgettable).to.deep.equal({ ...outs, forget: true });
    await deleteMembership(forgettable);
    proxy.heal();
    // It was not gone after all; with `forget` a member that answers is unjoined like any other.
    await deleteMembership(forgettable);
    expect(await objectsOf(inputs)).to.deep.equal({});
    const refused: MembershipOutputs = {
      ...forgettable,
      adminKubeconfig: cluster.kubeconfig.replace(
        parseKubeconfig(cluster.kubeconfig).token,
        "wrong",
      ),
    };
    expect((await errorOf(deleteMembership(refused))).message).to.include("401");
  });

  it("carries trust and ways into the kubeconfig that it gives", async () => {
    const blind = inputsOf({ disabledTLSValidations: ["*"] });
    const { kubeconfig } = (await createMembership(blind)).outs;
    expect(kubeconfig).to.include("insecure-skip-tls-verify: true");
    expect(kubeconfig).to.not.include("certificate-authority-data");
    const named = inputsOf({ disabledTLSValidations: ["SubjectName"] });
    const other = (await createMembership(named)).outs.kubeconfig ?? "";
    expect(other).to.match(/tls-server-name: \S+/);
    expect(await statusFor(other, "/version")).to.equal(200);
  });

  it("is another membership with other names or another cluster, and says what cannot work", async () => {
    const inputs = inputsOf();
    const olds: MembershipOutputs = { ...inputs, kubeconfig: "k", clusterUid: "other", drift: [] };
    expect(await diffMembership(olds, { ...inputs, clusterName: "x" })).to.deep.equal({
      changes: true,
      replaces: ["clusterName"],
    });
    expect(
      await diffMembership(olds, { ...inputs, adminKubeconfig: proxy.kubeconfig }),
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
