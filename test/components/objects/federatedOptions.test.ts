import * as k8s from "@pulumi/kubernetes";
import { expect } from "chai";
import * as kubefed from "../../../sdk/nodejs";
import { problemsOf } from "../../support/programProblems";

/** The problems of a program over two clusters, in the words that a user reads. */
async function textOf(program: (clusters: kubefed.KubeFedCluster[]) => void): Promise<string> {
  const problems = await problemsOf(() =>
    program(
      ["eu", "us"].map(
        (name) => new kubefed.KubeFedCluster(name, { kubeconfig: "{}", unreachable: "keep" }),
      ),
    ),
  );
  return problems.join("\n");
}

// Plain JavaScript can give anything.
const given = (option: string) => ({ [option]: "anything" }) as kubefed.FederatedOptions;

const placement = { clusterSelector: {} };
const zone = () => new kubefed.Rfc2136Zone("zone", { server: "127.0.0.1", zone: "a.test" });

const programs: Readonly<
  Record<string, (clusters: kubefed.KubeFedCluster[], opts: kubefed.FederatedOptions) => unknown>
> = {
  FederatedConfigMap: (clusters, opts) =>
    new kubefed.FederatedConfigMap("x", { clusters, placement, template: {} }, opts),
  FederatedNamespace: (clusters, opts) =>
    new kubefed.FederatedNamespace("x", { clusters, placement }, opts),
  FederatedFlock: (clusters, opts) =>
    new kubefed.FederatedCustomResource(
      "x",
      { clusters, placement, apiVersion: "a.test/v1", kind: "Flock", template: {} },
      opts,
    ),
  FederatedHelmChart: (clusters, opts) =>
    new kubefed.FederatedHelmChart("x", { clusters, placement, chart: "./chart" }, opts),
  FederatedYaml: (clusters, opts) =>
    new kubefed.FederatedYaml("x", { clusters, placement, yaml: "" }, opts),
  DomainRecord: (_clusters, opts) =>
    new kubefed.DomainRecord("x", { dns: zone(), dnsName: "x.a.test", records: {} }, opts),
};

describe("options that cannot work on a component of many clusters", () => {
  for (const [subject, program] of Object.entries(programs)) {
    for (const option of ["version", "pluginDownloadURL"]) {
      it(`are refused before anything is written: ${option} of a ${subject}`, async () => {
        const problems = await textOf((clusters) => program(clusters, given(option)));
        expect(problems).to.include(`- ${option}: cannot be used on this component`);
      });
    }
  }

  it("are a provider, and providers by package", async () => {
    const problems = await textOf((clusters) => {
      const one = new k8s.Provider("one", {});
      for (const opts of [{ provider: one }, { providers: [one] }])
        programs.FederatedNamespace?.(clusters, opts as object);
    });
    expect(problems).to.include("- provider: ").and.include("- providers: ");
  });

  it("are all named at once", async () => {
    const opts = { ...given("version"), ...given("pluginDownloadURL") };
    const problems = await textOf((clusters) => programs.FederatedConfigMap?.(clusters, opts));
    expect(problems).to.include("- version: ").and.include("- pluginDownloadURL: ");
  });
});
