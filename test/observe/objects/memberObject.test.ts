import { expect } from "chai";
import type { KubeApi, KubeResponse } from "../../../provider/adapters/kubernetes/apiClient";
import { turns } from "../../../provider/adapters/kubernetes/turns";
import { clusterHealth } from "../../../provider/core/status/health";
import {
  type Reached,
  reached,
  waitUntilReady,
} from "../../../provider/observe/objects/memberObject";
import { errorOf } from "../../support/membershipBed";

const key = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };
const health = clusterHealth({ kind: "answered", status: 200, body: "ok" });

/** A cluster that gives these answers, one after the other, the last one for ever. */
function clusterWith(...answers: (KubeResponse | Error)[]): Reached & { readonly paths: string[] } {
  const paths: string[] = [];
  const api: KubeApi = {
    server: "https://us:6443",
    inTurn: turns(1),
    request: ({ path }) => {
      const answer = answers[Math.min(paths.length, answers.length - 1)];
      paths.push(path);
      return answer instanceof Error || answer === undefined
        ? Promise.reject(answer ?? new Error("no answer"))
        : Promise.resolve(answer);
    },
  };
  return { kind: "asked", health, api, namespace: "shop", paths };
}

function stored(metadata: object, rest: object = {}): KubeResponse {
  return { status: 200, body: { kind: "Deployment", metadata, ...rest } };
}

describe("an object on a member cluster", () => {
  it("is ready when its controller has seen the newest spec and all replicas are", async () => {
    const at = (observedGeneration: number, readyReplicas: number): KubeResponse =>
      stored(
        { generation: 2 },
        { spec: { replicas: 3 }, status: { observedGeneration, readyReplicas, replicas: 3 } },
      );
    const cluster = clusterWith(at(1, 3), new Error("away for a moment"), at(2, 2), at(2, 3));
    await waitUntilReady({ cluster, key, withinMs: 60_000 });
    expect(cluster.paths).to.have.lengthOf(4);
    const error = await errorOf(
      waitUntilReady({ cluster: clusterWith(at(2, 1)), key, withinMs: 0 }),
    );
    expect(error.message).to.equal('Deployment "web": 1 of 3 replicas are ready after 0 ms');
  });

  it("is asked for only where the cluster has answered", () => {
    const { api } = clusterWith();
    const away = clusterHealth({ kind: "no-answer", message: "refused" });
    expect(reached({ kind: "not-asked", why: "" })).to.equal(undefined);
    expect(reached({ kind: "asked", health, api: undefined })).to.equal(undefined);
    expect(reached({ kind: "asked", health: away, api })).to.equal(undefined);
    expect(reached({ kind: "asked", health, api })?.api).to.equal(api);
  });
});
