import { declare } from "../../provider/engine/program";
import * as kubefed from "../../sdk/nodejs";
import { ingressParts } from "./ingressParts";
import { type Registered, runWithMocks } from "./pulumiMocks";

export const labels = { app: "web" };
export const clustersOf = () =>
  ["eu", "us"].map((name) => new kubefed.KubeFedCluster(name, { kubeconfig: "{}" }));
export const serviceOn = (clusters: kubefed.KubeFedCluster[], type: string, name = "web") =>
  new kubefed.FederatedService(name, {
    clusters,
    namespace: "shop",
    placement: { clusterSelector: {} },
    template: {
      spec: { type, selector: labels, ports: [{ name: "http", port: 80, nodePort: 30080 }] },
    },
  });

export type Args = kubefed.MultiClusterIngressArgs;
export interface Given {
  readonly clusters: kubefed.KubeFedCluster[];
  readonly host: kubefed.KubeFedCluster;
}

/** What a program registers that has one MultiClusterIngress. */
export async function declared(args: (given: Given) => Args): Promise<Registered[]> {
  return runWithMocks(() => {
    const clusters = clustersOf();
    const host = new kubefed.KubeFedCluster("host", { kubeconfig: "{}" });
    const of = new kubefed.MultiClusterIngress("shop", args({ clusters, host }));
    return ingressParts(of);
  });
}

/** The text of the one error that all problems of a program end in. */
export async function problemsOf(args: (given: Given) => Args): Promise<string> {
  let gate: Promise<void> = Promise.resolve();
  await runWithMocks(() => {
    const clusters = clustersOf();
    const host = new kubefed.KubeFedCluster("host", { kubeconfig: "{}" });
    new kubefed.MultiClusterIngress("shop", args({ clusters, host }));
    gate = declare(clusters[0] as never, "probe", []);
    return clusters;
  });
  return gate.then(
    () => "",
    (error: unknown) => String(error),
  );
}

export const ofKinds = (registered: readonly Registered[], prefix: string) =>
  registered.filter(({ type }) => type.startsWith(prefix));
export const named = (each: Registered) => `${each.type.split(":").at(-1)} ${each.name}`;
export const specOf = (each: Registered | undefined) =>
  each?.inputs.spec as Record<string, unknown>;
