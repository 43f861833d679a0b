import { expect } from "chai";
import { get } from "lodash";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { moduleDirectory } from "./cache";
import { etcdVersion, findTool, programsOf, tools } from "./versions";

describe("the table of tools", () => {
  for (const tool of tools) {
    it(`names the module version that go.mod of ${tool.name} requires`, () => {
      const text = readFileSync(join(moduleDirectory(tool), "go.mod"), "utf8");
      expect(text).to.include(tool.module.replace("@", " "));
    });
  }

  it("has the kubernetes plugin and the CLI in the versions of their npm packages", () => {
    const text = readFileSync(join(__dirname, "..", "..", "package.json"), "utf8");
    const manifest: unknown = JSON.parse(text);
    const npmVersion = (name: string): unknown => get(manifest, ["devDependencies", name]);
    expect(npmVersion("@pulumi/kubernetes")).to.equal(findTool("kubernetes-plugin").version);
    expect(npmVersion("@pulumi/pulumi")).to.equal(findTool("pulumi").version);
  });

  it("names the etcd that go.mod of kubernetes requires", () => {
    const text = readFileSync(join(moduleDirectory(findTool("kubernetes")), "go.mod"), "utf8");
    expect(text).to.include(`go.etcd.io/etcd/server/v3 v${etcdVersion}`);
  });

  it("begins with the longest builds", () => {
    const minutes = tools.map((tool) => tool.minutes);
    expect(minutes).to.deep.equal([...minutes].sort((a, b) => b - a));
  });

  it("gives every program to one tool", () => {
    const programs = tools.flatMap(programsOf);
    expect(new Set(programs).size).to.equal(programs.length);
    expect(programs).to.include.members(["pulumi", "kubectl", "etcd", "pulumi-analyzer-policy"]);
  });

  it("refuses a name that it does not have, naming those that it has", () => {
    expect(() => findTool("helm")).to.throw('no tool is called "helm"; known: "kubernetes-plugin"');
  });
});
