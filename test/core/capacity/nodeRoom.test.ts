import { expect } from "chai";
import { roomOnNode } from "../../../provider/core/capacity/nodeRoom";
import { amountsOf } from "../../../provider/core/capacity/podRequests";
import { deepFreeze } from "../../support/deepFreeze";

const dedicated = { key: "dedicated", value: "gpu", effect: "NoSchedule" };

function node(spec: object, more: { labels?: object; conditions?: object[] } = {}): object {
  return deepFreeze({
    metadata: { name: "n1", labels: { disk: "ssd", ...more.labels } },
    spec,
    status: {
      allocatable: { cpu: "4", memory: "8Gi", pods: "10" },
      conditions: more.conditions ?? [{ type: "Ready", status: "True" }],
    },
  });
}

describe("the room on a node", () => {
  const half = { requests: amountsOf({ cpu: "500m", memory: "1Gi" }) };
  const rows: {
    name: string;
    spec?: object;
    conditions?: object[];
    taken?: Record<string, string>;
    podCount?: number;
    pod?: object;
    room: [pods: number, limit: string];
  }[] = [
    { name: "is what the scarcest resource allows", room: [8, "cpu"] },
    { name: "is what is left", taken: { cpu: "1", memory: "6Gi" }, room: [2, "memory"] },
    { name: "is never less than none", taken: { cpu: "5" }, room: [0, "cpu"] },
    { name: "is limited by the number of pods", podCount: 7, room: [3, "pods"] },
    {
      name: "is none without a resource that is asked for",
      pod: { requests: amountsOf({ "nvidia.com/gpu": "1" }) },
      room: [0, "nvidia.com/gpu"],
    },
    { name: "is none when it is cordoned", spec: { unschedulable: true }, room: [0, "cordoned"] },
    {
      name: "is none when it is not ready",
      conditions: [{ type: "Ready", status: "Unknown" }],
      room: [0, "not ready"],
    },
    {
      name: "is none behind a taint",
      spec: { taints: [dedicated] },
      room: [0, "taint dedicated"],
    },
    {
      name: "is there behind a taint that only prefers other nodes",
      spec: { taints: [{ ...dedicated, effect: "PreferNoSchedule" }] },
      room: [8, "cpu"],
    },
    {
      name: "is there behind a taint that the pod tolerates",
      spec: { taints: [dedicated] },
      pod: { ...half, tolerations: [{ key: "dedicated", value: "gpu" }] },
      room: [8, "cpu"],
    },
    {
      name: "is none behind a taint of another value",
      spec: { taints: [dedicated] },
      pod: { ...half, tolerations: [{ key: "dedicated", value: "fpga" }] },
      room: [0, "taint dedicated"],
    },
    {
      name: "is there behind any taint for a pod that tolerates all",
      spec: { taints: [dedicated] },
      pod: { ...half, tolerations: [{ operator: "Exists" }] },
      room: [8, "cpu"],
    },
    {
      name: "is none without a label that the pod wants",
      pod: { ...half, nodeSelector: { disk: "hdd" } },
      room: [0, "no label disk=hdd"],
    },
    {
      name: "is there with a label that the pod wants",
      pod: { ...half, nodeSelector: { disk: "ssd" } },
      room: [8, "cpu"],
    },
  ];
  for (const { name, spec = {}, conditions, taken = {}, podCount = 0, pod, room } of rows) {
    it(name, () => {
      const filled = {
        node: node(spec, conditions === undefined ? {} : { conditions }),
        requested: amountsOf(taken),
        podCount,
      };
      const { pods, limit } = roomOnNode(filled, { ...half, ...pod });
      expect([pods, limit]).to.deep.equal(room);
    });
  }
});
