import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { sourceFiles, unreachedFiles, unreachedNames } from "./support/reachedNames";

const root = resolve(__dirname, "..");
const files = sourceFiles("provider", "sdk/nodejs");

/** What somebody calls from outside: programs, tests and policies, the engine, Node, a shell, a build, a browser. */
const entries = [
  "sdk/nodejs/index.ts",
  "provider/core/index.ts",
  "provider/policy/index.ts",
  "provider/resources/deletion/handlers/deletionGuard.ts",
  "provider/resources/managedFields/handlers/fieldOwnership.ts",
  "provider/resources/membership/handlers/clusterMembership.ts",
  "provider/resources/recordSet/handlers/dnsRecordSet.ts",
  "provider/cli/main.ts",
  "provider/adapters/pulumi/leanLoading.ts",
  "provider/plugin/host/main.ts",
  "provider/plugin/schema/writeSchema.ts",
  "provider/report/page/script/main.ts",
];

/** The core's door is for tests and policies: what only it leads to is named here, with a reason. */
const forOthers: readonly string[] = [
  // A test divides as the product does without the product's preferences around it.
  "provider/core/replicas/plan.ts divideReplicas",
  // A policy or a converter patches an object as one member cluster's overrides do.
  "provider/core/overrides/overrides.ts applyOverrides",
  // A test prints a plan and compares it with a golden file.
  "provider/core/objects/explain.ts renderPlan",
];

const named = (from: readonly string[]): string[] =>
  unreachedNames({ files, entries: from }).map(({ file, name }) => `${file} ${name}`);

describe("what the product is made of", () => {
  it("is all reached from its entries", () => {
    expect(named(entries)).to.deep.equal([]);
    expect(unreachedFiles({ files, entries })).to.deep.equal([]);
  });

  it("has few names in the core that only others use", () => {
    const withoutDoor = entries.filter((entry) => entry !== "provider/core/index.ts");
    const exported = named(withoutDoor).filter((each) => isExported(each));
    expect(exported).to.have.members([...forOthers]);
  });

  it("would show a name that nothing leads to", () => {
    const without = entries.filter((entry) => entry !== "provider/plugin/host/main.ts");
    expect(named(without)).to.include("provider/plugin/host/provider.ts kubefedProvider");
  });
});

function isExported(name: string): boolean {
  const [file = "", declared = ""] = name.split(" ");
  const text = readFileSync(join(root, file), "utf8");
  return new RegExp(`^export .*\\b${declared}\\b`, "m").test(text);
}
