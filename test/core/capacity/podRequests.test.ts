import { expect } from "chai";
import { parseQuantity } from "../../../provider/core/capacity/quantity";
import { podRequests } from "../../../provider/core/capacity/podRequests";
import { deepFreeze } from "../../support/deepFreeze";

const asks = (cpu: string, more: object = {}) => ({ resources: { requests: { cpu } }, ...more });
const sidecar = { restartPolicy: "Always" };

describe("what the scheduler sets aside for a pod", () => {
  const rows: { name: string; spec: object; cpu: string }[] = [
    { name: "is nothing without requests", spec: { containers: [{}] }, cpu: "0" },
    { name: "adds up", spec: { containers: [asks("500m"), asks("1")] }, cpu: "1500m" },
    {
      name: "takes a limit for a request that is not there",
      spec: { containers: [{ resources: { limits: { cpu: "2" } } }] },
      cpu: "2",
    },
    {
      name: "is the largest init container, if that is more",
      spec: { initContainers: [asks("3"), asks("2")], containers: [asks("1")] },
      cpu: "3",
    },
    {
      name: "is not a smaller init container",
      spec: { initContainers: [asks("1")], containers: [asks("2")] },
      cpu: "2",
    },
    {
      name: "adds sidecars to the containers",
      spec: { initContainers: [asks("1", sidecar)], containers: [asks("2")] },
      cpu: "3",
    },
    {
      name: "adds sidecars that run already to an init container",
      spec: { initContainers: [asks("1", sidecar), asks("4")], containers: [asks("2")] },
      cpu: "5",
    },
    {
      name: "is that of the pod as a whole, where it has one, and its overhead",
      spec: { ...asks("7"), containers: [asks("2")], overhead: { cpu: "100m" } },
      cpu: "7100m",
    },
  ];
  for (const { name, spec, cpu } of rows) {
    it(name, () => {
      const amount = podRequests(deepFreeze(spec)).get("cpu") ?? 0n;
      expect(amount).to.equal(parseQuantity(cpu));
    });
  }
});
