import { expect } from "chai";
import type { Override } from "../../../provider/core/model";
import type { PropagationRequest } from "../../../provider/core/objects/propagationRequest";
import { deployment, forUs, issuesOf, objectOn, on, plan } from "../../support/plans";

describe("a cluster's object", () => {
  it("has the identity of its federated object, whatever the template says", () => {
    const template = {
      kind: "Secret",
      metadata: { name: "other", namespace: "elsewhere", labels: { app: "shop" } },
      data: { a: "1" },
    };
    expect(objectOn(plan({ template }), "us")).to.deep.equal({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "settings", namespace: "shop", labels: { app: "shop" } },
      data: { a: "1" },
    });
  });

  it("keeps annotations and finalizers of the template", () => {
    const metadata = { annotations: { a: "b" }, finalizers: ["x.io/y"] };
    expect(objectOn(plan({ template: { metadata } }), "us")?.metadata).to.deep.equal({
      name: "settings",
      namespace: "shop",
      ...metadata,
    });
  });

  it("has the version of the template", () => {
    const planned = plan({ kind: "Ingress", template: { apiVersion: "extensions/v1beta1" } });
    expect(planned.apiVersion).to.equal("extensions/v1beta1");
    expect(objectOn(planned, "us")?.apiVersion).to.equal("extensions/v1beta1");
  });

  it("is in no namespace when its kind belongs to the whole cluster", () => {
    for (const planned of [
      plan({ kind: "Namespace" }),
      plan({ kind: "Gateway", apiVersion: "x.io/v1", scope: "Cluster" }),
    ]) {
      expect(objectOn(planned, "us")?.metadata).to.deep.equal({ name: "settings" });
      expect(planned.namespace).to.equal(undefined);
    }
  });

  it("is in the template's namespace when there is no other", () => {
    const template = { metadata: { namespace: "own" } };
    expect(objectOn(plan({ template, namespace: undefined }), "us")?.metadata).to.deep.equal({
      name: "settings",
      namespace: "own",
    });
  });

  const labels: readonly (readonly [
    string,
    PropagationRequest["managedLabel"],
    object | undefined,
  ])[] = [
    ["carries our label by default", undefined, { "pulumi-kubefed/managed": "true" }],
    ["carries another label on request", "kubefed.io/managed", { "kubefed.io/managed": "true" }],
    ["carries none on request", false, undefined],
  ];
  for (const [name, managedLabel, expected] of labels) {
    it(name, () => {
      expect(objectOn(plan({ managedLabel }), "us")?.metadata).to.deep.equal({
        name: "settings",
        namespace: "shop",
        ...(expected === undefined ? {} : { labels: expected }),
      });
    });
  }

  it("is the template itself where nothing changes it", () => {
    const template = { data: { a: "1" }, binaryData: {} };
    const object = objectOn(plan({ template }), "us");
    expect(object?.data).to.equal(template.data);
  });
});

