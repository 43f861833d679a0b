import { expect } from "chai";
import { stripManifest } from "../../../provider/core/manifests/strip";
import { deepFreeze } from "../../support/deepFreeze";

const rows = [
  {
    what: "an annotation that a person wrote stays, one that kubectl wrote goes",
    object: {
      kind: "ConfigMap",
      metadata: {
        name: "c",
        annotations: { note: "x", "kubectl.kubernetes.io/last-applied-configuration": "{}" },
      },
      data: {},
    },
    template: { metadata: { annotations: { note: "x" } }, data: {} },
  },
  {
    what: "a port that a person chose stays",
    object: {
      kind: "Service",
      metadata: { name: "s" },
      spec: { ports: [{ port: 80, nodePort: 30080 }] },
    },
    template: { spec: { ports: [{ port: 80, nodePort: 30080 }] } },
  },
  {
    what: "a port that a cluster assigned goes",
    object: {
      kind: "Service",
      metadata: { name: "s", uid: "1" },
      spec: { clusterIP: "10.0.0.1", ports: [{ port: 80, nodePort: 30080 }] },
    },
    template: { spec: { ports: [{ port: 80 }] } },
  },
  {
    what: "a Service without an address stays without one",
    object: {
      kind: "Service",
      metadata: { name: "s" },
      spec: { clusterIP: "None", clusterIPs: ["None"] },
    },
    template: { spec: { clusterIP: "None" } },
  },
  {
    what: "a Job loses the selector that was made up for it",
    object: {
      kind: "Job",
      metadata: { name: "j" },
      spec: {
        selector: { matchLabels: { "controller-uid": "7" } },
        template: { metadata: { labels: { "controller-uid": "7", "job-name": "j", app: "j" } } },
      },
    },
    template: { spec: { template: { metadata: { labels: { app: "j" } } } } },
  },
  {
    what: "a claim that is bound loses its volume",
    object: {
      kind: "PersistentVolumeClaim",
      metadata: { name: "p" },
      spec: { volumeName: "v" },
      status: { phase: "Bound" },
    },
    template: { spec: {} },
  },
  {
    what: "a claim that asks for a volume keeps it",
    object: { kind: "PersistentVolumeClaim", metadata: { name: "p" }, spec: { volumeName: "v" } },
    template: { spec: { volumeName: "v" } },
  },
  {
    what: "a namespace loses its finalizers",
    object: {
      kind: "Namespace",
      metadata: { name: "n", labels: { a: "b" } },
      spec: { finalizers: ["kubernetes"] },
    },
    template: { metadata: { labels: { a: "b" } } },
  },
];

describe("a manifest without what the cluster added", () => {
  for (const { what, object, template } of rows) {
    it(what, () => {
      expect(stripManifest(deepFreeze(object))).to.deep.equal(template);
    });
  }
});
