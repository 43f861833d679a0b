import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { differences, generateSdks, languages, staleFiles } from "../sdk/generatedSdks";
import { placeGoProgram } from "../support/goProgram";
import { compiledJavaShop } from "../support/javaProgram";
import { codeBlocks } from "../support/markdown";
import { type PythonWithSdk, pythonWithSdk } from "../support/pythonEnvironment";
import { secretMark } from "../support/stackState";
import type { YamlProgram } from "../support/yamlStack";
import { runCommand } from "../toolchain/command";

const root = resolve(__dirname, "../..");

interface Schema {
  readonly resources: Readonly<Record<string, { readonly isComponent?: boolean }>>;
  readonly types: Record<string, { properties?: Record<string, object> }>;
}

function readSchema(): Schema {
  return JSON.parse(readFileSync(join(root, "schema.json"), "utf8")) as Schema;
}

describe("the SDKs of other languages", function () {
  this.timeout(900_000);
  let python: PythonWithSdk | undefined;
  const made: string[] = [];
  after(() => {
    python?.remove();
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
  });

  it("are what schema.json says, of which the schema binder has nothing to say (npm run sdk)", async () => {
    const fresh = await generateSdks(languages);
    made.push(fresh);
    expect(staleFiles(fresh)).to.deep.equal([]);
    expect(readdirSync(fresh).sort()).to.deep.equal([...languages].sort());
    const [java, node] = [join(fresh, "java"), join(fresh, "nodejs")];
    expect(differences(java, node, ["pom.xml"])).to.include.members([
      "kubeFedCluster.ts: is not generated any more",
      "pom.xml: is missing",
      "src/main/java/com/pulumi/kubefed/KubeFedCluster.java: is missing",
    ]);
  });

  it("are not generated from a schema that does not bind", async () => {
    const schema = readSchema();
    const wrong = { $ref: "#/types/kubefed:index:Nothing" };
    const placement = schema.types["kubefed:index:Placement"] ?? {};
    placement.properties = { ...placement.properties, wrong };
    const folder = mkdtempSync(join(tmpdir(), "pulumi-kubefed-schema-"));
    made.push(folder);
    const file = join(folder, "schema.json");
    writeFileSync(file, JSON.stringify(schema));
    const failure = await generateSdks(["python"], file).catch((error: unknown) => error);
    expect(String(failure)).to.include("kubefed:index:Nothing");
  });

  it("compile in Java, with a class for every resource", async () => {
    const { code, output } = await runCommand({
      command: "jar",
      arguments: ["tf", await compiledJavaShop()],
    });
    expect(code, output).to.equal(0);
    const classes = Object.keys(readSchema().resources).map(
      (token) => `com/pulumi/kubefed/${token.split(":")[2] ?? ""}.class`,
    );
    expect(output.split("\n")).to.include.members([...classes, "shop/App.class"]);
  });

  const documented = readFileSync(join(root, "docs/_index.md"), "utf8");
  /** Runs a compiler on a program of the documentation, which is in a folder of its own. */
  async function compile(place: (folder: string, program: string) => string[], language: string) {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-kubefed-documented-"));
    made.push(folder);
    const [command = "", ...words] = place(folder, codeBlocks(documented, language)[0] ?? "");
    const run = { command, arguments: words, directory: folder };
    const { code, output } = await runCommand(run);
    expect(code, output).to.equal(0);
  }

  it("compile with the program of the documentation in Java", async () => {
    const jar = await compiledJavaShop();
    await compile((folder, program) => {
      writeFileSync(join(folder, "App.java"), program);
      return ["javac", "-proc:none", "-cp", jar, "App.java"];
    }, "java");
  });

  it("compile with the program of the documentation in Go", async () => {
    await compile((folder, program) => {
      placeGoProgram(folder, program);
      return ["go", "vet", "."];
    }, "go");
  });

  /** What a program prints as JSON, run by the Python that has the SDK. */
  async function printed(program: string): Promise<unknown> {
    python ??= await pythonWithSdk();
    const env = Object.entries(python.env).map(([name, value]) => `${name}=${value}`);
    const words = [...env, python.python, "-c", program];
    const { code, output } = await runCommand({ command: "env", arguments: words });
    expect(code, output).to.equal(0);
    return JSON.parse(output);
  }

  it("install with pip, and every component is there", async () => {
    const { resources } = readSchema();
    const components = Object.keys(resources)
      .filter((token) => resources[token]?.isComponent === true)
      .map((token) => token.split(":")[2]);
    const program = [
      "import inspect, json, pulumi, pulumi_kubefed",
      "is_component = lambda each: inspect.isclass(each) and issubclass(each, pulumi.ComponentResource)",
      "print(json.dumps([name for name, _ in inspect.getmembers(pulumi_kubefed, is_component)]))",
    ].join("\n");
    expect(await printed(program)).to.deep.equal(components.sort());
  });

  it("send what a program of the documentation says, by the names of schema.json, and no more", async () => {
    const [typescript] = codeBlocks(documented, "typescript");
    const example = readFileSync(join(root, "examples/configmap-everywhere/index.ts"), "utf8");
    expect(`${typescript ?? ""}\n`).to.equal(example);
    const [block = ""] = codeBlocks(documented, "python");
    const sent = (await printed(underMocks(block))) as Record<string, Record<string, unknown>>;
    expect(Object.keys(sent)).to.have.members(["us-east", "eu-west", "settings"]);
    const kubeconfig = { [secretMark]: "1b47061264138c4ac30d75fd1eb44270", value: "{}" };
    expect(sent["us-east"]).to.deep.equal({ kubeconfig, labels: { region: "us" } });
    const { clusters, ...settings } = sent.settings ?? {};
    expect(clusters).to.have.length(2);
    const program = (parse(codeBlocks(documented, "yaml")[0] ?? "") as YamlProgram).resources
      .settings;
    const { clusters: _, ...inYaml } = program?.properties ?? {};
    expect(settings).to.deep.equal(inYaml);
    expect(settings).to.deep.equal({
      placement: { clusterSelector: {} },
      template: { data: { greeting: "hello", tier: "gold" } },
      overrides: [
        {
          clusterName: "eu-west",
          clusterOverrides: [{ path: "/data/greeting", value: "bonjour" }],
        },
      ],
    });
  });
});

/** A program in Python that prints the inputs that another one sends, by the names of its resources. */
function underMocks(program: string): string {
  return `
import json, pulumi

sent = {}

class Mocks(pulumi.runtime.Mocks):
    def call(self, args):
        return {}
    def new_resource(self, args):
        sent[args.name] = args.inputs
        return [args.name, args.inputs]

pulumi.runtime.set_mocks(Mocks(), "shop", "dev")
pulumi.runtime.set_all_config({"shop:usEastKubeconfig": "{}", "shop:euWestKubeconfig": "{}"})

@pulumi.runtime.test
def run():
    exec(compile(${JSON.stringify(program)}, "program", "exec"), {})
run()
print(json.dumps(sent, default=str))
`;
}
