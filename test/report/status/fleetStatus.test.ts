import { expect } from "chai";
import { declaredFleet } from "../../../provider/report/status/declaredFleet";
import { type FleetStatus, fleetStatus } from "../../../provider/report/status/fleetStatus";
import { renderStatus } from "../../../provider/report/status/renderStatus";
import { renderStatusHtml } from "../../../provider/report/status/renderStatusHtml";
import { driftOf } from "../../../provider/report/status/drift";
import { plain } from "../../../provider/report/text/paint";

const secret = (value: unknown): object => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
});
const component = "urn:pulumi:dev::shop::kubefed:index:FederatedDeployment::web";
const providerOf = (cluster: string): string =>
  `urn:pulumi:dev::shop::kubefed:index:KubeFedCluster$pulumi:providers:kubernetes::${cluster}`;
const web = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "shop" },
  spec: { replicas: 2 },
};
const exported = {
  resources: [
    {
      urn: component,
      outputs: {
        plan: {
          kind: "Deployment",
          name: "web",
          clusters: [{ cluster: "eu" }, { cluster: "us" }],
        },
      },
    },
    ...["eu", "us"].flatMap((cluster) => [
      {
        urn: providerOf(cluster),
        type: "pulumi:providers:kubernetes",
        inputs: { kubeconfig: secret(`config of ${cluster}`) },
      },
      {
        urn: `urn:pulumi:dev::shop::kubernetes:apps/v1:Deployment::web-${cluster}`,
        type: "kubernetes:apps/v1:Deployment",
        custom: true,
        parent: component,
        provider: `${providerOf(cluster)}::id`,
        inputs: web,
      },
    ]),
  ],
};
/** What a component has of the package's own, in programs that the plugin serves. */
const guard = {
  urn: "urn:pulumi:dev::shop::kubefed:index:DeletionGuard::web-eu",
  type: "kubefed:index:DeletionGuard",
  custom: true,
  parent: component,
};
const state = declaredFleet({
  deployment: { ...exported, resources: [...exported.resources, guard] },
});

function statusWith(answers: Readonly<Record<string, object>>): FleetStatus {
  return fleetStatus(
    state,
    state.objects.map((object) => ({ object, ...answers[object.cluster] })),
  );
}

const ready = { live: { ...web, status: { readyReplicas: 2, updatedReplicas: 2 } } };

describe("the state of a fleet", () => {
  it("is read from the stack: objects, clusters and their credentials", () => {
    expect(state.objects.map(({ title, cluster }) => [title, cluster])).to.deep.equal([
      ["Deployment shop/web", "eu"],
      ["Deployment shop/web", "us"],
    ]);
    expect(state.kubeconfigs.get(providerOf("eu"))).to.deep.equal({ kubeconfig: "config of eu" });
  });

  const cases = [
    { name: "ready", us: ready, health: "healthy" },
    { name: "not there", us: {}, health: "missing" },
    { name: "silent", us: { failure: "it refused the connection" }, health: "unknown" },
    { name: "still starting", us: { live: { ...web, status: {} } }, health: "progressing" },
    {
      name: "changed past Pulumi",
      us: { live: { ...ready.live, spec: { replicas: 1 } } },
      health: "drifted",
    },
  ];
  for (const { name, us, health } of cases) {
    it(`is ${health} where an object is ${name}`, () => {
      const status = statusWith({ eu: ready, us });
      expect(status.objects[0]?.cells.map((cell) => cell.health)).to.deep.equal([
        "healthy",
        health,
      ]);
      expect(status.isHealthy).to.equal(health === "healthy");
    });
  }

  it("is no change past Pulumi while an update writes", () => {
    const [eu, us] = state.objects;
    const urn = "urn:pulumi:dev::shop::kubernetes:apps/v1:Deployment::web-us";
    const writing = declaredFleet({
      deployment: { ...exported, pending_operations: [{ resource: { urn }, type: "updating" }] },
    });
    expect(writing.objects).to.deep.equal([eu, { ...us, isBeingWritten: true }]);
    for (const live of [undefined, { ...ready.live, spec: { replicas: 1 } }]) {
      const status = fleetStatus(
        writing,
        writing.objects.map((object) => ({ object, live })),
      );
      expect(status.objects[0]?.cells[1]).to.deep.include({
        health: "progressing",
        problems: ["an update is writing it, or was interrupted while it did"],
        drift: [],
      });
    }
  });

  it("is told in a few lines that name what is wrong", () => {
    const status = statusWith({ eu: ready, us: { failure: "us refused" } });
    expect(renderStatus(status, { width: 100, paint: plain })).to.equal(
      [
        "? Deployment shop/web  2/2 ready, 2 updated, on 2 clusters",
        "    ? us: no answer",
        "",
        "Clusters without an answer",
        "  us: us refused",
        "",
        "1 object on 2 clusters: 1 unknown, 1 healthy",
        "",
      ].join("\n"),
    );
    expect(renderStatusHtml(status)).to.include("Clusters without an answer");
  });
});

describe("fields that others own too", () => {
  const owner = (manager: string, fieldsV1: object) => ({ manager, operation: "Update", fieldsV1 });
  const shared = declaredFleet({
    deployment: {
      resources: exported.resources.map((resource) => ({
        ...resource,
        outputs: { ...("outputs" in resource ? resource.outputs : {}), __fieldManager: "ours" },
      })),
    },
  });
  const replicas = { "f:spec": { "f:replicas": {}, "f:paused": {} } };
  const live = {
    ...ready.live,
    metadata: {
      ...web.metadata,
      managedFields: [
        owner("ours", replicas),
        owner("kube-controller-manager", replicas),
        owner("bot\u001b[2J", replicas),
      ],
    },
  };

  it("are named where the program gives them, and the object stays healthy", () => {
    const observed = shared.objects.map((object) => ({
      object,
      ...(object.cluster === "us" ? { live } : ready),
    }));
    const status = fleetStatus(shared, observed);
    expect(status.isHealthy).to.equal(true);
    expect(renderStatus(status, { paint: plain, width: 80 })).to.include(
      [
        "Also owned by others: what the program drops of it stays",
        '  Deployment shop/web on us: "bot\\u001b[2J" owns spec.replicas',
        "",
      ].join("\n"),
    );
  });
});

describe("drift", () => {
  it("is no field that the program does not set, and none that the cluster owns", () => {
    const live = { spec: { replicas: 5, type: "x" } };
    expect(
      driftOf({ inputs: { spec: { replicas: 2 } }, live, ignoreChanges: ["spec.replicas"] }),
    ).to.deep.equal([]);
  });

  it("of a secret is named and not shown", () => {
    const drift = driftOf({
      inputs: { kind: "Secret", data: secret({ password: "aHVudGVyMg==" }) },
      live: { kind: "Secret", data: { password: "b3RoZXI=" } },
      ignoreChanges: [],
    });
    expect(drift).to.deep.equal([
      { path: "data.password", op: "update", from: "[secret]", to: "[secret]" },
    ]);
  });

  it("is not a number that the API server writes as text", () => {
    expect(
      driftOf({ inputs: { port: 80 }, live: { port: "80" }, ignoreChanges: [] }),
    ).to.deep.equal([]);
  });
});
