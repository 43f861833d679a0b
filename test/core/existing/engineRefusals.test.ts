import { expect } from "chai";
import type { Scope } from "../../../provider/core/kinds/federatedTypes";
import { engineRefusals } from "../../../provider/core/existing/engineRefusals";
import { deepFreeze } from "../../support/deepFreeze";

describe("engineRefusals", () => {
  const cases: [
    name: string,
    given: { apiVersion: string; kind: string; class?: string; scope?: Scope },
    found: string[],
  ][] = [
    [
      "a core kind without a class",
      { apiVersion: "v1", kind: "Secret" },
      [
        'apiVersion: "v1" has no group, and only a kind with one can be written without a class; use FederatedSecret',
      ],
    ],
    [
      "a core kind without a typed component",
      { apiVersion: "v1", kind: "LimitRange" },
      [
        'apiVersion: "v1" has no group, and only a kind with one can be written without a class; use federate(k8s.core.v1.LimitRange)',
      ],
    ],
    ["no core kind with its class", { apiVersion: "v1", kind: "Secret", class: "v1" }, []],
    ["no kind with a group", { apiVersion: "x.test/v1", kind: "Secret" }, []],
    [
      "another scope than a kind has",
      { apiVersion: "apps/v1", kind: "Deployment", scope: "Cluster" },
      ['scope: a Deployment of apps/v1 has the scope "Namespaced", got "Cluster"; leave it out'],
    ],
    [
      "the same of a kind without a component",
      { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", scope: "Namespaced" },
      [
        'scope: a PriorityClass of scheduling.k8s.io/v1 has the scope "Cluster", got "Namespaced"; leave it out',
      ],
    ],
    ["no scope of a custom kind", { apiVersion: "x.test/v1", kind: "Pool", scope: "Cluster" }, []],
  ];
  for (const [name, given, found] of cases) {
    it(`refuses ${name}`, () => {
      const { apiVersion, kind, scope } = given;
      const plan = { apiVersion, kind };
      const issues = engineRefusals(deepFreeze({ plan, classApiVersion: given.class, scope }));
      expect(issues.map(({ path, message }) => `${path}: ${message}`)).to.deep.equal(found);
    });
  }
});
