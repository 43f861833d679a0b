import { callKubeApi, type Cluster, parseKubeconfig } from "../fleet";
import { declaredStack, type Declaration, type DeclaredStack } from "./declaredStack";
import { kubefed, type KubefedRun } from "./kubefed";
import { killedWhen } from "./killedKubefed";
import { sharedFleet } from "./sharedFleet";

const namespace = "crashes";

/** Objects by name: what is in each. One whose name begins with "kind" is deleted and made anew when that changes. */
export type Wanted = Readonly<Record<string, string>>;

/** Objects as they are, by `<cluster>/<name>`: uid and what is in each. */
export type Found = Readonly<Record<string, readonly [uid: string, value: string]>>;

/** A stack on three clusters whose updates are killed. */
export interface CrashBed {
  readonly stack: DeclaredStack;
  declare(wanted: Wanted): Promise<void>;
  /** Runs `kubefed up` until so many objects are as wanted; then it and all that it has started are killed. */
  killedAt(wanted: Wanted, objects: number): Promise<KubefedRun>;
  up(): Promise<KubefedRun>;
  /** All objects of the namespace, past the stack. */
  found(): Promise<Found>;
  remove(): Promise<void>;
}

/** How many of the objects that are to change have, on all clusters, those that are to go included. */
function countReached(before: Found, now: Found, wanted: Wanted): number {
  const all = new Set([...Object.keys(before), ...keysOf(wanted)]);
  return [...all].filter((key) => {
    const value = wanted[nameOf(key)];
    return before[key]?.[1] !== value && now[key]?.[1] === value;
  }).length;
}

const clusters = ["us-east", "eu-west", "ap-south"];

/** `<cluster>/<name>` of each object on each cluster. */
export function keysOf(wanted: Wanted): string[] {
  return clusters.flatMap((cluster) => Object.keys(wanted).map((name) => `${cluster}/${name}`));
}

/** The name in `<cluster>/<name>`. */
export function nameOf(key: string): string {
  return key.split("/")[1] ?? "";
}

/** Makes the stack; nothing is written yet. */
export async function crashBed(): Promise<CrashBed> {
  const stack = await declaredStack();
  const fleet = Object.values((await sharedFleet()).clusters);
  const found = async (): Promise<Found> =>
    Object.fromEntries((await Promise.all(fleet.map(foundOn))).flat());
  // As many as there are: how much may go at once is not what is tested.
  const words = ["up", "--yes", "--max-deletes", "1000"];
  const up = (): Promise<KubefedRun> => kubefed({ words, ...stack.shell });
  return {
    stack,
    up,
    found,
    declare: (wanted) => stack.declare([space, ...Object.entries(wanted).map(declarationOf)]),
    killedAt: async (wanted, objects) => {
      const before = await found();
      return killedWhen(
        // One after the other, so that there is time to see how far it is.
        { words: [...words, "--", "--parallel", "1"], ...stack.shell },
        async () => countReached(before, await found(), wanted) >= objects,
      );
    },
    remove: async () => {
      await stack.destroy();
      stack.remove();
    },
  };
}

const space: Declaration = { kind: "Namespace", name: namespace };

function declarationOf([name, value]: readonly [string, string]): Declaration {
  const template = name.startsWith("kind") ? { type: `example.com/${value}` } : { data: { value } };
  return {
    kind: name.startsWith("kind") ? "Secret" : "ConfigMap",
    name,
    args: { namespace, placement: { clusterSelector: {} }, template },
  };
}

interface Listed {
  readonly metadata: { readonly name: string; readonly uid: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly type?: string;
}

async function foundOn(cluster: Cluster): Promise<[string, readonly [string, string]][]> {
  const access = parseKubeconfig(cluster.kubeconfig);
  const lists = ["configmaps", "secrets"].map(async (kind) => {
    const path = `/api/v1/namespaces/${namespace}/${kind}`;
    const { status, body } = await callKubeApi(access, { path });
    if (status !== 200) throw new Error(`${cluster.name}: ${path} answered ${status}`);
    return (body as { readonly items: readonly Listed[] }).items;
  });
  return (await Promise.all(lists))
    .flat()
    .filter(({ metadata }) => metadata.name !== "kube-root-ca.crt")
    .map(({ metadata: { name, uid }, data, type }) => [
      `${cluster.name}/${name}`,
      [uid, data?.value ?? (type ?? "").replace("example.com/", "")],
    ]);
}
