import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What the stack's configuration says under `with`: a name server, and the cluster that is joined. */
export interface Moved {
  readonly server: string;
  readonly zone: string;
  readonly key: string;
}

const config = new pulumi.Config();
const { server, zone, key } = config.requireObject<Moved>("with");
const cluster = new kubefed.KubeFedCluster("ap-south", {
  kubeconfig: config.requireSecret("kubeconfig"),
  join: { hostClusterName: "host", rules: "everything" },
});
const namespace = new kubefed.FederatedNamespace("moved", {
  clusters: [cluster],
  placement: { clusterSelector: {} },
});
new kubefed.FederatedConfigMap("settings", { namespace, template: { data: { a: "b" } } });
const dns = new kubefed.Rfc2136Zone("zone", {
  server: [server],
  zone,
  tsig: { name: key, secret: config.requireSecret("tsig") },
});
new kubefed.DomainRecord("api", { dns, dnsName: `moved.${zone}`, records: { A: ["10.0.0.8"] } });
