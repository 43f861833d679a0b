import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The image of the process that holds a pod's namespaces. */
export const pauseImage = "kubefed.test/pause:1";

/** The network of a node's pods, by the node's address: the last number is that of the pod. */
export interface NodeNetwork {
  /** The node's own address, which its pods reach the machine by. */
  readonly address: string;
}

/** Writes what containerd and kubelet of a node are configured by. Paths are those that the node sees. */
export function writeNodeFiles(directory: string, network: NodeNetwork): void {
  for (const folder of ["cni", "images", "logs"])
    mkdirSync(join(directory, folder), { recursive: true });
  // A socket of the last run would be taken for one that answers.
  rmSync(join(directory, "containerd.sock"), { force: true });
  writeFileSync(join(directory, "containerd.toml"), containerdConfig);
  writeFileSync(join(directory, "kubelet.json"), JSON.stringify(kubeletConfig, undefined, 2));
  const list = JSON.stringify(networkList(network), undefined, 2);
  writeFileSync(join(directory, "cni", "pods.conflist"), list);
}

const containerdConfig = `version = 2
root = "/run/node/containerd"
state = "/run/containerd"
disabled_plugins = [
  "io.containerd.internal.v1.opt",
  "io.containerd.snapshotter.v1.aufs",
  "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs",
]
[grpc]
  address = "/run/node/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pauseImage}"
  # Without CAP_SYS_RESOURCE, which a test machine may lack, runc cannot lower a score.
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/run/programs/usr/lib/cni"
    conf_dir = "/run/node/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    # Copies, and so needs nothing of the file system that the fleet's files are on.
    snapshotter = "native"
`;

const kubeletConfig = {
  apiVersion: "kubelet.config.k8s.io/v1beta1",
  kind: "KubeletConfiguration",
  containerRuntimeEndpoint: "unix:///run/node/containerd.sock",
  podLogsDir: "/run/node/logs",
  volumePluginDir: "/run/node/plugins",
  // It would let anybody on this machine run commands in pods; logs are files of the node's directory.
  enableServer: false,
  healthzPort: 0,
  authentication: { anonymous: { enabled: false }, webhook: { enabled: false } },
  authorization: { mode: "AlwaysAllow" },
  cgroupDriver: "cgroupfs",
  cgroupsPerQOS: false,
  enforceNodeAllocatable: [],
  failCgroupV1: false,
  failSwapOn: false,
  localStorageCapacityIsolation: false,
  makeIPTablesUtilChains: false,
  enableControllerAttachDetach: false,
  resolvConf: "",
  // A full disk of the machine that the tests run on is not the pods' business.
  evictionHard: Object.fromEntries(
    ["memory.available", "nodefs.available", "nodefs.inodesFree", "imagefs.available"].map(
      (signal) => [signal, "0%"],
    ),
  ),
  imageGCHighThresholdPercent: 100,
  // A node that is gone is known to be after seconds.
  nodeLeaseDurationSeconds: 12,
  nodeStatusUpdateFrequency: "4s",
};

/** A pair of interfaces for each pod, which goes with the pod's network namespace. */
function networkList({ address }: NodeNetwork): object {
  const subnet = address.replace(/\d+$/, "0/24");
  return {
    cniVersion: "0.4.0",
    name: "pods",
    plugins: [
      {
        type: "ptp",
        ipMasq: false,
        ipam: {
          type: "host-local",
          ranges: [[{ subnet, gateway: address }]],
          routes: [{ dst: "0.0.0.0/0" }],
          dataDir: "/run/node/addresses",
        },
      },
    ],
  };
}
