import {
  choice,
  type FieldValues,
  given,
  key,
  noteFields,
  notes,
  numbers,
  ofItem,
  ordered,
  type RetentionKind,
  some,
  valuesIn,
} from "./retentionFields";
import { webhooks } from "./retentionWebhooks";

export type { FieldValues, RetentionKind } from "./retentionFields";

const data = { a: "a.conf", b: "b" };
const base64 = (value: string | null) =>
  value === null ? null : Buffer.from(value).toString("base64");
const encoded = (values: FieldValues): FieldValues =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, name in data ? base64(value) : value]),
  );

function mapKind(kind: "ConfigMap" | "Secret"): RetentionKind {
  const isSecret = kind === "Secret";
  const stored = (values: FieldValues) => (isSecret ? encoded(values) : values);
  return {
    kind,
    apiVersion: "v1",
    component: kind,
    collection: (namespace) => `/api/v1/namespaces/${namespace}/${kind.toLowerCase()}s`,
    fields: {
      a: key("/data/a.conf", 'data["a.conf"]'),
      b: key("/data/b", "data.b"),
      ...noteFields,
    },
    template: (values) => ({
      metadata: { annotations: given(values, false, notes) },
      data: { fixed: "MQ==", ...given(stored(values), false, data) },
    }),
    patch: (values) => ({
      ...some("metadata", some("annotations", given(values, true, notes))),
      ...some("data", given(stored(values), true, data)),
    }),
    read: (live) => {
      const inside = valuesIn(live.data, data);
      const decode = (value: string | null) =>
        value === null ? null : Buffer.from(value, "base64").toString();
      return {
        ...(isSecret
          ? Object.fromEntries(Object.entries(inside).map(([name, value]) => [name, decode(value)]))
          : inside),
        ...valuesIn(live.metadata.annotations, notes),
      };
    },
  };
}

interface PodSpec {
  readonly containers: readonly {
    readonly name: string;
    readonly image: string;
    readonly command?: unknown;
  }[];
}

const images = ["nginx:1", "nginx:2", "nginx:3"];

const deployment: RetentionKind = {
  kind: "Deployment",
  apiVersion: "apps/v1",
  component: "Deployment",
  collection: (namespace) => `/apis/apps/v1/namespaces/${namespace}/deployments`,
  fields: {
    ...noteFields,
    c: ofItem(0, images, (item) => `/spec/template/spec/containers/${item}/image`),
    d: ofItem(1, images, (item) => `spec.template.spec.containers[${item}].image`),
    wait: choice(["1", "2", "3"], "/spec/minReadySeconds"),
    podNote: key("/spec/template/metadata/annotations/x.test~1note"),
  },
  template: (values, isReversed) => ({
    metadata: { annotations: { "pulumi.com/skipAwait": "true", ...given(values, false, notes) } },
    spec: {
      ...numbers(given(values, false, { wait: "minReadySeconds" })),
      replicas: 0,
      selector: { matchLabels: { app: "x" } },
      template: {
        metadata: {
          labels: { app: "x" },
          annotations: given(values, false, { podNote: "x.test/note" }),
        },
        spec: {
          containers: ordered(
            [
              { name: "c", image: values.c },
              { name: "d", image: values.d },
            ],
            isReversed,
          ),
        },
      },
    },
  }),
  patch: (values) => {
    const containers = (["c", "d"] as const).flatMap((name) =>
      name in values ? [{ name, image: values[name] }] : [],
    );
    const inPod = {
      ...some("metadata", some("annotations", given(values, true, { podNote: "x.test/note" }))),
      ...(containers.length === 0 ? {} : { spec: { containers } }),
    };
    return {
      ...some("metadata", some("annotations", given(values, true, notes))),
      ...some("spec", {
        ...numbers(given(values, true, { wait: "minReadySeconds" })),
        ...some("template", inPod),
      }),
    };
  },
  read: (live) => {
    const { template } = live.spec as {
      template: { metadata: { annotations?: object }; spec: PodSpec };
    };
    const image = (name: string) =>
      template.spec.containers.find((each) => each.name === name)?.image ?? null;
    return {
      ...valuesIn(live.metadata.annotations, notes),
      ...valuesIn(live.spec, { wait: "minReadySeconds" }),
      ...valuesIn(template.metadata.annotations, { podNote: "x.test/note" }),
      c: image("c"),
      d: image("d"),
    };
  },
};

