import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runInNewContext } from "node:vm";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as kubefed from "../sdk/nodejs";
import { docExamples } from "./support/docExamples";
import { runWithMocks } from "./support/pulumiMocks";

const components = resolve(__dirname, "../provider/components");

/** Runs an example as a program of two clusters and a namespace; gives what its last expression gives. */
async function run(code: string): Promise<unknown> {
  let value: unknown;
  pulumi.runtime.setAllConfig({
    "project:kubeconfig": "{}",
    "project:password": "hush",
    "project:tsig": "aHVzaA==",
  });
  await runWithMocks(() => {
    const clusters = ["eu-west", "us-east"].map(
      (name) => new kubefed.KubeFedCluster(name, { kubeconfig: "{}" }),
    );
    const placement = { clusterSelector: {} };
    const shop = new kubefed.FederatedNamespace("shop", { clusters, placement });
    const config = new pulumi.Config("project");
    value = runInNewContext(code, { clusters, config, k8s, kubefed, pulumi, shop });
    return [shop];
  });
  return JSON.parse(JSON.stringify(value));
}

describe("the examples of components", () => {
  const examples = readdirSync(components, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .flatMap((file) =>
      docExamples(readFileSync(join(components, file), "utf8")).map((each) => ({ file, ...each })),
    );

  it("are there for the twelve commonest classes", () => {
    const shown = [
      "DomainRecord",
      "FederatedConfigMap",
      "FederatedCustomResource",
      "FederatedDeployment",
      "FederatedHelmChart",
      "FederatedNamespace",
      "FederatedSecret",
      "FederatedService",
      "FederatedYaml",
      "KubeFedCluster",
      "ReplicaSchedulingPreference",
      "Rfc2136Zone",
      "ServiceDNSRecord",
    ].filter((name) => examples.some(({ code }) => code.includes(`new kubefed.${name}(`)));
    expect(shown.length).to.equal(13);
    expect(examples.length).to.be.at.least(12);
  });

  for (const { file, code, result } of examples) {
    it(`${file}: ${code.split("\n")[0] ?? ""}`, async () => {
      expect(result, "every example says what it gives, after //=>").not.to.equal("");
      expect(await run(code)).to.deep.equal(JSON.parse(result));
    });
  }
});
