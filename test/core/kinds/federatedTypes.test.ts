import { expect } from "chai";
import {
  childName,
  federatedType,
  federatedTypes,
  pluralName,
  validateName,
} from "../../../provider/core/kinds/federatedTypes";
import { Leaf } from "../../support/leaf";

describe("federatedTypes", () => {
  it("has every kind once", () => {
    const kinds = federatedTypes.map(({ kind }) => kind);
    expect(kinds).to.have.length(21);
    expect(new Set(kinds).size).to.equal(kinds.length);
  });

  it("has the kinds that KubeFed enabled by default", () => {
    const plurals = federatedTypes.map(({ plural }) => plural);
    expect(plurals).to.include.members([
      "clusterroles",
      "configmaps",
      "deployments",
      "ingresses",
      "jobs",
      "namespaces",
      "replicasets",
      "secrets",
      "serviceaccounts",
      "services",
    ]);
  });

  it("knows which kinds have replicas", () => {
    const scalable = federatedTypes.filter(({ replicasPath }) => replicasPath !== undefined);
    expect(scalable.map(({ kind }) => kind)).to.deep.equal([
      "Deployment",
      "ReplicaSet",
      "StatefulSet",
    ]);
  });

  it("knows which kinds belong to the whole cluster", () => {
    const cluster = federatedTypes.filter(({ scope }) => scope === "Cluster");
    expect(cluster.map(({ kind }) => kind)).to.deep.equal([
      "Namespace",
      "CustomResourceDefinition",
      "ClusterRole",
      "ClusterRoleBinding",
    ]);
  });
});

describe("federatedType", () => {
  const rows: readonly (readonly [string, string, string, string, string | undefined])[] = [
    ["a kind of the table is as there", "apps/v1", "Deployment", "Namespaced", "/spec/replicas"],
    [
      "an older version of one is too",
      "extensions/v1beta1",
      "Deployment",
      "Namespaced",
      "/spec/replicas",
    ],
    [
      "a newer version of one is too",
      "rbac.authorization.k8s.io/v2",
      "ClusterRole",
      "Cluster",
      undefined,
    ],
    [
      "another kind of Kubernetes' own may belong to the cluster",
      "scheduling.k8s.io/v1",
      "PriorityClass",
      "Cluster",
      undefined,
    ],
    ["or to a namespace", "coordination.k8s.io/v1", "Lease", "Namespaced", undefined],
    ["a custom kind is namespaced", "velero.io/v1", "Schedule", "Namespaced", undefined],
    [
      "a custom kind called like one of the table is not that one",
      "example.com/v1",
      "Deployment",
      "Namespaced",
      undefined,
    ],
    [
      "nor does it belong to the cluster by its name",
      "example.com/v1",
      "StorageClass",
      "Namespaced",
      undefined,
    ],
  ];
  for (const [name, apiVersion, kind, scope, replicasPath] of rows) {
    it(name, () => {
      const type = federatedType(apiVersion, kind);
      expect([type.apiVersion, type.kind, type.scope, type.replicasPath]).to.deep.equal([
        apiVersion,
        kind,
        scope,
        replicasPath,
      ]);
    });
  }
});

describe("pluralName", () => {
  for (const [kind, plural] of [
    ["ConfigMap", "configmaps"],
    ["Ingress", "ingresses"],
    ["NetworkPolicy", "networkpolicies"],
    ["Box", "boxes"],
  ] as const) {
    it(`of ${kind} is ${plural}`, () => {
      expect(pluralName(kind)).to.equal(plural);
    });
  }
});

describe("childName", () => {
  it("is the name, a dash and the cluster", () => {
    expect(childName("web", "us-east")).to.equal("web-us-east");
  });
});

describe("validateName", () => {
  const long = (length: number): string => "a".repeat(length);
  const rows: readonly (readonly [string, string, unknown, boolean])[] = [
    ["a subdomain", "ConfigMap", "kube-root-ca.crt", true],
    ["253 characters", "ConfigMap", long(253), true],
    ["254 characters", "ConfigMap", long(254), false],
    ["capitals", "ConfigMap", "Settings", false],
    ["no text", "ConfigMap", "", false],
    ["a value known after apply", "ConfigMap", new Leaf(), false],
    ["63 characters", "Namespace", long(63), true],
    ["64 characters", "Namespace", long(64), false],
    ["a dot", "Namespace", "a.b", false],
    ["a dot", "Service", "a.b", false],
    ["a colon", "ClusterRole", "system:node", true],
    ["capitals", "RoleBinding", "Admin", true],
    ["a slash", "ClusterRole", "a/b", false],
    ["a percent sign", "Role", "a%b", false],
    ["two dots", "Role", "..", false],
    ["no text", "ClusterRoleBinding", "", false],
  ];
  for (const [what, kind, name, isValid] of rows) {
    it(`a ${kind} may ${isValid ? "" : "not "}be called by ${what}`, () => {
      const issues = validateName({ kind, name, path: "name" });
      expect(issues.map(({ code, path }) => `${code} ${path}`)).to.deep.equal(
        isValid ? [] : ["name-invalid name"],
      );
    });
  }

  it("says what came and what is allowed", () => {
    const [issue] = validateName({ kind: "Service", name: "Web", path: "name" });
    expect(issue?.message).to.equal(
      '"Web" is not a name for a Service; allowed: at most 63 lower-case letters, digits and "-", beginning and ending with a letter or digit',
    );
  });
});
