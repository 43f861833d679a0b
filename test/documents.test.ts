import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { anchorsOf } from "./support/markdown";
import { scripts } from "../package.json";

const root = resolve(__dirname, "..");
/** The index of guides, and the guides, each beside the example that proves it. */
const guides = readdirSync(join(root, "examples"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith("README.md") && !path.includes("node_modules"))
  .map((path) => join("examples", path))
  .sort();
const pages = ["docs/_index.md", "docs/installation-configuration.md"];
const documents = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "provider/DESIGN.md"].concat(
  pages,
  guides,
);

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

describe("the documents", () => {
  for (const document of documents) {
    const text = read(document);

    it(`${document} links to what is there`, () => {
      const folder = join(root, document, "..");
      const links = [...text.matchAll(/\]\((?!https:|#)([^)#]+)/g)].map(([, path = ""]) => path);
      expect(links.filter((path) => !existsSync(join(folder, path)))).to.deep.equal([]);
    });

    it(`${document} links to headings that are there`, () => {
      const links = [...text.matchAll(/\]\((?!https:)([^)#]*)#([^)]+)\)/g)];
      const lost = links.filter(([, path = "", anchor = ""]) => {
        const target = path === "" ? text : read(join(document, "..", path));
        return !anchorsOf(target).includes(anchor);
      });
      expect(lost.map(([link]) => link)).to.deep.equal([]);
    });

    it(`${document} names files and commands that are there`, () => {
      const commands = [...text.matchAll(/npm run (?:--silent |-s )?([\w:]+)/g)].map(
        ([, name = ""]) => name,
      );
      expect(Object.keys(scripts)).to.include.members(commands);
      const paths = [...text.matchAll(/`((?:test|examples|provider|core|components)\/[\w./-]+)`/g)]
        .map(([, path = ""]) => path)
        .map((path) => (/^(core|components)\//.test(path) ? join("provider", path) : path));
      expect(paths.filter((path) => !existsSync(join(root, path)))).to.deep.equal([]);
    });
  }

  it("README is of at most 9 KB", () => {
    expect(Buffer.byteLength(read("README.md"))).to.be.at.most(9 * 1024);
  });

  it("README and the index lead to every guide", () => {
    const linked = (document: string) =>
      [...read(document).matchAll(/\]\(([^)#]+README\.md)\)/g)].map(([, path = ""]) =>
        join(document, "..", path),
      );
    const below = guides.filter((path) => path.split("/").length === 3);
    expect([...linked("examples/README.md")].sort()).to.include.members(below);
    expect([...linked("README.md"), ...linked("examples/README.md")]).to.include.members(below);
  });

  it("DESIGN.md calls its decisions by title, in about 200 lines", () => {
    const design = read("provider/DESIGN.md");
    expect(design).not.to.match(/^\*\*\d+\./m);
    expect(design.split("\n").length).to.be.at.most(220);
  });
});
