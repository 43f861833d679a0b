import { expect } from "chai";
import type { KarmadaCluster } from "../../../../provider/migration/karmada/karmadaWorld";
import { candidatesFor } from "../../../../provider/migration/karmada/placement/candidates";
import { deepFreeze } from "../../../support/deepFreeze";

function cluster(name: string, more: Partial<KarmadaCluster> = {}): KarmadaCluster {
  return { name, labels: {}, provider: "aws", taints: [], isDescribed: true, ...more };
}

const three: readonly KarmadaCluster[] = deepFreeze([
  cluster("a", { region: "west", zones: ["w1", "w2"] }),
  cluster("b", { region: "east", zones: ["e1"] }),
  cluster("c", { region: "west", zones: ["w3"], provider: "gcp" }),
]);

function field(key: string, operator: string, ...values: readonly string[]): object {
  const fieldSelector = { matchExpressions: [{ key, operator, values }] };
  return { clusterAffinity: { fieldSelector } };
}

function spread(...spreadConstraints: readonly object[]): object {
  return { spreadConstraints };
}

const cm = { apiVersion: "v1", kind: "ConfigMap" };
const byCluster = { spreadByField: "cluster" };
const byRegion = { spreadByField: "region" };
const staticWeights = {
  replicaScheduling: { replicaSchedulingType: "Divided", replicaDivisionPreference: "Weighted" },
};

describe("the clusters that Karmada would choose from", () => {
  const rows: readonly {
    what: string;
    placement: object;
    template?: object;
    clusters?: readonly KarmadaCluster[];
    names: string[];
    doubt?: string;
  }[] = [
    { what: "all without any placement", placement: {}, names: ["a", "b", "c"] },
    {
      what: "one of several zones is enough for In",
      placement: field("zone", "In", "w2", "w3"),
      names: ["a", "c"],
    },
    { what: "NotIn wants none", placement: field("zone", "NotIn", "w2"), names: ["b", "c"] },
    { what: "a provider", placement: field("provider", "In", "gcp"), names: ["c"] },
    {
      what: "the first group with any cluster",
      placement: {
        clusterAffinities: [{ clusterNames: ["mars"] }, { clusterNames: ["b"] }],
      },
      names: ["b"],
    },
    {
      what: "one of two groups with clusters, which is in doubt",
      placement: { clusterAffinities: [{ clusterNames: ["a"] }, { clusterNames: ["b"] }] },
      names: ["a"],
      doubt: "which one counts depends on room",
    },
    {
      what: "a spread that all clusters meet",
      placement: spread({ ...byCluster, minGroups: 2, maxGroups: 3 }),
      names: ["a", "b", "c"],
    },
    {
      what: "without a field it is by cluster",
      placement: spread({ maxGroups: 5 }),
      names: ["a", "b", "c"],
    },
    {
      what: "a spread that leaves some out is in doubt",
      placement: spread({ ...byCluster, maxGroups: 2 }),
      names: ["a", "b"],
      doubt: "choose among 3 clusters by their room",
    },
    {
      what: "a minimum that cannot be met schedules nothing, or leaves what was",
      placement: spread({ ...byCluster, minGroups: 4, maxGroups: 9 }),
      names: [],
      doubt: "3 clusters are fewer than 4",
    },
    {
      what: "by label it fails",
      placement: spread({ spreadByLabel: "tier", minGroups: 1, maxGroups: 1 }),
      names: [],
      doubt: "clusters and regions only",
    },
    {
      what: "all regions where all must be",
      placement: spread(
        { ...byRegion, minGroups: 2, maxGroups: 2 },
        { ...byCluster, maxGroups: 3 },
      ),
      names: ["a", "b", "c"],
    },
    {
      what: "fewer regions where fewer will do are in doubt",
      placement: spread(
        { ...byRegion, minGroups: 1, maxGroups: 2 },
        { ...byCluster, maxGroups: 3 },
      ),
      names: ["a", "b", "c"],
      doubt: "by their room",
    },
    {
      what: "static weights ignore spread",
      placement: { ...spread({ ...byCluster, maxGroups: 1 }), ...staticWeights },
      names: ["a", "b", "c"],
    },
    {
      what: "a kind of somebody's own may not be served",
      placement: {},
      template: { apiVersion: "example.io/v1", kind: "Widget" },
      names: ["a", "b", "c"],
      doubt: "nothing says whether its cluster serves",
    },
    {
      what: "a kind that a cluster does not serve",
      placement: {},
      clusters: [cluster("a", { serves: new Set(["v1 Secret"]) })],
      names: ["a"],
      doubt: "does not serve v1 ConfigMap",
    },
    {
      what: "fields of a cluster that is only named are not known",
      placement: field("provider", "In", "aws"),
      clusters: [cluster("a", { isDescribed: false })],
      names: ["a"],
      doubt: "add the Cluster objects",
    },
  ];
  for (const { what, placement, template = cm, clusters = three, names, doubt } of rows) {
    it(what, () => {
      const given = deepFreeze({
        template: { ...template },
        placement: { ...placement },
        clusters,
      });
      const found = candidatesFor(given);
      expect(found.clusters.map(({ name }) => name)).to.deep.equal(names);
      const doubts = found.doubts.map(({ reason }) => reason).join("\n");
      if (doubt === undefined) expect(doubts).to.equal("");
      else expect(doubts).to.include(doubt);
    });
  }
});
