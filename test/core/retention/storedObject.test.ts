import { expect } from "chai";
import type { KubeObject } from "../../../provider/core/model";
import { isStoredAs } from "../../../provider/core/retention/storedObject";
import { deepFreeze } from "../../support/deepFreeze";

interface Case {
  readonly name: string;
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly wanted: KubeObject;
  /** @default as wanted */
  readonly written?: KubeObject;
  readonly stored: KubeObject;
  readonly is: boolean;
}

const inPod = (container: object): KubeObject => ({
  spec: { template: { spec: { containers: [{ name: "c", ...container }] } } },
});
const limits = (cpu: unknown): KubeObject => inPod({ resources: { limits: { cpu } } });

describe("isStoredAs", () => {
  const cases: readonly Case[] = [
    {
      name: "an empty map that the server drops",
      wanted: { spec: { template: { metadata: { annotations: {} } } } },
      stored: { spec: { template: { metadata: { labels: {} } } } },
      is: true,
    },
    {
      name: "values that say nothing, which the server drops",
      wanted: inPod({ tty: false, workingDir: "", args: [], env: [{ name: "A", value: "" }] }),
      stored: inPod({ env: [{ name: "A" }] }),
      is: true,
    },
    {
      name: "an empty map to which others have added",
      wanted: { data: {} },
      stored: { data: { a: "1" } },
      is: true,
    },
    {
      name: "zero where a count is stored",
      wanted: { spec: { replicas: 0 } },
      stored: { spec: { replicas: 3 } },
      is: false,
    },
    {
      name: "an empty volume that is wanted no longer",
      wanted: { spec: { volumes: [{ name: "v" }] } },
      written: { spec: { volumes: [{ name: "v", emptyDir: {} }] } },
      stored: { spec: { volumes: [{ name: "v", emptyDir: {} }] } },
      is: false,
    },
    {
      name: "a quantity in another writing",
      wanted: limits("1000m"),
      stored: limits("1"),
      is: true,
    },
    { name: "a quantity as a number", wanted: limits(1), stored: limits("1"), is: true },
    {
      name: "what a pod of a runtime takes, in another writing",
      apiVersion: "node.k8s.io/v1",
      kind: "RuntimeClass",
      wanted: { overhead: { podFixed: { memory: "1024Mi" } } },
      stored: { overhead: { podFixed: { memory: "1Gi" } } },
      is: true,
    },
    {
      name: "a limit of a volume in another writing",
      wanted: { spec: { volumes: [{ name: "v", emptyDir: { sizeLimit: "1024Mi" } }] } },
      stored: { spec: { volumes: [{ name: "v", emptyDir: { sizeLimit: "1Gi" } }] } },
      is: true,
    },
    { name: "another quantity", wanted: limits("1001m"), stored: limits("1"), is: false },
    {
      name: "a text that only looks like the quantity",
      wanted: { metadata: { annotations: { cpu: "1000m" } } },
      stored: { metadata: { annotations: { cpu: "1" } } },
      is: false,
    },
    {
      name: "a Secret's text that became data",
      apiVersion: "v1",
      kind: "Secret",
      wanted: { stringData: { a: "é" } },
      stored: { data: { a: "w6k=", more: "MQ==" } },
      is: true,
    },
    {
      name: "a Secret's text that became other data",
      apiVersion: "v1",
      kind: "Secret",
      wanted: { stringData: { a: "e" } },
      stored: { data: { a: "w6k=" } },
      is: false,
    },
    {
      name: "an empty map that a custom kind has lost",
      apiVersion: "gateway.networking.k8s.io/v1",
      wanted: { spec: { a: {} } },
      stored: { spec: {} },
      is: false,
    },
    {
      name: "a quantity of a custom kind in another writing",
      apiVersion: "example.com/v1",
      wanted: { spec: { limits: { cpu: "1000m" } } },
      stored: { spec: { limits: { cpu: "1" } } },
      is: false,
    },
  ];
  for (const { name, apiVersion = "apps/v1", kind = "Deployment", ...each } of cases) {
    it(`is ${String(each.is)} for ${name}`, () => {
      const { wanted, written = wanted, stored } = deepFreeze(each);
      expect(isStoredAs({ apiVersion, kind, wanted, written }, stored)).to.equal(each.is);
    });
  }
});
