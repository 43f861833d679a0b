import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

// The objects of flat.ts below components without anything in them: what structure alone costs.
class Everywhere extends pulumi.ComponentResource {
  constructor(name: string, make: (parent: pulumi.Resource) => void) {
    super("bench:index:Everywhere", name);
    make(this);
    this.registerOutputs();
  }
}

class Member extends pulumi.ComponentResource {
  readonly provider: k8s.Provider;

  constructor(readonly name: string) {
    super("bench:index:Member", name);
    this.provider = new k8s.Provider(
      name,
      {
        kubeconfig: config.requireSecret(name),
        enableConfigMapMutable: true,
        enableSecretMutable: true,
        enableServerSideApply: true,
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}

const config = new pulumi.Config();
const clusters = ["us-east", "eu-west", "ap-south"].map((name) => new Member(name));

const objects = config.getNumber("objects") ?? 50;
for (let i = 0; i < objects; i++) {
  const name = `settings-${String(i).padStart(2, "0")}`;
  new Everywhere(name, (parent) => {
    for (const { name: cluster, provider } of clusters) {
      new k8s.core.v1.ConfigMap(
        `${name}-${cluster}`,
        {
          metadata: {
            name,
            namespace: "default",
            labels: { app: "shop", "pulumi-kubefed/managed": "true" },
          },
          data: {
            currency: cluster === "eu-west" ? "EUR" : "USD",
            logLevel: cluster === "ap-south" ? "debug" : "info",
            number: i === 0 ? (config.get("first") ?? "0") : String(i),
            "shop.properties": "cache.size=200\ncache.ttl=60\nretries=3\n",
          },
        },
        { parent, provider },
      );
    }
  });
}
