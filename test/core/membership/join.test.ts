import { expect } from "chai";
import { validateJoin } from "../../../provider/core/membership/join";
import { membershipObjects } from "../../../provider/core/membership/objects";
import { rulesForKinds } from "../../../provider/core/membership/rules";
import { deepFreeze } from "../../support/deepFreeze";

const rows: readonly [string, unknown, string[]][] = [
  ["nothing but a host cluster", { hostClusterName: "host" }, []],
  ["no map", "host", ["join"]],
  ["no host cluster", {}, ["join.hostClusterName"]],
  ["a host cluster with a slash", { hostClusterName: "a/b" }, ["join.hostClusterName"]],
  ["a host cluster that is no name", { hostClusterName: "Host" }, ["join.hostClusterName"]],
  ["another scope", { hostClusterName: "h", scope: "cluster" }, ["join.scope"]],
  ["a namespace with a dot", { hostClusterName: "h", namespace: "a.b" }, ["join.namespace"]],
  ["no rules at all", { hostClusterName: "h", rules: [] }, ["join.rules"]],
  ["a rule for nothing", { hostClusterName: "h", rules: [{ verbs: ["get"] }] }, ["join.rules[0]"]],
  ["no grace for a token", { hostClusterName: "h", rotateGraceSeconds: 0 }, []],
  [
    "a grace that is none",
    { hostClusterName: "h", rotateGraceSeconds: -1 },
    ["join.rotateGraceSeconds"],
  ],
  [
    "a check that no kubeconfig can leave out",
    { hostClusterName: "h", disabledTLSValidations: ["ValidityPeriod"] },
    ["join.disabledTLSValidations"],
  ],
  [
    "everything wrong at once",
    { hostClusterName: "h", apiEndpoint: "x:0", proxyURL: "x", scope: 1 },
    ["join.scope", "join.apiEndpoint", "join.proxyURL"],
  ],
];

describe("validateJoin", () => {
  for (const [name, join, paths] of rows) {
    it(`${paths.length === 0 ? "allows" : "refuses"} ${name}`, () => {
      expect(validateJoin("us", deepFreeze(join)).map(({ path }) => path)).to.deep.equal(paths);
    });
  }
});

describe("membershipObjects", () => {
  const membership = deepFreeze({
    clusterName: "us",
    hostClusterName: "host",
    namespace: "fed",
    scope: "Namespaced",
    owner: "o/p/s",
  } as const);

  it("says on every object who made it", () => {
    for (const { object } of membershipObjects(membership, "")) {
      expect(object).to.have.nested.property("metadata.annotations").that.includes({
        "pulumi-kubefed/joined-by": "o/p/s",
        "pulumi-kubefed/host-cluster": "host",
      });
    }
  });

  it("lets the health check read /healthz, and what the cluster is recognised by", () => {
    const health = membershipObjects(membership, "").find(({ path }) =>
      /healthcheck-us/.test(path),
    );
    expect(health?.object["rules"]).to.deep.equal([
      { nonResourceURLs: ["/healthz"], verbs: ["get"] },
      { apiGroups: [""], resources: ["nodes"], verbs: ["list"] },
      {
        apiGroups: [""],
        resources: ["namespaces"],
        resourceNames: ["kube-system"],
        verbs: ["get"],
      },
    ]);
  });

  it("names a rotated token apart from the one before", () => {
    const paths = ["", "-1a2b"].map((suffix) => membershipObjects(membership, suffix).at(-1)?.path);
    expect(paths.map((path) => path?.split("/").at(-1))).to.deep.equal(["us-host", "us-host-1a2b"]);
  });
});

describe("rulesForKinds", () => {
  it("groups kinds by API group, ours by kind alone, others by their apiVersion", () => {
    const rules = rulesForKinds([
      "Secret",
      "Deployment",
      "ConfigMap",
      { apiVersion: "shop.example.com/v1", kind: "Backup" },
    ]);
    expect(
      rules.slice(0, 3).map(({ apiGroups, resources }) => [apiGroups, resources]),
    ).to.deep.equal([
      [[""], ["configmaps", "secrets"]],
      [["apps"], ["deployments"]],
      [["shop.example.com"], ["backups"]],
    ]);
  });
});
