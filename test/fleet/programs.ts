import { join } from "node:path";
import type { ClusterNetworks } from "./clusterSpec";

/** The five programs of a cluster, in the order in which they start. */
export const programNames = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok",
] as const;
export type ProgramName = (typeof programNames)[number];

/**
 * What Go is told in each of them: a dozen clusters share two processors, so none looks for work on a second one, and
 * memory is cheaper than collecting it. A start costs a sixth less, an idle cluster a fifth.
 */
export const programEnv = { GOMAXPROCS: "1", GOGC: "300" } as const;

/** What a cluster's command lines are made of. */
export interface ProgramSettings {
  /** The cluster's own directory; see `clusterFiles`. */
  readonly directory: string;
  readonly networks: ClusterNetworks;
  /** Where the API server listens on 127.0.0.1; the only TCP port of a cluster. */
  readonly port: number;
  /** Whether its nodes are kubelets, and not kwok's. */
  readonly hasRealNodes: boolean;
}

/** The files of the cluster in `directory`. */
export function clusterFiles(directory: string) {
  return {
    kubeconfig: join(directory, "kubeconfig.yaml"),
    tokens: join(directory, "tokens.csv"),
    serviceAccountKey: join(directory, "service-account.key"),
    certificates: join(directory, "certificates"),
    /** Written by the API server at its first start: its own certificate and that of its authority. */
    serverCertificate: join(directory, "certificates", "apiserver.crt"),
    etcdData: join(directory, "etcd"),
    /** Of a program, or of a real node: its kubelet's. */
    log: (program: string) => join(directory, `${program}.log`),
  };
}

/**
 * Sockets (files called `etcd:1` and `peer:1`) in the directory in which the programs run. etcd asks for no password:
 * at a TCP port anyone on this machine could use it, and an API server could find another cluster's etcd there.
 */
const etcdSocket = "unix://etcd:1";
const etcdPeerSocket = "unix://peer:1";

/** The arguments of one program of a cluster. */
export function programArguments(program: ProgramName, settings: ProgramSettings): string[] {
  return argumentsBy[program](settings);
}

const argumentsBy: Record<ProgramName, (settings: ProgramSettings) => string[]> = {
  etcd: ({ directory }) => [
    `--data-dir=${clusterFiles(directory).etcdData}`,
    `--listen-client-urls=${etcdSocket}`,
    `--advertise-client-urls=${etcdSocket}`,
    `--listen-peer-urls=${etcdPeerSocket}`,
    `--initial-advertise-peer-urls=${etcdPeerSocket}`,
    `--initial-cluster=default=${etcdPeerSocket}`,
    "--unsafe-no-fsync", // A crash of the machine may lose a test's data.
    "--log-level=warn",
  ],
  "kube-apiserver": ({ directory, networks, port }) => {
    const files = clusterFiles(directory);
    return [
      `--etcd-servers=${etcdSocket}`,
      "--bind-address=127.0.0.1",
      `--secure-port=${port}`,
      `--cert-dir=${files.certificates}`,
      // Without it the server looks for an outgoing route, and ends when the machine has none.
      "--advertise-address=127.0.0.1",
      "--endpoint-reconciler-type=none",
      `--token-auth-file=${files.tokens}`,
      "--authorization-mode=RBAC",
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-key-file=${files.serviceAccountKey}`,
      `--service-account-signing-key-file=${files.serviceAccountKey}`,
      `--service-cluster-ip-range=${networks.services}`,
      // It taints new nodes until the node lifecycle controller, which does not run, finds them ready.
      "--disable-admission-plugins=TaintNodesByCondition",
      "--allow-privileged=true",
      "--enable-priority-and-fairness=false",
      "--profiling=false",
      "--event-ttl=10m",
    ];
  },
  "kube-controller-manager": ({ directory, hasRealNodes }) => {
    const files = clusterFiles(directory);
    return [
      `--kubeconfig=${files.kubeconfig}`,
      `--root-ca-file=${files.serverCertificate}`,
      `--service-account-private-key-file=${files.serviceAccountKey}`,
      `--controllers=*,${withoutControllers(hasRealNodes)}`,
      "--node-monitor-grace-period=20s",
      "--leader-elect=false",
      "--secure-port=0",
      "--kube-api-qps=200",
      "--kube-api-burst=400",
      "--profiling=false",
    ];
  },
  "kube-scheduler": ({ directory }) => [
    `--kubeconfig=${clusterFiles(directory).kubeconfig}`,
    "--leader-elect=false",
    "--secure-port=0",
    "--kube-api-qps=200",
    "--kube-api-burst=400",
    "--profiling=false",
  ],
  kwok: ({ directory, networks, hasRealNodes }) => [
    `--kubeconfig=${clusterFiles(directory).kubeconfig}`,
    `--config=${join(__dirname, "stages.yaml")}`,
    // Beside real nodes it is the cloud only: load balancers and volumes.
    ...(hasRealNodes
      ? [
          "--manage-all-nodes=false",
          "--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake",
        ]
      : ["--manage-all-nodes=true"]),
    "--node-lease-duration-seconds=0",
    "--v=WARN",
    "--node-port=0", // Else it listens as a kubelet would, at the same port for every cluster.
    `--cidr=${networks.pods}`,
  ],
};

function withoutControllers(hasRealNodes: boolean): string {
  const off = ["-node-ipam-controller", "-persistentvolume-attach-detach-controller"];
  // Nobody renews a simulated node's lease: after a pause of the API server it would turn not ready.
  return [...(hasRealNodes ? [] : ["-node-lifecycle-controller"]), ...off].join(",");
}
