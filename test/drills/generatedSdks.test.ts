import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { differences, generateSdks, languages, staleFiles } from "../sdk/generatedSdks";
import { type PythonWithSdk, pythonWithSdk } from "../support/pythonEnvironment";
import { runCommand } from "../toolchain/command";

const root = resolve(__dirname, "../..");

interface Schema {
  readonly resources: Readonly<Record<string, object>>;
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

  it("install with pip, and every component is there", async () => {
    python = await pythonWithSdk();
    const components = Object.keys(readSchema().resources).map((token) => token.split(":")[2]);
    const program = [
      "import inspect, json, pulumi, pulumi_kubefed",
      "is_component = lambda each: inspect.isclass(each) and issubclass(each, pulumi.ComponentResource)",
      "print(json.dumps([name for name, _ in inspect.getmembers(pulumi_kubefed, is_component)]))",
    ].join("\n");
    const env = Object.entries(python.env).map(([name, value]) => `${name}=${value}`);
    const words = [...env, python.python, "-c", program];
    const { code, output } = await runCommand({ command: "env", arguments: words });
    expect(code, output).to.equal(0);
    expect(JSON.parse(output)).to.deep.equal(components.sort());
  });
});
