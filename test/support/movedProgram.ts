import { type YamlProgram, yamlExample, type YamlResource } from "./yamlStack";

/** What the program `moved` declares. */
export function movedProgram(of: {
  readonly port: number;
  readonly zone: string;
  readonly key: string;
}): YamlProgram {
  const { port, zone, key } = of;
  const { plugins } = yamlExample("shop-yaml");
  const resource = (type: string, properties: Record<string, unknown>): YamlResource => ({
    type: `kubefed:${type}`,
    properties,
  });
  return {
    name: "moved",
    runtime: "yaml",
    plugins,
    config: {
      kubeconfig: { type: "string", secret: true },
      tsig: { type: "string", secret: true },
    },
    resources: {
      "ap-south": resource("KubeFedCluster", {
        kubeconfig: "${kubeconfig}",
        join: { hostClusterName: "host", rules: "everything" },
      }),
      moved: resource("FederatedNamespace", {
        clusters: ["${ap-south}"],
        placement: { clusterSelector: {} },
      }),
      settings: resource("FederatedConfigMap", {
        namespace: "${moved}",
        template: { data: { a: "b" } },
      }),
      zone: resource("Rfc2136Zone", {
        server: [`127.0.0.1:${port}`],
        zone,
        tsig: { name: key, secret: "${tsig}" },
      }),
      api: resource("DomainRecord", {
        rfc2136Zone: "${zone}",
        dnsName: `moved.${zone}`,
        records: { A: ["10.0.0.8"] },
      }),
    },
  };
}
