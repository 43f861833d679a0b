import { expect } from "chai";
import fc from "fast-check";
import { runInNewContext } from "node:vm";
import { parseManifests } from "../../../provider/cli/engine/manifestFiles";
import { federateManifests } from "../../../provider/migration/federateManifests";
import { codeOf } from "../../../provider/migration/program/code";
import { printCode } from "../../../provider/migration/program/printCode";
import { projectFiles } from "../../../provider/migration/project/projectFiles";
import { writeProgram } from "../../../provider/migration/program/programText";
import { programTypeErrors } from "../../support/programTypes";

function read(text: string): unknown {
  const value: unknown = runInNewContext(`JSON.stringify(${text})`);
  return typeof value === "string" ? JSON.parse(value) : undefined;
}

function print(value: unknown): string {
  return printCode(codeOf(value), { indent: 0, before: 0, after: 0 });
}

const keys = fc.oneof(
  fc.constantFrom("80", "true", "false", "null", "__proto__", "constructor", "a-b", "", "NaN"),
  fc.string(),
);
const { value: values } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.constantFrom(80, true, false, null, "80", "true", "a\nb"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc
      .array(fc.tuple(keys, tie("value")), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries)),
  ),
}));

describe("values in a written program", () => {
  const rows = [
    { what: "a number under its own name", json: '{"80":80}' },
    { what: "a boolean under its own name", json: '{"true":true,"false":false}' },
    { what: "nothing under its own name", json: '{"null":null}' },
    { what: "a key that sets a prototype elsewhere", json: '{"a":{"__proto__":"x","b":1}}' },
  ];
  for (const { what, json } of rows) {
    it(`are read back: ${what}`, () => {
      const value: unknown = JSON.parse(json);
      expect(JSON.stringify(read(print(value)))).to.equal(json);
    });
  }

  it("are read back, whatever they are", () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(JSON.stringify(read(print(value)))).to.equal(JSON.stringify(value));
      }),
    );
  });

  it("pass the compiler from YAML on, and lose no key", () => {
    const yaml =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\ndata: { "80": "x", __proto__: "y", "true": "z" }\n';
    const migration = federateManifests({ documents: parseManifests(yaml), clusters: [] });
    const { text } = writeProgram({ migration });
    expect(programTypeErrors({ keys: text })).to.deep.equal([]);
    expect(text).to.include('"80": "x"').and.include('["__proto__"]: "y"');
    expect(text).to.match(/\btrue: "z"/);
  });
});

describe("the README of a written project", () => {
  const name = "x\n```\n# broken\nrm -rf /\n";
  const secret = { apiVersion: "v1", kind: "Secret", metadata: { name }, data: { a: "eA==" } };
  const migration = federateManifests({
    documents: [secret, { kind: "ConfigMap", metadata: { name } }],
    clusters: [{ name: "a b" }],
  });
  const readme = projectFiles({
    name,
    migration,
    program: writeProgram({ migration }),
    command: "kubefed federate -f 'x\n```\n'",
    isAdopting: true,
  })["README.md"];

  it("keeps its blocks of code whole, whatever a name has", () => {
    const lines = (readme ?? "").split("\n");
    expect(lines).not.to.include("# broken").and.not.include("rm -rf /");
    const fences = lines.filter((line) => /^`{3,}/.test(line));
    expect(fences).to.have.length(2);
    expect(fences[1]).to.equal(fences[0]?.replace("sh", ""));
  });

  it("quotes words for the shell", () => {
    expect(readme).to.include("--secret 'a b-kubeconfig' < 'a b.kubeconfig'");
  });
});
