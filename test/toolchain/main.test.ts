import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tools } from "./versions";

describe("the toolchain command", function () {
  this.timeout(30_000);
  const run = (...words: string[]) => {
    const result = spawnSync(
      process.execPath,
      ["--require", require.resolve("tsx/cjs"), join(__dirname, "main.ts"), ...words],
      {
        encoding: "utf8",
        env: { ...process.env, PULUMI_KUBEFED_CACHE: join(tmpdir(), "kubefed-no-such-cache") },
      },
    );
    return { code: result.status, out: result.stdout, errors: result.stderr };
  };

  it("lists every tool and builds nothing", () => {
    const { code, out, errors } = run("--list");
    expect({ code, errors }).to.deep.equal({ code: 0, errors: "" });
    expect(out.trim().split("\n")).to.have.length(tools.length);
    expect(out).to.match(/^pulumi +3\.259\.0 +not there yet, about 7 min to build: pulumi$/m);
  });

  it("shows its help, with the names of the tools", () => {
    const { code, out } = run("--help");
    expect(code).to.equal(0);
    expect(out).to.include(
      "Tools: kubernetes-plugin, kubernetes, pulumi, language-yaml, kwok, sdk-generator, kubelet, language-java, language-nodejs",
    );
  });

  it("refuses a word that it does not know", () => {
    expect(run("kubernetse")).to.deep.equal({
      code: 2,
      out: "",
      errors: 'toolchain: unknown word "kubernetse"; see --help\n',
    });
  });
});