describe("the overrides of a cluster's object", () => {
  const template = {
    metadata: { labels: { app: "shop" } },
    spec: { replicas: 2, template: { spec: { containers: [{ name: "web", args: ["-a"] }] } } },
  };

  it("the managed label survives an override of all labels, and of itself", () => {
    const key = "kubefed.io/managed";
    const rows: readonly (readonly [Override[], object])[] = [
      [
        forUs({ path: "/metadata/labels", value: { tier: "gold", [key]: "false" } }),
        { tier: "gold", [key]: "true" },
      ],
      [
        forUs({ op: "add", path: "/metadata/labels/kubefed.io~1managed", value: "false" }),
        { app: "shop", [key]: "true" },
      ],
      [forUs({ op: "remove", path: "/metadata/labels" }), { [key]: "true" }],
    ];
    for (const [overrides, labels] of rows) {
      const planned = plan({ template, managedLabel: key, overrides });
      expect(issuesOf(planned)).to.deep.equal([]);
      expect(objectOn(planned, "us")?.metadata).to.have.deep.property("labels", labels);
    }
  });

  it("~1 in a path is a slash in a key", () => {
    const overrides = forUs({
      op: "add",
      path: "/metadata/labels/app.kubernetes.io~1part-of",
      value: "x",
    });
    expect(objectOn(plan({ template, overrides }), "us"))
      .to.have.nested.property("metadata.labels")
      .that.deep.equals({
        app: "shop",
        "app.kubernetes.io/part-of": "x",
      });
  });

  it("- appends to a list", () => {
    const path = "/spec/template/spec/containers/0/args/-";
    const planned = deployment({ template, overrides: forUs({ op: "add", path, value: "-b" }) });
    expect(objectOn(planned, "us"))
      .to.have.nested.property("spec.template.spec.containers[0].args")
      .that.deep.equals(["-a", "-b"]);
    expect(objectOn(planned, "eu"))
      .to.have.nested.property("spec.template.spec.containers[0].args")
      .that.deep.equals(["-a"]);
  });

  it("the replicas field may be removed", () => {
    const planned = deployment({
      template,
      overrides: forUs({ op: "remove", path: "/spec/replicas" }),
    });
    expect(issuesOf(planned)).to.deep.equal([]);
    expect(objectOn(planned, "us"))
      .to.have.property("spec")
      .that.does.not.have.property("replicas");
    expect(objectOn(planned, "eu")).to.have.nested.property("spec.replicas", 2);
  });

  it("a removed replicas field comes back with the share of a preference", () => {
    const overrides = forUs({ op: "remove", path: "/spec/replicas" });
    const planned = deployment({ template, overrides, scheduling: { totalReplicas: 6 } });
    expect(objectOn(planned, "us")).to.have.nested.property("spec.replicas", 2);
    expect(issuesOf(planned)).to.deep.equal([
      "warning override-duplicate-path overrides[0].clusterOverrides[0].path",
    ]);
  });

  it("apply in their order, by name and by selector, and say why", () => {
    const planned = plan({
      template: { data: { a: "1" } },
      overrides: [
        { clusterSelector: { matchLabels: { tier: "prod" } }, merge: { data: { a: "2", b: "x" } } },
        { clusterName: "us", clusterOverrides: [{ path: "/data/a", value: "3" }] },
      ],
    });
    expect(objectOn(planned, "us")?.data).to.deep.equal({ a: "3", b: "x" });
    expect(objectOn(planned, "eu")?.data).to.deep.equal({ a: "2", b: "x" });
    expect(objectOn(planned, "lab")?.data).to.deep.equal({ a: "1" });
    expect(on(planned, "us").overrides).to.deep.equal([
      { op: "merge", path: "/data/a", override: "overrides[0], tier=prod" },
      { op: "merge", path: "/data/b", override: "overrides[0], tier=prod" },
      { op: "replace", path: "/data/a", override: "overrides[1], named" },
    ]);
  });

  it("one that fails for a cluster that is not selected is not tried", () => {
    const overrides = forUs({ op: "remove", path: "/data/none" });
    expect(issuesOf(plan({ overrides, placement: { clusterNames: ["eu"] } }))).to.deep.equal([]);
  });

  it("one that can never be right is an error, also for a cluster that is not selected", () => {
    const planned = plan({
      overrides: forUs({ path: "/kind", value: "Secret" }),
      placement: { clusterNames: ["eu"] },
    });
    expect(issuesOf(planned)).to.deep.equal([
      "error override-forbidden-path overrides[0].clusterOverrides[0].path",
    ]);
  });

  it("a failing one by selector is one problem, however many clusters it fails on", () => {
    const overrides: Override[] = [
      { clusterSelector: {}, clusterOverrides: [{ op: "remove", path: "/data/none" }] },
    ];
    expect(issuesOf(plan({ overrides }))).to.deep.equal([
      "error override-missing-path overrides[0].clusterOverrides[0].path",
    ]);
  });

  it("a label that one makes invalid is an error that names the cluster", () => {
    const planned = plan({
      template,
      overrides: forUs({ path: "/metadata/labels/app", value: "a b" }),
    });
    expect(planned.issues.map(({ code }) => code)).to.deep.equal(["label-invalid"]);
    expect(planned.issues[0]?.path).to.equal('overrides["us"].metadata.labels["app"]');
  });
});

describe("the fields that a member cluster owns", () => {
  const retainReplicas = true;
  const replicas = ["spec.replicas"];
  const rows: readonly (readonly [string, Partial<PropagationRequest>, object, object])[] = [
    ["are none unless somebody says so", {}, [], []],
    ["are the replicas on request", { retainReplicas }, replicas, replicas],
    [
      "are not the replicas where a preference divides them",
      { retainReplicas, scheduling: { totalReplicas: 3 } },
      [],
      [],
    ],
    [
      "are not what an override sets on this cluster",
      { retainReplicas, overrides: forUs({ path: "/spec/replicas", value: 7 }) },
      [],
      replicas,
    ],
    [
      "are not what a dotted override sets",
      { retainReplicas, overrides: forUs({ path: "spec.replicas", value: 7 }) },
      [],
      replicas,
    ],
    [
      "are not what is in something that an override sets as a whole",
      { retainReplicas, overrides: forUs({ path: "/spec", value: {} }) },
      [],
      replicas,
    ],
    [
      "stay so when an override sets something beside them",
      { retainReplicas, overrides: forUs({ path: "spec.paused", value: false }) },
      replicas,
      replicas,
    ],
    ["are what retain names", { retain: ["/spec/paused"] }, ["spec.paused"], ["spec.paused"]],
  ];
  for (const [name, request, onUs, onEu] of rows) {
    it(name, () => {
      const planned = deployment(request);
      expect(on(planned, "us").ignoreChanges).to.deep.equal(onUs);
      expect(on(planned, "eu").ignoreChanges).to.deep.equal(onEu);
    });
  }

  it("are those of a Service, but for the node port that an override sets", () => {
    const overrides = forUs({ op: "add", path: "/spec/ports/0/nodePort", value: 30080 });
    const template = { spec: { ports: [{ port: 80 }] } };
    const planned = plan({ kind: "Service", template, overrides });
    expect(on(planned, "us").ignoreChanges).to.not.include("spec.ports[*].nodePort");
    expect(on(planned, "eu").ignoreChanges).to.include("spec.ports[*].nodePort");
    expect(on(planned, "us").ignoreChanges).to.include("spec.clusterIP");
  });
});
