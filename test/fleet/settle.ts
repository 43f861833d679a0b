import { get } from "lodash";
import { setTimeout as delay } from "node:timers/promises";
import { hasRealNodes, type ClusterNetworks, type ClusterSpec } from "./clusterSpec";
import type { KubeRequest, KubeResponse } from "./kubeApi";
import { memberNodes } from "./memberNodes";

/** A cluster whose API server is ready, to be made ready for use. */
export interface Settling {
  readonly spec: ClusterSpec;
  readonly networks: ClusterNetworks;
  readonly call: (request: KubeRequest) => Promise<KubeResponse>;
  /** Throws when one of the cluster's programs has ended. */
  readonly check: () => void;
  readonly withinMs: number;
}

/**
 * Creates a cluster's nodes and its default storage class, where they are not there yet, and waits until
 * pods can be created and scheduled: the default service account exists and every node is Ready.
 */
export async function settleCluster(settling: Settling): Promise<void> {
  const nodes = memberNodes(settling.spec, settling.networks);
  for (const node of nodes) await create(settling, "/api/v1/nodes", node);
  await create(settling, "/apis/storage.k8s.io/v1/storageclasses", {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: {
      name: "standard",
      annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
    },
    provisioner: "pulumi-kubefed/fleet",
    reclaimPolicy: "Delete",
    volumeBindingMode: "Immediate",
  });
  const deadline = Date.now() + settling.withinMs;
  const wanted = hasRealNodes(settling.spec) ? settling.spec.zones.length : nodes.length;
  for (;;) {
    const missing = await whatIsMissing(settling, wanted);
    if (missing === undefined) return;
    settling.check();
    if (Date.now() > deadline) {
      const { name } = settling.spec;
      throw new Error(`fleet: "${name}" is not ready after ${settling.withinMs} ms: ${missing}`);
    }
    await delay(100);
  }
}

async function create(settling: Settling, path: string, body: object): Promise<void> {
  const { status, body: answer } = await settling.call({ method: "POST", path, body });
  if (status === 201 || status === 409) return; // 409: it is there from an earlier run.
  throw new Error(
    `fleet: "${settling.spec.name}" refuses ${path}: ${status} ${JSON.stringify(answer)}`,
  );
}

async function whatIsMissing(settling: Settling, nodes: number): Promise<string | undefined> {
  const account = "/api/v1/namespaces/default/serviceaccounts/default";
  if ((await settling.call({ path: account })).status !== 200) {
    return "the default service account does not exist";
  }
  const { body } = await settling.call({ path: "/api/v1/nodes" });
  const ready = readyNodes(body);
  return ready >= nodes ? undefined : `${ready} of ${nodes} nodes are Ready`;
}

/** How many nodes of a NodeList are Ready. */
export function readyNodes(list: unknown): number {
  return itemsAt(list, "items").filter((node) =>
    itemsAt(node, "status.conditions").some(
      (condition) =>
        fieldOf(condition, "type") === "Ready" && fieldOf(condition, "status") === "True",
    ),
  ).length;
}

function itemsAt(value: unknown, path: string): readonly unknown[] {
  const items = fieldOf(value, path);
  return Array.isArray(items) ? items : [];
}

function fieldOf(value: unknown, path: string): unknown {
  const field: unknown = get(value, path);
  return field;
}
