import { expect } from "chai";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findInstalled, servesAs } from "./installed";

describe("what the user has installed", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "kubefed-installed-"));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const putPulumi = (version: string, programs = ["pulumi", "pulumi-language-nodejs"]) => {
    for (const program of programs) {
      const path = join(directory, program);
      writeFileSync(path, `#!/bin/sh\necho v${version}\n`);
      chmodSync(path, 0o755);
    }
  };
  const findPulumi = (cache = "/cache") =>
    findInstalled("pulumi", cache, { PATH: `/none:${directory}` });

  it("is taken when it is a Pulumi that is new enough, with its language host", async () => {
    putPulumi("3.300.1");
    expect(await findPulumi()).to.equal(directory);
    const env = { PATH: directory };
    expect(await findInstalled("language-nodejs", "/cache", env)).to.equal(directory);
  });

  it("is left when it is too old, or has no language host, or is our own", async () => {
    putPulumi("3.258.9");
    expect(await findPulumi()).to.equal(undefined);
    rmSync(join(directory, "pulumi-language-nodejs"));
    putPulumi("3.300.1", ["pulumi"]);
    expect(await findPulumi()).to.equal(undefined);
    putPulumi("3.300.1");
    expect(await findPulumi(join(directory, ".."))).to.equal(undefined);
  });

  it("is taken when it is exactly our version of the plugin, whole", async () => {
    const env = { PULUMI_HOME: directory };
    const folder = join(directory, "plugins", "resource-kubernetes-v4.27.0");
    mkdirSync(folder, { recursive: true });
    expect(await findInstalled("kubernetes-plugin", "/cache", env)).to.equal(undefined);
    writeFileSync(join(folder, "pulumi-resource-kubernetes"), "");
    expect(await findInstalled("kubernetes-plugin", "/cache", env)).to.equal(folder);
    writeFileSync(`${folder}.partial`, "");
    expect(await findInstalled("kubernetes-plugin", "/cache", env)).to.equal(undefined);
  });

  it("is never a cluster's program", async () => {
    putPulumi("1.36.3", ["kubectl", "kwok"]);
    const env = { PATH: directory };
    expect(await findInstalled("kubernetes", "/cache", env)).to.equal(undefined);
    expect(await findInstalled("kwok", "/cache", env)).to.equal(undefined);
  });

  const versions = [
    { found: "v3.259.0", serves: true },
    { found: "3.259.1", serves: true },
    { found: "3.1000.0", serves: true },
    { found: "3.258.9", serves: false },
    { found: "3.99.0", serves: false },
    { found: "4.0.0", serves: false },
    { found: "3.300.0-dev", serves: false },
    { found: "", serves: false },
  ];
  for (const { found, serves } of versions) {
    it(`"${found}" ${serves ? "serves" : "does not serve"} as 3.259.0`, () => {
      expect(servesAs(found, "3.259.0")).to.equal(serves);
    });
  }
});
