import { expect } from "chai";
import { validateJoin } from "../../../provider/core/membership/join";
import { broadRights, coversKind, rulesOf } from "../../../provider/core/membership/rights";
import { type PolicyRule, rulesForKinds } from "../../../provider/core/membership/rules";
import { deepFreeze } from "../../support/deepFreeze";

describe("the rights that a word stands for", () => {
  const rules = rulesOf("federated-kinds") ?? [];

  it("are everything only for the word everything", () => {
    expect(rulesOf("everything")).to.equal(undefined);
    expect(rules).to.not.equal(undefined);
    for (const { apiGroups, resources, verbs } of rules) {
      expect([...(apiGroups ?? []), ...(resources ?? []), ...verbs]).to.not.include("*");
    }
  });

  it("let nobody grant what he has not, nor act as others", () => {
    const verbs = new Set(rules.flatMap((rule) => rule.verbs));
    expect([...verbs])
      .to.not.include.members(["bind"])
      .and.not.include("escalate");
    expect([...verbs]).to.not.include("impersonate");
  });

  it("cover each kind that has a component, and no other", () => {
    expect(coversKind(rules, "apps/v1", "Deployment")).to.equal(true);
    expect(coversKind(rules, "rbac.authorization.k8s.io/v1", "ClusterRole")).to.equal(true);
    expect(coversKind(rules, "shop.example.com/v1", "Backup")).to.equal(false);
    expect(coversKind(rules, "admissionregistration.k8s.io/v1", "X")).to.equal(false);
  });

  it("may be written as a word, and no other word", () => {
    const problems = (given: unknown) =>
      validateJoin("us", { hostClusterName: "h", rules: given }).map(({ path }) => path);
    expect(problems("everything")).to.deep.equal([]);
    expect(problems("federated-kinds")).to.deep.equal([]);
    expect(problems("cluster-admin")).to.deep.equal(["join.rules"]);
  });
});

describe("what rules amount to", () => {
  const rows: [name: string, rules: PolicyRule[], by: string[][]][] = [
    ["says nothing of ConfigMaps", rulesForKinds(["ConfigMap"]), []],
    ["says that Deployments run pods anywhere", rulesForKinds(["Deployment"]), [["deployments"]]],
    ["says that Secrets hold tokens", rulesForKinds(["Secret", "Job"]), [["jobs"], ["secrets"]]],
    [
      "sees through stars",
      [{ apiGroups: ["*"], resources: ["*"], verbs: ["bind"] }],
      [["clusterroles", "roles"]],
    ],
    [
      "says nothing of workloads that are only read",
      [{ apiGroups: ["apps"], resources: ["deployments"], verbs: ["get", "list"] }],
      [],
    ],
    [
      "says nothing of one Secret by its name",
      [{ apiGroups: [""], resources: ["secrets"], resourceNames: ["mine"], verbs: ["get"] }],
      [],
    ],
  ];
  for (const [name, rules, by] of rows) {
    it(name, () => {
      expect(broadRights(deepFreeze(rules)).map((each) => each.by)).to.deep.equal(by);
    });
  }

  it("names kube-system, where pods may come to all rights", () => {
    expect(broadRights(rulesForKinds(["DaemonSet"]))[0]?.may).to.include("kube-system");
  });
});

describe("a kind that rules cover", () => {
  const custom = rulesForKinds([{ apiVersion: "shop.example.com/v1", kind: "Backup" }]);

  it("is found by its group where its plural is only guessed", () => {
    const irregular = [
      { apiGroups: ["shop.example.com"], resources: ["indices"], verbs: ["create"] },
    ];
    expect(coversKind(custom, "shop.example.com/v1", "Backup")).to.equal(true);
    expect(coversKind(irregular, "shop.example.com/v1", "Index")).to.equal(true);
    expect(coversKind(irregular, "other.example.com/v1", "Index")).to.equal(false);
  });

  it("is one that may be made, in any version of its group", () => {
    const reading = [{ apiGroups: ["apps"], resources: ["deployments"], verbs: ["get"] }];
    expect(coversKind(reading, "apps/v1", "Deployment")).to.equal(false);
    expect(coversKind(rulesForKinds(["Ingress"]), "networking.k8s.io/v1beta1", "Ingress")).to.equal(
      true,
    );
    expect(coversKind(rulesForKinds(["ConfigMap"]), "v1", "Secret")).to.equal(false);
  });
});
