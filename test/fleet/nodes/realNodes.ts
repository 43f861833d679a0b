/*
 * Nodes on which pods run real processes: a kubelet and a containerd each, in namespaces of their own.
 */

import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { unpackedPackages } from "../../support/unpackedPackages";
import { findProgram } from "../../toolchain/command";
import type { Toolchain } from "../../toolchain";
import type { ClusterNetworks, ClusterSpec } from "../clusterSpec";
import { clusterFiles } from "../programs";
import type { Supervision } from "../supervision";
import { busyboxImage } from "./images";
import {
  cgroupsOf,
  claimAddress,
  openMachine,
  removeCgroup,
  whyNoRealNodes,
  type Cgroup,
} from "./machine";
import { pauseImage, writeNodeFiles } from "./nodeFiles";

/** A node on which pods run real processes. */
export interface RealNode {
  readonly name: string;
  /** An address of this machine, by which the node's pods reach it; theirs are beside it. */
  readonly address: string;
  /** Where the output of its pods is, as kubelet lays it out. */
  readonly logs: string;
  /** Ends kubelet, containerd and every process of its pods at once, as a power failure does. */
  readonly kill: () => Promise<void>;
  /** Starts it again after `kill`, with what its disk holds. */
  readonly start: () => Promise<void>;
}

/** What the nodes of one cluster are run with. */
export interface RealNodesSetup {
  readonly spec: ClusterSpec;
  readonly networks: ClusterNetworks;
  /** The cluster's own directory, in that of its fleet. */
  readonly directory: string;
  readonly fleetDirectory: string;
  readonly supervision: Supervision;
  readonly toolchain: Toolchain;
}

/** The programs from Debian that a node runs: containerd, runc, the network plugins, a static busybox. */
export function nodePrograms(): Promise<string> {
  const packages = ["containerd", "runc", "containernetworking-plugins", "busybox-static"];
  return unpackedPackages({ name: "real-nodes", packages });
}

/** Throws, naming all that is missing, where this machine cannot run a real node. */
export function checkMachine(): void {
  const cgroups = cgroupsOf("", readFileSync("/proc/self/cgroup", "utf8"));
  const programs = ["unshare", "mount", "ip", "tar", "dpkg"].filter(
    (program) => findProgram(program, process.env.PATH) === undefined,
  );
  const reasons = whyNoRealNodes({ user: process.getuid?.(), cgroups, programs });
  if (reasons.length === 0) return;
  throw new Error(`fleet: no real nodes here\n  - ${reasons.join("\n  - ")}`);
}

/** Prepares the nodes of a cluster, one a zone. They are started by `start`. */
export async function prepareNodes(setup: RealNodesSetup): Promise<RealNode[]> {
  const { spec, directory, fleetDirectory, networks, supervision } = setup;
  const cgroups = openMachine(fleetDirectory);
  const programs = await nodePrograms();
  const second = Number(networks.pods.split(".")[1]);
  return spec.zones.map((zone, place) => {
    const name = `${spec.name}-${place + 1}`;
    const own = join(directory, "nodes", name);
    const address = claimAddress(fleetDirectory, second);
    const key = nodeKey(spec, name);
    const parts = cgroups.map(({ controllers, folder }) => ({
      controllers,
      folder: join(folder, name),
    }));
    return {
      name,
      address,
      logs: join(own, "logs"),
      start: async () => {
        layOut({ own, address, cgroups: parts, images: spec.images ?? [], directory, programs });
        await supervision.start({
          key,
          command: "/bin/sh",
          arguments: [
            join(__dirname, "node.sh"),
            own,
            programs,
            setup.toolchain.binary("kubelet"),
            ...kubeletArguments({ name, address, zone, region: spec.region }),
          ],
          directory: own,
          log: join(directory, `${name}.log`),
        });
      },
      kill: async () => {
        await supervision.end(key, 0);
        // They are empty when the last of its processes is gone.
        await Promise.all(parts.map(({ folder }) => removeCgroup(folder)));
      },
    };
  });
}

/** What a node is called among the programs of its fleet. */
export function nodeKey(spec: ClusterSpec, node: string): string {
  return `${spec.name}/${node}`;
}

function layOut(of: {
  own: string;
  address: string;
  cgroups: readonly Cgroup[];
  images: readonly string[];
  directory: string;
  programs: string;
}): void {
  const { own, cgroups, directory } = of;
  mkdirSync(own, { recursive: true });
  writeNodeFiles(own, of);
  const lines = cgroups.map(({ controllers, folder }) => `${controllers} ${folder}\n`);
  writeFileSync(join(own, "cgroups"), lines.join(""));
  const kubeconfig = join(own, "kubeconfig.yaml");
  rmSync(kubeconfig, { force: true });
  copyFileSync(clusterFiles(directory).kubeconfig, kubeconfig);
  const pause = join(own, "images", "pause.tar");
  busyboxImage({
    name: pauseImage,
    command: ["sleep", "2147483647"],
    file: pause,
    programs: of.programs,
  });
  for (const image of of.images) copyFileSync(image, join(own, "images", basename(image)));
}

function kubeletArguments(node: {
  name: string;
  address: string;
  zone: string;
  region: string;
}): string[] {
  const { name, address, zone, region } = node;
  return [
    "--config=/run/node/kubelet.json",
    "--kubeconfig=/run/node/kubeconfig.yaml",
    "--cert-dir=/run/node/certificates",
    `--hostname-override=${name}`,
    `--node-ip=${address}`,
    `--node-labels=topology.kubernetes.io/region=${region},topology.kubernetes.io/zone=${zone}`,
  ];
}
