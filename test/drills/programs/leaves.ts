import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** A resource whose output is not known before it was created, and changes with `salt`. */
class Late extends pulumi.dynamic.Resource {
  declare readonly value: pulumi.Output<string>;

  constructor(name: string, salt: string) {
    const create = (inputs: { salt: string }) =>
      Promise.resolve({ id: "late", outs: { ...inputs, value: `late-${inputs.salt}` } });
    super({ create }, name, { salt, value: undefined });
  }
}

const config = new pulumi.Config();
const { salt } = config.requireObject<{ salt: string }>("with");
const clusters = ["us-east", "eu-west"].map(
  (name) => new kubefed.KubeFedCluster(name, { kubeconfig: config.requireSecret(name) }),
);
const namespace = new kubefed.FederatedNamespace("leaf-test", {
  clusters,
  placement: { clusterSelector: {} },
});

const settings = new kubefed.FederatedConfigMap("settings", {
  namespace,
  template: {
    data: {
      known: "plain",
      late: new Late("late", salt).value,
      hidden: config.requireSecret("password"),
    },
  },
  overrides: [
    { clusterName: "eu-west", clusterOverrides: [{ path: "/data/known", value: "einfach" }] },
    { clusterSelector: {}, merge: { data: { also: config.requireSecret("password") } } },
  ],
});

export const plan = settings.plan;
export const status = settings.status;
