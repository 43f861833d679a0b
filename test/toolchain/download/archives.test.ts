import { expect } from "chai";
import { programsOf, tools } from "../versions";
import { archivesOf, findChecksum } from "./archives";

const linux = { os: "linux", cpu: "x64" };

describe("the table of archives", () => {
  for (const tool of tools.filter(({ name }) => name !== "sdk-generator")) {
    it(`has every program of ${tool.name}, and a checksum for each file`, () => {
      const archives = archivesOf(tool.name, linux);
      const programs = archives.flatMap(({ programs: packed, program }) =>
        packed === undefined ? [program] : Object.keys(packed),
      );
      expect([...programs].sort()).to.deep.equal(programsOf(tool).sort());
      for (const { url, checksumUrl } of archives) {
        expect(url).to.match(/^https:\/\/(github\.com|dl\.k8s\.io)\//);
        expect(checksumUrl).to.match(/^https:\/\/(github\.com|api\.github\.com|dl\.k8s\.io)\//);
      }
    });
  }

  const rows = [
    { os: "linux", cpu: "arm64", has: ["kubernetes", "kwok", "pulumi"] },
    { os: "darwin", cpu: "arm64", has: ["kwok", "pulumi"] },
    { os: "linux", cpu: "riscv64", has: [] },
    { os: "win32", cpu: "x64", has: [] },
  ];
  for (const { os, cpu, has } of rows) {
    it(`has ${has.join(", ") || "nothing"} for ${os} on ${cpu}`, () => {
      const asked = ["kubernetes", "kwok", "pulumi"] as const;
      expect(asked.filter((name) => archivesOf(name, { os, cpu }).length > 0)).to.deep.equal(has);
    });
  }

  it("has nothing for what is our own", () => {
    expect(archivesOf("sdk-generator", linux)).to.deep.equal([]);
  });

  it("names files as their makers do", () => {
    const urls = tools.flatMap(({ name }) => archivesOf(name, linux)).map(({ url }) => url);
    expect(urls).to.include.members([
      "https://github.com/pulumi/pulumi/releases/download/v3.259.0/pulumi-v3.259.0-linux-x64.tar.gz",
      "https://github.com/pulumi/pulumi-kubernetes/releases/download/v4.27.0/" +
        "pulumi-resource-kubernetes-v4.27.0-linux-amd64.tar.gz",
      "https://dl.k8s.io/release/v1.36.3/bin/linux/amd64/kube-apiserver",
      "https://github.com/etcd-io/etcd/releases/download/v3.6.8/etcd-v3.6.8-linux-amd64.tar.gz",
      "https://github.com/kubernetes-sigs/kwok/releases/download/v0.8.0/kwok-linux-amd64",
    ]);
  });
});

describe("a maker's checksum", () => {
  const sum = "ab".repeat(32);
  const other = "cd".repeat(32);
  const rows = [
    { text: sum, says: sum },
    { text: `${sum.toUpperCase()}\n`, says: sum },
    { text: `${other}  b.tar.gz\n${sum}  a.tar.gz\n`, says: sum },
    { text: `${sum} *a.tar.gz\n`, says: sum },
    { text: `${sum}  b-a.tar.gz\n${sum}  a.tar.gz.sig\n`, says: undefined },
    { text: `{"assets":[{"name":"a.tar.gz","digest":"sha256:${sum}"}]}`, says: sum },
    { text: '{"assets":[{"name":"a.tar.gz","digest":null}]}', says: undefined },
    { text: '{"message":"rate limit"}', says: undefined },
    { text: "<html>not found</html>", says: undefined },
    { text: `${sum.slice(1)}  a.tar.gz`, says: undefined },
    { text: "", says: undefined },
  ];
  for (const { text, says } of rows) {
    it(`of ${JSON.stringify(text).slice(0, 40)} is ${says === undefined ? "none" : "found"}`, () => {
      expect(findChecksum(text, "a.tar.gz")).to.equal(says);
    });
  }
});
