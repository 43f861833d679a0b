import type { ClusterNetworks, ClusterSpec, NodeSpec } from "./clusterSpec";

/** The Node objects of a cluster's simulated nodes, with region and zone labels and what they can hold. */
export function memberNodes(spec: ClusterSpec, networks: ClusterNetworks): object[] {
  return listNodes(spec).map((node, place) => {
    const name = node.name ?? `${spec.name}-${place + 1}`;
    const zone = node.zone ?? spec.zones[place % spec.zones.length] ?? spec.region;
    const room = {
      cpu: node.cpu ?? "8",
      memory: node.memory ?? "32Gi",
      pods: String(node.pods ?? 110),
    };
    return {
      apiVersion: "v1",
      kind: "Node",
      metadata: {
        name,
        labels: {
          "kubernetes.io/arch": "amd64",
          "kubernetes.io/hostname": name,
          "kubernetes.io/os": "linux",
          "topology.kubernetes.io/region": spec.region,
          "topology.kubernetes.io/zone": zone,
          ...node.labels,
        },
      },
      spec: { providerID: `kwok://${name}` },
      status: {
        addresses: [
          { type: "InternalIP", address: nodeAddress(networks, place) },
          { type: "Hostname", address: name },
        ],
        allocatable: room,
        capacity: room,
      },
    };
  });
}

function listNodes(spec: ClusterSpec): readonly NodeSpec[] {
  const nodes = spec.nodes ?? spec.zones.length;
  if (nodes === "real") return []; // They register themselves.
  return typeof nodes === "number" ? Array.from({ length: nodes }, () => ({})) : nodes;
}

function nodeAddress(networks: ClusterNetworks, place: number): string {
  return `${networks.nodes}.${Math.floor((place + 1) / 256)}.${(place + 1) % 256}`;
}