const service: RetentionKind = {
  kind: "Service",
  apiVersion: "v1",
  component: "Service",
  collection: (namespace) => `/api/v1/namespaces/${namespace}/services`,
  fields: {
    ...noteFields,
    affinity: choice(["None", "ClientIP"], "/spec/sessionAffinity", "spec.sessionAffinity"),
    h: ofItem(0, ["8080", "8081", "8082"], (item) => `/spec/ports/${item}/targetPort`),
    s: ofItem(1, ["8443", "8444", "8445"], (item) => `spec.ports[${item}].targetPort`),
    pick: key("/spec/selector/pick"),
  },
  template: (values, isReversed) => ({
    metadata: { annotations: { "pulumi.com/skipAwait": "true", ...given(values, false, notes) } },
    spec: {
      ...given(values, false, { affinity: "sessionAffinity" }),
      selector: { app: "x", ...given(values, false, { pick: "pick" }) },
      ports: ordered(
        [
          { name: "h", port: 80, targetPort: Number(values.h) },
          { name: "s", port: 443, targetPort: Number(values.s) },
        ],
        isReversed,
      ),
    },
  }),
  patch: (values) => {
    const ports = [
      ...("h" in values ? [{ port: 80, targetPort: Number(values.h) }] : []),
      ...("s" in values ? [{ port: 443, targetPort: Number(values.s) }] : []),
    ];
    return {
      ...some("metadata", some("annotations", given(values, true, notes))),
      ...some("spec", {
        ...given(values, true, { affinity: "sessionAffinity" }),
        ...some("selector", given(values, true, { pick: "pick" })),
        ...(ports.length === 0 ? {} : { ports }),
      }),
    };
  },
  read: (live) => {
    const { ports, selector } = live.spec as {
      ports: { name: string; targetPort: number }[];
      selector: object;
    };
    const target = (name: string) =>
      String(ports.find((port) => port.name === name)?.targetPort ?? null);
    return {
      ...valuesIn(live.metadata.annotations, notes),
      ...valuesIn(live.spec, { affinity: "sessionAffinity" }),
      ...valuesIn(selector, { pick: "pick" }),
      h: target("h"),
      s: target("s"),
    };
  },
};

const cronJob: RetentionKind = {
  kind: "CronJob",
  apiVersion: "batch/v1",
  component: "CronJob",
  collection: (namespace) => `/apis/batch/v1/namespaces/${namespace}/cronjobs`,
  fields: {
    ...noteFields,
    schedule: choice(["1 1 1 1 *", "2 2 2 2 *", "3 3 3 3 *"], "/spec/schedule"),
    c: choice(images, "/spec/jobTemplate/spec/template/spec/containers/*/image"),
    deadline: { ...key("/spec/startingDeadlineSeconds"), values: ["10", "20", "30"] },
  },
  template: (values) => ({
    metadata: { annotations: given(values, false, notes) },
    spec: {
      ...given(values, false, { schedule: "schedule" }),
      ...numbers(given(values, false, { deadline: "startingDeadlineSeconds" })),
      suspend: true,
      jobTemplate: {
        spec: {
          template: {
            spec: { restartPolicy: "Never", containers: [{ name: "c", image: values.c }] },
          },
        },
      },
    },
  }),
  patch: (values) => {
    const containers = [{ name: "c", image: values.c }];
    const template = { spec: { containers } };
    const deadline = values.deadline;
    return {
      ...some("metadata", some("annotations", given(values, true, notes))),
      ...some("spec", {
        ...given(values, true, { schedule: "schedule" }),
        ...(deadline === undefined
          ? {}
          : { startingDeadlineSeconds: deadline === null ? null : Number(deadline) }),
        ...("c" in values ? { jobTemplate: { spec: { template } } } : {}),
      }),
    };
  },
  read: (live) => {
    const { jobTemplate } = live.spec as { jobTemplate: { spec: { template: { spec: PodSpec } } } };
    return {
      ...valuesIn(live.metadata.annotations, notes),
      ...valuesIn(live.spec, { schedule: "schedule", deadline: "startingDeadlineSeconds" }),
      c: jobTemplate.spec.template.spec.containers[0]?.image ?? null,
    };
  },
};

/** Six kinds: with maps, with lists by merge key, with secrets, with and without a namespace. */
export const retentionKinds: readonly RetentionKind[] = [
  mapKind("ConfigMap"),
  mapKind("Secret"),
  deployment,
  service,
  cronJob,
  webhooks,
];
