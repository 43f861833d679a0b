import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { parse, stringify } from "yaml";
import { pluginKubeconfig } from "../../../provider/adapters/files/pluginKubeconfig";

const entry = (field: string) => (name: string) => ({ name, [field]: { of: name } });
const config = {
  apiVersion: "v1",
  clusters: ["us", "eu", "spare"].map(entry("cluster")),
  users: ["ann", "bob"].map(entry("user")),
  contexts: [
    { name: "work", context: { cluster: "us", user: "ann", namespace: "shop" } },
    { name: "home", context: { cluster: "eu", user: "bob" } },
  ],
  "current-context": "work",
};
const none = { kubeconfig: stringify(config), context: undefined, cluster: undefined };

describe("the kubeconfig of a provider of one's own", () => {
  const read = (text: string | undefined) => parse(text ?? "") as typeof config;

  it("has the context in use, what that names, and nothing else of the file", () => {
    expect(read(pluginKubeconfig(none))).to.deep.equal({
      ...config,
      clusters: [{ name: "us", cluster: { of: "us" } }],
      users: [{ name: "ann", user: { of: "ann" } }],
      contexts: [config.contexts[0]],
    });
    const home = pluginKubeconfig({ ...none, context: "home", cluster: "spare" });
    expect(read(home)).to.deep.include({
      clusters: [{ name: "spare", cluster: { of: "spare" } }],
      users: [{ name: "bob", user: { of: "bob" } }],
      contexts: [{ name: "home", context: { cluster: "spare", user: "bob" } }],
      "current-context": "home",
    });
    expect(read(pluginKubeconfig({ ...none, context: "none" })).contexts).to.deep.equal([]);
  });

  it("is read from an object, a text or a file, and is none where it cannot be read", () => {
    const folder = mkdtempSync(join(tmpdir(), "plugin-kubeconfig-"));
    const path = join(folder, "config");
    writeFileSync(path, stringify(config));
    for (const kubeconfig of [config, path]) {
      expect(pluginKubeconfig({ ...none, kubeconfig })).to.equal(pluginKubeconfig(none));
    }
    rmSync(folder, { recursive: true });
    for (const kubeconfig of ["{", "text", path, { contexts: "no list" }]) {
      expect(pluginKubeconfig({ ...none, kubeconfig })).to.equal(undefined);
    }
  });
});
