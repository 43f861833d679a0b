import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import { askedCluster } from "../observe/askedCluster";
import type { EngineAnswers } from "./servedProgram";

/** Lists of member clusters outside of a program, each of every sort that the package reads. */
export interface MemberLists {
  /** A kubeconfig file. */
  readonly path: string;
  /** The kubeconfig of a host cluster with a registry of KubeFed's own. */
  readonly kubeconfig: pulumi.Output<string> | undefined;
  /** The stack `org/fleet/dev`, whose output `fleet` has `eu` and `us`, and whose output `strange` is none. */
  readonly answers: EngineAnswers;
  /** Of every credential that a list has. */
  readonly token: string;
  /** Ends the host cluster, and removes the file. */
  readonly remove: () => Promise<void>;
}

const token = "correct-horse-battery";
const namespace = "kube-federation-system";

/** Makes the lists; they are gone when they are removed. */
export async function memberLists(of: {
  readonly contexts: readonly string[];
  /** The clusters of the registry with a token. */
  readonly registered: readonly string[];
  /** Those without. */
  readonly bare?: readonly string[];
}): Promise<MemberLists> {
  const { contexts, registered, bare = [] } = of;
  const folder = mkdtempSync(join(tmpdir(), "pulumi-kubefed-lists-"));
  const path = join(folder, "kubeconfig");
  const clusters = [{ name: "c", cluster: { server: "https://127.0.0.1:1" } }];
  writeFileSync(
    path,
    stringify({
      clusters,
      contexts: contexts.map((name) => ({ name, context: { cluster: "c" } })),
    }),
  );
  const host = await askedCluster("host", {
    [`/apis/core.kubefed.io/v1beta1/namespaces/${namespace}/kubefedclusters`]: {
      items: [...registered, ...bare].map((name) => ({
        metadata: { name, labels: { name } },
        spec: {
          apiEndpoint: `https://${name}.example.com`,
          secretRef: { name: `${name}-token` },
        },
      })),
    },
    ...Object.fromEntries(
      registered.map((name) => [
        `/api/v1/namespaces/${namespace}/secrets/${name}-token`,
        { data: { token: Buffer.from(token).toString("base64") } },
      ]),
    ),
    "/api/v1/namespaces/kube-system": { kind: "Namespace", metadata: { uid: "h1" } },
  });
  return {
    path,
    kubeconfig: host.cluster.memberKubeconfig,
    answers: answersOf,
    token,
    remove: async () => {
      await host.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function answersOf(
  asked: string,
  { name }: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (asked !== "pulumi:pulumi:readStackOutputs") return {};
  if (name !== "org/fleet/dev") throw new Error(`unknown stack ${JSON.stringify(name)}`);
  const kubeconfig = JSON.stringify({ users: [{ name: "u", user: { token } }] });
  const us = { labels: {}, zones: [], kubeconfig };
  const eu = { labels: { tier: "prod" }, zones: ["eu-a"], region: "eu", kubeconfig };
  const outputs = { fleet: { eu, us }, strange: { eu: { labels: {}, kubeconfig }, us } };
  return { name, outputs };
}
