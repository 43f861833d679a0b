import { expect } from "chai";
import type { Scope } from "../../../provider/core/kinds/federatedTypes";
import { engineRefusals } from "../../../provider/core/existing/engineRefusals";
import { Leaf } from "../../support/leaf";
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
      const plan = { apiVersion, kind, clusters: [] };
      const issues = engineRefusals(deepFreeze({ plan, classApiVersion: given.class, scope }));
      expect(issues.map(({ path, message }) => `${path}: ${message}`)).to.deep.equal(found);
    });
  }

  const copies: [name: string, apiVersion: unknown, found: string[]][] = [
    ["no copy of the class's own version", "apps/v1", []],
    ["no copy of another version of a group", "apps/v1beta1", []],
    [
      "a copy that an override makes a core kind",
      "v1",
      [
        'overrides["eu"]: on "eu" the apiVersion "v1" has no group, and only a kind with one can be written without a class; leave "/apiVersion" out, or name a version of the group of apps/v1',
      ],
    ],
    [
      "a copy with an apiVersion that is none",
      "apps/v1/x",
      [
        'overrides["eu"]: on "eu" the apiVersion "apps/v1/x" is none: it is a group, a slash and a version; leave "/apiVersion" out, or name a version of the group of apps/v1',
      ],
    ],
    [
      "a copy whose apiVersion is only known after an update",
      new Leaf(),
      [
        'overrides["eu"]: on "eu" the apiVersion must be a plain text, got a value only known after apply; leave "/apiVersion" out, or name a version of the group of apps/v1',
      ],
    ],
  ];
  for (const [name, own, found] of copies) {
    it(`refuses ${name}`, () => {
      const copy = { cluster: "eu", selected: true, reason: "named", overrides: [] };
      const clusters = [
        { ...copy, object: { apiVersion: own } },
        { ...copy, cluster: "us", selected: false },
      ];
      const plan = { apiVersion: "apps/v1", kind: "Deployment", clusters };
      const issues = engineRefusals({ plan, classApiVersion: "apps/v1", scope: undefined });
      expect(issues.map(({ path, message }) => `${path}: ${message}`)).to.deep.equal(found);
    });
  }
});
