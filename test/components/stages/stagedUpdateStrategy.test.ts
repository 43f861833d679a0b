import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as kubefed from "../../../sdk/nodejs";
import { runWithMocks } from "../../support/pulumiMocks";
import { problemsOf } from "../../support/programProblems";

const placement = { clusterSelector: {} };
const template = { data: { a: "1" } };

/** The problems of a program over two clusters with a canary, in the words that a user reads. */
async function textOf(
  program: (
    clusters: kubefed.KubeFedCluster[],
    stagedUpdate: kubefed.StagedUpdateStrategy,
  ) => unknown,
): Promise<string> {
  const problems = await problemsOf(() => {
    const clusters = ["eu", "us"].map(
      (name) => new kubefed.KubeFedCluster(name, { kubeconfig: "{}" }),
    );
    const stages = [{ name: "canary", clusterNames: ["eu"] }];
    program(clusters, new kubefed.StagedUpdateStrategy("careful", { stages }));
  });
  return problems.join("\n");
}

describe("a StagedUpdateStrategy", () => {
  it("is refused for a chart in its namespace, with the reason", async () => {
    const text = await textOf((clusters, stagedUpdate) => {
      const namespace = new kubefed.FederatedNamespace("shop", {
        clusters,
        placement,
        stagedUpdate,
      });
      new kubefed.FederatedHelmChart("redis", { namespace, chart: "./chart" });
    });
    expect(text).to.include("namespace: its FederatedNamespace has a staged update");
    expect(text).to.include("a chart cannot be staged: what it renders is known only when");
  });

  it("is refused where another one has its name, though they stand in different components", async () => {
    const text = await textOf((clusters, stagedUpdate) => {
      const parent = new pulumi.ComponentResource("my:index:Part", "part");
      new kubefed.StagedUpdateStrategy("careful", { stages: [] }, { parent });
      new kubefed.FederatedConfigMap("x", { clusters, placement, stagedUpdate, template });
    });
    expect(text).to.include("name: another strategy of this program is called so");
  });

  it("is refused where it is none", async () => {
    const text = await textOf((clusters) => {
      const stagedUpdate = "careful" as never;
      new kubefed.FederatedConfigMap("x", { clusters, placement, stagedUpdate, template });
    });
    expect(text).to.include("stagedUpdate: must be a StagedUpdateStrategy of this program");
  });

  it("reports names that no cluster has, and values that a stage takes from a later one", async () => {
    const text = await textOf((clusters) => {
      const stages = [
        { name: "canary", clusterNames: ["eu"] },
        { name: "other", clusterNames: ["mars"] },
      ];
      const stagedUpdate = new kubefed.StagedUpdateStrategy("wrong", { stages });
      const place = { clusters, placement, stagedUpdate };
      const first = new kubefed.FederatedConfigMap("first", { ...place, template });
      const late = first.deferred.us?.metadata.uid ?? "";
      const early = first.deferred.eu?.metadata.uid ?? "";
      new kubefed.FederatedConfigMap("second", { ...place, template: { data: { late, early } } });
    });
    expect(text).to.include('stages[1].clusterNames[0]: no member cluster is called "mars"');
    expect(text).to.include(
      'FederatedConfigMap "second": "eu", of stage "canary", takes a value from an object on "us", of stage "rest"',
    );
    expect(text).to.not.include('takes a value from an object on "eu"');
  });

  it("asks a check of one's own once for each cluster of a wave, before the next one", async () => {
    const asked: string[] = [];
    const registered = await runWithMocks(() => {
      const clusters = ["eu", "eu-2", "us"].map(
        (name) => new kubefed.KubeFedCluster(name, { kubeconfig: "{}" }),
      );
      const stagedUpdate = new kubefed.StagedUpdateStrategy("careful", {
        stages: [{ name: "canary", clusterNames: ["eu", "eu-2"] }],
        healthy: ({ cluster }) => {
          asked.push(cluster);
          return undefined;
        },
      });
      const place = { clusters, placement, stagedUpdate };
      return ["a", "b"].flatMap((name) => {
        const map = new kubefed.FederatedConfigMap(name, { ...place, template });
        return Object.values(map.deferred).map((each) => ({ urn: each.urn }));
      });
    });
    const maps = registered.filter(({ type }) => type === "kubernetes:core/v1:ConfigMap");
    expect(maps.map(({ name }) => name)).to.have.members([
      ...["a-eu", "a-eu-2", "a-us", "b-eu", "b-eu-2", "b-us"],
    ]);
    // The last wave is asked about as well, some time after it is written.
    expect(asked.filter((name) => name !== "us").sort()).to.deep.equal(["eu", "eu-2"]);
  });
});
