import { expect } from "chai";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { placePulumiParts } from "./place";
import { findTool, programsOf, type ToolName } from "./versions";

describe("Pulumi's parts", () => {
  let cache: string;
  let pulumiHome: string;
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), "kubefed-place-"));
    pulumiHome = join(cache, "home");
  });
  afterEach(() => rmSync(cache, { recursive: true, force: true }));

  const put = (name: ToolName, text: string, parent = cache) => {
    const directory = join(parent, name);
    mkdirSync(directory, { recursive: true });
    for (const program of programsOf(findTool(name))) writeFileSync(join(directory, program), text);
    return { name, directory };
  };
  const plugin = () =>
    join(pulumiHome, "plugins", "resource-kubernetes-v4.27.0", "pulumi-resource-kubernetes");

  it("go beside our own CLI, and the plugin to its home: only the CLI's folder is for PATH", () => {
    const found = [put("kubernetes-plugin", "p"), put("pulumi", "c"), put("language-nodejs", "l")];
    expect(placePulumiParts({ found, pulumiHome, cache })).to.deep.equal([join(cache, "pulumi")]);
    expect(readFileSync(plugin(), "utf8")).to.equal("p");
    for (const program of programsOf(findTool("language-nodejs"))) {
      expect(readFileSync(join(cache, "pulumi", program), "utf8")).to.equal("l");
    }
  });

  it("follow a new place", () => {
    placePulumiParts({ found: [put("kubernetes-plugin", "old")], pulumiHome, cache });
    const moved = put("kubernetes-plugin", "new", join(cache, "elsewhere"));
    placePulumiParts({ found: [moved], pulumiHome, cache });
    expect(readFileSync(plugin(), "utf8")).to.equal("new");
  });

  it("are not put beside a CLI that the user has installed", () => {
    const users = put("pulumi", "c", `${cache}-user`);
    try {
      const language = put("language-nodejs", "l");
      const paths = placePulumiParts({ found: [users, language], pulumiHome, cache });
      expect(paths).to.deep.equal([users.directory, language.directory]);
      expect(existsSync(join(users.directory, "pulumi-language-nodejs"))).to.equal(false);
    } finally {
      rmSync(`${cache}-user`, { recursive: true, force: true });
    }
  });

  it("do not matter to other tools, whose folders are given once and in order", () => {
    const kwok = put("kwok", "k");
    const found = [kwok, put("kubernetes", "k"), kwok];
    expect(placePulumiParts({ found, pulumiHome, cache })).to.deep.equal([
      join(cache, "kwok"),
      join(cache, "kubernetes"),
    ]);
  });
});
