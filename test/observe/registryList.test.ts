import { expect } from "chai";
import { recordedIdentities, membersFound } from "../../provider/engine/state/stateIdentities";
import { readRegistry } from "../../provider/observe/registry";
import { actLikeEngine } from "../support/engineLike";
import { askedCluster } from "./askedCluster";

const collection = "/apis/clusterregistry.k8s.io/v1alpha1/namespaces/kube-multicluster-public";
const endpointOf = (serverAddress: string) => ({
  kubernetesApiEndpoints: { serverEndpoints: [{ clientCIDR: "0.0.0.0/0", serverAddress }] },
});

describe("what a registry lists", () => {
  beforeEach(actLikeEngine);

  it("tells clusters without an address by name, and itself by its host's identity", async () => {
    const host = await askedCluster("host", {
      [`${collection}/clusters`]: {
        items: [
          { metadata: { name: "us" }, spec: endpointOf("https://us") },
          { metadata: { name: "eu" }, spec: {} },
          { metadata: { name: "ap" } },
        ],
      },
      "/api/v1/namespaces/kube-system": { kind: "Namespace", metadata: { uid: "h1" } },
    });
    try {
      const kubeconfig = host.cluster.memberKubeconfig ?? "";
      const place = { kubeconfig, kind: "Cluster" } as const;
      const { entries, unusable, source } = await readRegistry(place, "clustersFromRegistry");
      expect(entries.map(({ name }) => name)).to.deep.equal(["us"]);
      expect(unusable).to.deep.equal(["ap", "eu"]);
      expect(source).to.equal("Cluster kube-multicluster-public h1");
    } finally {
      await host.close();
    }
  });
});

describe("what a stack knows of its members", () => {
  const head = "urn:pulumi:dev::shop::";
  const member = `${head}kubefed:index:KubeFedCluster`;
  const membership = `${member}$pulumi-nodejs:dynamic/kubefed:ClusterMembership`;
  const state = new Map<string, Readonly<Record<string, unknown>>>([
    [`${member}::us`, { identity: "a", registry: "Cluster p h1" }],
    [`${member}::eu`, { registry: "Cluster p h1" }],
    [`${head}my:index:Fleet$kubefed:index:KubeFedCluster::ap`, { identity: "c" }],
    [`${member}::__proto__`, { identity: "d" }],
    [`${membership}::eu`, { clusterName: "eu", clusterUid: "b" }],
    [`${membership}::us`, { clusterName: "us", clusterUid: "older" }],
    [`${head}kubefed:index:FederatedConfigMap::x`, { identity: "z" }],
  ]);

  it("is which clusters they are, by themselves or else by their memberships", () => {
    expect(Object.entries(recordedIdentities(state)).sort()).to.deep.equal([
      ["__proto__", "d"],
      ["ap", "c"],
      ["eu", "b"],
      ["us", "a"],
    ]);
  });

  it("is which of them a registry listed, in states of before", () => {
    expect(membersFound(state, "Cluster p h1")).to.deep.equal(["eu", "us"]);
    expect(membersFound(state, "Cluster p h2")).to.deep.equal([]);
  });
});
