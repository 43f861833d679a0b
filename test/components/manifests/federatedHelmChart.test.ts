import { expect } from "chai";
import * as kubefed from "../../../sdk/nodejs";
import { problemsOf } from "../../support/programProblems";
import { runWithMocks } from "../../support/pulumiMocks";

const clusters = () =>
  ["eu", "us"].map(
    (name) => new kubefed.KubeFedCluster(name, { kubeconfig: "{}", labels: { region: name } }),
  );
const values = { replicas: 1, image: { repository: "redis", tag: "7" }, hosts: ["a", "b"] };

describe("FederatedHelmChart", () => {
  it("becomes one chart per selected cluster, with the values and the version of that cluster", async () => {
    let plan: kubefed.PropagationPlan | undefined;
    const registered = await runWithMocks(() => {
      const chart = new kubefed.FederatedHelmChart("redis", {
        clusters: clusters(),
        namespace: "shop",
        placement: { clusterSelector: {} },
        chart: "./charts/redis",
        version: "1.2.3",
        skipCrds: true,
        values,
        overrides: [
          { clusterName: "eu", values: { image: { tag: "8" }, hosts: ["c"], replicas: null } },
          {
            clusterSelector: { matchLabels: { region: "us" } },
            version: "1.3.0",
            clusterOverrides: [{ op: "add", path: "/values/debug", value: true }],
          },
        ],
      });
      plan = chart.plan;
      return [chart, ...Object.values(chart.deferred)];
    });
    const charts = registered.filter(({ type }) => type === "kubernetes:helm.sh/v4:Chart");
    const shared = { chart: "./charts/redis", name: "redis", namespace: "shop", skipCrds: true };
    expect(charts.map(({ name, inputs }) => [name, inputs])).to.deep.equal([
      [
        "redis-eu",
        {
          ...shared,
          version: "1.2.3",
          values: { image: { repository: "redis", tag: "8" }, hosts: ["c"] },
        },
      ],
      ["redis-us", { ...shared, version: "1.3.0", values: { ...values, debug: true } }],
    ]);
    expect(plan?.clusters.map(({ cluster, reason }) => [cluster, reason])).to.deep.equal([
      ["eu", "every cluster is selected"],
      ["us", "every cluster is selected"],
    ]);
    expect(
      plan?.clusters.flatMap(({ overrides }) => overrides.map(({ path }) => path)),
    ).to.deep.equal([
      "/values/hosts",
      "/values/image/tag",
      "/values/replicas",
      "/values/debug",
      "/version",
    ]);
  });

  it("says all that is wrong with its overrides, as they were written", async () => {
    const problems = await problemsOf(() => {
      new kubefed.FederatedHelmChart("redis", {
        clusters: clusters(),
        placement: { clusterSelector: {} },
        chart: "redis",
        name: "r".repeat(54),
        values,
        overrides: [
          { clusterName: "eu" },
          { clusterName: "us", clusterOverrides: [{ path: "/chart", value: "x" }] },
          { clusterName: "mars", values: {} },
        ],
      });
    });
    expect(problems).to.deep.equal([
      `  - name: "${"r".repeat(54)}" has 54 characters; a release's name has at most 53`,
      "  - overrides[0]: none of values, version and clusterOverrides is given; an override needs one",
      `  - overrides[1].clusterOverrides[0].path: "/chart" is nothing of a chart; allowed are "/version" and paths that begin with "/values"`,
      `  - overrides[2].clusterName: no member cluster is called "mars"; known: "eu", "us"`,
    ]);
  });

  it("says that a map of values meets a value of another kind", async () => {
    const problems = await problemsOf(() => {
      new kubefed.FederatedHelmChart("redis", {
        clusters: clusters(),
        placement: { clusterSelector: {} },
        chart: "redis",
        values,
        overrides: [{ clusterName: "eu", values: { image: "redis:8" } }],
      });
    });
    expect(problems).to.deep.equal([
      "  - overrides[0].values.image: the template has a map here, the merge a string; to replace one by the other use clusterOverrides",
    ]);
  });
});
