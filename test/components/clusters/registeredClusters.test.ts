import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { stringify } from "yaml";
import {
  clustersFromKubeconfig,
  type ClustersFromKubeconfigArgs,
} from "../../../provider/components/clusters/registeredClusters";

describe("the contexts of a kubeconfig as member clusters", () => {
  const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-contexts-"));
  const gke = "gke_shop-1_europe-west1_prod";
  const eks = "arn:aws:eks:us-east-1:123456789012:cluster/prod";

  const write = (name: string, contexts: string[]): string => {
    const path = join(directory, name);
    writeFileSync(
      path,
      stringify({
        clusters: [{ name: "c", cluster: { server: "https://127.0.0.1:1" } }],
        contexts: contexts.map((each) => ({ name: each, context: { cluster: "c" } })),
      }),
    );
    return path;
  };
  const path = write("config", [gke, eks, "minikube"]);
  const namesOf = (given: Omit<ClustersFromKubeconfigArgs, "path">, of = path): string[] =>
    clustersFromKubeconfig({ path: of, ...given }).map(({ name }) => name);
  const problemOf = (given: Omit<ClustersFromKubeconfigArgs, "path">, of = path): string => {
    try {
      return namesOf(given, of).join(", ");
    } catch (error) {
      if (error instanceof pulumi.RunError) return error.message;
      throw error;
    }
  };

  before(() =>
    pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) }),
  );
  after(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it("says which names clouds gave them that no cluster can have, and what helps", () => {
    const problem = problemOf({});
    expect(problem)
      .to.include("2 contexts without a name for a member cluster; give one by nameOf")
      .and.include("nameOf: (context) => context.toLowerCase()")
      .and.include(`context "${gke}"`)
      .and.include(`context "${eks}"`)
      .and.not.include("minikube");
  });

  it("have the names that the message proposes", () => {
    const nameOf = (context: string) => context.toLowerCase().replace(/[^a-z0-9.]+/g, "-");
    expect(namesOf({ nameOf })).to.deep.equal([
      "arn-aws-eks-us-east-1-123456789012-cluster-prod",
      "gke-shop-1-europe-west1-prod",
      "minikube",
    ]);
  });

  it("need names of their own, none twice", () => {
    const named = problemOf({ nameOf: () => "prod" });
    expect(named).to.include(`"prod" for context "${gke}" is the name of context "${eks}" too`);
    expect(problemOf({ nameOf: (context) => `${context}_`, contexts: ["minikube"] })).to.include(
      '"minikube_" for context "minikube"',
    );
  });

  it("are not hurt by a name that is not wanted", () => {
    expect(namesOf({ contexts: ["minikube"] })).to.deep.equal(["minikube"]);
  });

  it("may be spread over the files of a list", () => {
    const more = write("more", ["kind"]);
    expect(namesOf({ contexts: ["kind", "minikube"] }, [more, path].join(delimiter))).to.deep.equal(
      ["kind", "minikube"],
    );
  });
});
