import {
  given,
  noteFields,
  notes,
  ofItem,
  ordered,
  type RetentionKind,
  some,
  valuesIn,
} from "./retentionFields";

const bundles = ["b25l", "dHdv", "dGhyZWU="];

/** A kind that belongs to the whole cluster, with certificates that others put into its lists. */
export const webhooks: RetentionKind = {
  kind: "ValidatingWebhookConfiguration",
  apiVersion: "admissionregistration.k8s.io/v1",
  component: "CustomResource",
  isClusterWide: true,
  collection: () => "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations",
  fields: {
    ...noteFields,
    first: ofItem(0, bundles, (item) => `/webhooks/${item}/clientConfig/caBundle`),
    second: ofItem(1, bundles, (item) => `webhooks[${item}].clientConfig.caBundle`),
    time: ofItem(0, ["1", "2", "3"], (item) => `/webhooks/${item}/timeoutSeconds`),
  },
  template: (values, isReversed) => {
    const hook = (name: string, caBundle: string | null | undefined) => ({
      name: `${name}.example.test`,
      clientConfig: { url: "https://hook.example.test/", caBundle },
      sideEffects: "None",
      admissionReviewVersions: ["v1"],
      failurePolicy: "Ignore",
      namespaceSelector: { matchLabels: { nobody: "here" } },
    });
    const first = { ...hook("first", values.first), timeoutSeconds: Number(values.time) };
    return {
      metadata: { annotations: given(values, false, notes) },
      webhooks: ordered([first, hook("second", values.second)], isReversed),
    };
  },
  patch: (values) => {
    const hook = (name: "first" | "second") => ({
      ...(name in values ? { clientConfig: { caBundle: values[name] } } : {}),
      ...(name === "first" && "time" in values ? { timeoutSeconds: Number(values.time) } : {}),
    });
    const hooks = (["first", "second"] as const).flatMap((name) =>
      Object.keys(hook(name)).length === 0 ? [] : [{ name: `${name}.example.test`, ...hook(name) }],
    );
    return {
      ...some("metadata", some("annotations", given(values, true, notes))),
      ...(hooks.length === 0 ? {} : { webhooks: hooks }),
    };
  },
  read: (live) => {
    const { webhooks: hooks } = live as unknown as {
      webhooks: { name: string; timeoutSeconds: number; clientConfig: { caBundle: string } }[];
    };
    const find = (name: string) => hooks.find((hook) => hook.name === `${name}.example.test`);
    return {
      ...valuesIn(live.metadata.annotations, notes),
      first: find("first")?.clientConfig.caBundle ?? null,
      second: find("second")?.clientConfig.caBundle ?? null,
      time: String(find("first")?.timeoutSeconds),
    };
  },
};
