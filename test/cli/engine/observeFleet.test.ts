import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { stringify } from "yaml";
import { observeFleet } from "../../../provider/cli/engine/observeFleet";
import { fleetStatus } from "../../../provider/report/status/fleetStatus";

describe("the objects of a fleet, looked at", () => {
  let server: Server;
  let answer: string;

  before(async () => {
    server = createServer((_, response) => response.end(answer));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  async function look() {
    const { port } = server.address() as AddressInfo;
    const kubeconfig = stringify({
      "current-context": "c",
      clusters: [{ name: "c", cluster: { server: `http://127.0.0.1:${port}` } }],
      contexts: [{ name: "c", context: { cluster: "c" } }],
    });
    const object = {
      title: "ConfigMap shop/cfg",
      cluster: "us",
      provider: "p",
      inputs: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "cfg" } },
      ignoreChanges: [],
      isBeingWritten: false,
    };
    const fleet = { objects: [object], kubeconfigs: new Map([["p", { kubeconfig }]]) };
    const { objects } = fleetStatus(fleet, await observeFleet({ fleet, deadlineMs: 2000 }));
    return objects[0]?.cells[0];
  }

  it("are unknown and not missing where something else answers at a cluster's address", async () => {
    for (answer of ["<html>Sign in</html>", "ok", "[]", `{ "version": "2.1" }`]) {
      const cell = await look();
      expect(cell?.health, answer).to.equal("unknown");
      expect(cell?.problems.join(), answer).to.include("no Kubernetes API");
    }
  });
});
