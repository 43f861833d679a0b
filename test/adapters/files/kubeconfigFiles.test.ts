import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, relative } from "node:path";
import { expect } from "chai";
import { parse, stringify } from "yaml";
import { readKubeconfigFiles } from "../../../provider/adapters/files/kubeconfigFiles";

interface Entry {
  name: string;
  [part: string]: unknown;
}
interface Config {
  "current-context"?: string;
  clusters: Entry[];
  users: Entry[];
  contexts: Entry[];
}

describe("a kubeconfig on this machine", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-kubefed-kubeconfig-"));
    for (const name of ["a", "b"]) mkdirSync(join(folder, name));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (name: string, config: unknown): string => {
    const path = join(folder, name);
    writeFileSync(path, typeof config === "string" ? config : stringify(config));
    return path;
  };
  const read = (...paths: string[]): Config =>
    parse(readKubeconfigFiles(paths.join(delimiter))) as Config;
  const one = (name: string, user: object = { token: name }) => ({
    "current-context": name,
    clusters: [
      { name: "c", cluster: { server: `https://${name}`, "certificate-authority": "ca.pem" } },
    ],
    users: [{ name: `of-${name}`, user }],
    contexts: [{ name, context: { cluster: "c", user: `of-${name}` } }],
  });

  it("finds the files that it names beside it, from wherever it is read", () => {
    const command = { apiVersion: "client.authentication.k8s.io/v1", command: "./bin/get" };
    const path = write("a/config", {
      ...one("a", {
        "client-certificate": "x.pem",
        "client-key": "/keys/k.pem",
        tokenFile: "../token",
        exec: command,
      }),
    });
    const from = relative(process.cwd(), path);
    expect(from).to.match(/^\.\./);
    for (const each of [path, from]) {
      const { clusters, users } = read(each);
      expect(clusters[0]?.cluster).to.deep.equal({
        server: "https://a",
        "certificate-authority": join(folder, "a/ca.pem"),
      });
      expect(users[0]?.user).to.deep.equal({
        "client-certificate": join(folder, "a/x.pem"),
        "client-key": "/keys/k.pem",
        tokenFile: join(folder, "token"),
        exec: { ...command, command: join(folder, "a/bin/get") },
      });
    }
  });

  it("is taken as it is written where it names no file beside it, and where it is none", () => {
    const texts = [
      `# by hand\n${stringify({ ...one("a"), clusters: [] })}`,
      stringify({
        users: [{ name: "u", user: { exec: { command: "aws" }, tokenFile: "/t" } }],
        clusters: "none",
      }),
      "users: *nowhere",
      "just a text",
    ];
    for (const text of texts) {
      expect(readKubeconfigFiles(write("a/config", text))).to.equal(text);
    }
  });

  it("may be a list, of which the first that says something is right", () => {
    const first = write("a/config", { ...one("a"), "current-context": "" });
    const second = write("b/config", one("b"));
    const { clusters, contexts, users, ...rest } = read(
      "",
      first,
      join(folder, "not-there"),
      second,
    );
    expect(rest["current-context"]).to.equal("b");
    expect(contexts.map(({ name }) => name)).to.deep.equal(["a", "b"]);
    expect(users.map(({ name }) => name)).to.deep.equal(["of-a", "of-b"]);
    expect(clusters).to.deep.equal([
      {
        name: "c",
        cluster: { server: "https://a", "certificate-authority": join(folder, "a/ca.pem") },
      },
    ]);
    const [, reversed] = read(second, first).contexts;
    expect(reversed?.name).to.equal("a");
    expect(Reflect.get(read(second, first).clusters[0]?.cluster as object, "server")).to.equal(
      "https://b",
    );
  });

  it("may have the sign between the paths of a list in its own path", () => {
    mkdirSync(join(folder, `with${delimiter}sign`));
    const path = write(`with${delimiter}sign/config`, one("a"));
    expect(read(path)["current-context"]).to.equal("a");
  });

  it("is refused as a list by naming the file that is none, and when no file is there", () => {
    const good = write("a/config", one("a"));
    const bad = write("b/config", "users: *hunter2");
    expect(() => read(good, bad)).to.throw(`"${bad}": the kubeconfig has an alias`);
    expect(() => read(good, bad)).to.not.throw("hunter2");
    expect(() => read("/nowhere/a", "/nowhere/b")).to.throw("none of its 2 files is there");
    expect(() => read("/nowhere/a")).to.throw("ENOENT");
  });
});
