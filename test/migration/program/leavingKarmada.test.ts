import { expect } from "chai";
import { convertDocuments } from "../../../provider/migration/convertObjects";
import { projectFiles } from "../../../provider/migration/project/projectFiles";
import { writeProgram } from "../../../provider/migration/program/programText";
import { sampleDocuments } from "../../support/migrationSamples";

function readmeOf(sample: string): string {
  const migration = convertDocuments({ documents: sampleDocuments(sample), clusters: [] });
  if (migration === undefined) throw new Error("nothing to convert");
  const request = { name: "x", migration, program: writeProgram({ migration }), command: "c" };
  return projectFiles({ ...request, isAdopting: true })["README.md"] ?? "";
}

describe("the README of a project that comes from Karmada", () => {
  const readme = readmeOf("karmada");

  it("says in order how to leave without losing the namespaces", () => {
    const order = [
      "never unjoin a cluster, delete a Cluster object or delete a namespace in Karmada",
      "1. With the controllers running, set `preserveResourcesOnDeletion: true`",
      "kind: ClusterPropagationPolicy",
      'kind: Namespace, name: "guestbook"',
      "3. Check.",
      "select(.spec.preserveResourcesOnDeletion != true)",
      "4. Stop Karmada's controllers for good",
      "5. Run `pulumi preview`",
      "6. Leave the controllers stopped.",
    ].map((words) => readme.indexOf(words));
    expect(order).not.to.include(-1);
    expect(order).to.deep.equal([...order].sort((a, b) => a - b));
  });

  it("is not in other projects", () => {
    expect(readmeOf("kubefed-2018")).not.to.include("Karmada");
  });
});
