import { expect } from "chai";
import type {
  MembershipInputs,
  MembershipOutputs,
} from "../../provider/resources/membership/handlers/membershipInputs";
import type { Cluster } from "../fleet";
import { type ApiProxy, openApiProxy } from "./apiProxy";
import { eventually } from "./eventually";
import { joinObjects, membershipInputs, statusFor } from "./memberCluster";
import { sharedFleet } from "./sharedFleet";

let count = 0;

/** A real cluster to be joined, and a way to it that can be cut. */
export class MembershipBed {
  #cluster: Cluster | undefined;
  #proxy: ApiProxy | undefined;

  async start(): Promise<void> {
    this.#cluster = (await sharedFleet()).clusters["ap-south"];
    this.#proxy = await openApiProxy(this.cluster);
  }

  async stop(): Promise<void> {
    await this.#proxy?.stop();
  }

  get cluster(): Cluster {
    if (this.#cluster === undefined) throw new Error("the cluster has not been started");
    return this.#cluster;
  }

  get proxy(): ApiProxy {
    if (this.#proxy === undefined) throw new Error("the proxy has not been started");
    return this.#proxy;
  }

  /** Inputs of a member that no other test uses. They adopt, because all share the cluster. */
  inputsOf(given: Partial<MembershipInputs> = {}): MembershipInputs {
    count += 1;
    return membershipInputs({
      adminKubeconfig: this.cluster.kubeconfig,
      clusterName: `m${count}`,
      namespace: `fed-${count}`,
      adopt: true,
      ...given,
    });
  }

  /** What joining made for a member, as `<kind> <name>` with its uid. */
  async objectsOf({ namespace, clusterName }: MembershipInputs): Promise<Record<string, string>> {
    const all = await joinObjects(this.cluster.kubeconfig, namespace);
    const own = Object.entries(all).filter(
      ([name]) => !name.startsWith("Cluster") || name.includes(`${clusterName}-host`),
    );
    return Object.fromEntries(own);
  }
}

/** What something fails with. */
export async function errorOf(promise: Promise<unknown>): Promise<Error> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Error)) throw new Error("nothing was thrown");
  return thrown;
}

/** An API server believes a token for ten seconds after it has seen it last. */
export async function expectRefused({ kubeconfig = "" }: MembershipOutputs): Promise<void> {
  await eventually(async () => {
    expect(await statusFor(kubeconfig, "/version")).to.equal(401);
  });
}
