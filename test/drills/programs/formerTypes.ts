import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What the stack's configuration says under `with`. */
export interface FormerTypes {
  /** Whether the components have the types that they had before. */
  formerly: boolean;
}

const { formerly } = new pulumi.Config().requireObject<FormerTypes>("with");

function component(type: string, name: string): pulumi.ComponentResource {
  return new pulumi.ComponentResource(`kubefed:index:${type}`, name);
}

function zone(): pulumi.ComponentResource {
  return formerly
    ? component("Rfc2136Provider", "bind")
    : new kubefed.Rfc2136Zone("bind", { server: "127.0.0.1", zone: "a.test" });
}

function externalDns(): pulumi.ComponentResource {
  const provider = new k8s.Provider("host", { kubeconfig: "{}" });
  const hostCluster = new kubefed.KubeFedCluster("host", { provider });
  return formerly
    ? component("ExternalDnsProvider", "cloud")
    : new kubefed.ExternalDns("cloud", { hostCluster });
}

for (const [name, parent] of Object.entries({ bind: zone(), cloud: externalDns() })) {
  new pulumi.ComponentResource("test:index:Below", `below-${name}`, {}, { parent });
}
