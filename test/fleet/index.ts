export { startFleet, stopFleet, type Cluster, type Fleet, type FleetOptions } from "./fleet";
export { networksOf, type ClusterNetworks, type ClusterSpec, type NodeSpec } from "./clusterSpec";
export { callKubeApi, type KubeRequest, type KubeResponse } from "./kubeApi";
export { parseKubeconfig, type Access } from "./kubeconfig";
export type { RealNode } from "./nodes/realNodes";
