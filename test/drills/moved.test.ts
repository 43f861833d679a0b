import { join } from "node:path";
import { expect } from "chai";
import type { Cluster } from "../fleet";
import { configMapPath, readLive } from "../support/live";
import { movedProgram } from "../support/movedProgram";
import { digShort, type RunningNameServer, startNameServer } from "../support/nameServers";
import { sharedFleet } from "../support/sharedFleet";
import { createStack } from "../support/stack";
import { yamlExample, yamlStack } from "../support/yamlStack";
import type { Moved } from "./programs/moved";

describe("a stack that goes on in another language", function () {
  this.timeout(600_000);
  const { plugins } = yamlExample("shop-yaml");
  let cluster: Cluster;
  let dns: RunningNameServer;

  before(async () => {
    const found = (await sharedFleet()).clusters["ap-south"];
    if (found === undefined) throw new Error("no fleet");
    cluster = found;
    dns = await startNameServer("bind");
  });
  after(async () => {
    await dns.stop();
  });

  it("is taken over from TypeScript by YAML, joined and published, and back, without a change", async () => {
    const { port, zone, writer } = dns;
    const inTypeScript = await createStack({
      program: "moved",
      secrets: { kubeconfig: cluster.kubeconfig, tsig: writer.secret },
      // What the other language has of the package's own is deleted by the plugin.
      settings: { plugins },
    });
    const server = `127.0.0.1:${port}`;
    await inTypeScript.configure({ server, zone, key: writer.name } satisfies Moved);
    const first = await inTypeScript.up();
    expect(first.succeeded, first.output).to.equal(true);
    const inYaml = await yamlStack({
      program: movedProgram({ port, zone, key: writer.name }),
      secrets: { kubeconfig: cluster.kubeconfig, tsig: writer.secret },
      backend: join(inTypeScript.shell.directory, "backend"),
    });
    const path = configMapPath("moved", "settings");
    const uidNow = async () => (await readLive(cluster, path))?.metadata.uid;
    try {
      const uid = await uidNow();
      for (const taker of [inYaml, inTypeScript]) {
        const taken = await taker.up();
        expect(taken.succeeded, taken.output).to.equal(true);
        // What runs the resources of the package's own is another program.
        const changed = taken.changes.filter(({ type }) => type !== "pulumi:providers:kubefed");
        expect(changed, taken.output).to.deep.equal([]);
        expect(await uidNow()).to.equal(uid);
        expect(digShort({ port, name: `moved.${zone}`, type: "A" })).to.deep.equal(["10.0.0.8"]);
      }
      const destroyed = await inTypeScript.destroy();
      expect(destroyed.succeeded, destroyed.output).to.equal(true);
    } finally {
      await inTypeScript.destroy();
      inYaml.remove();
      inTypeScript.remove();
    }
  });
});
