import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { expect } from "chai";
import { stringify } from "yaml";
import { connectToCluster, type KubeApi } from "../../../provider/adapters/kubernetes/apiClient";

describe("the connections of an API server's client", () => {
  let server: Server;
  let sockets: Socket[];
  let api: KubeApi;

  beforeEach(async () => {
    sockets = [];
    server = createServer((_, answer) => answer.end("{}"));
    server.on("connection", (socket) => sockets.push(socket));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    const kubeconfig = stringify({
      clusters: [{ name: "c", cluster: { server: `http://127.0.0.1:${port}` } }],
      users: [{ name: "u", user: {} }],
      contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
      "current-context": "c",
    });
    api = connectToCluster({ kubeconfig });
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const ask = async (method: "GET" | "DELETE" = "GET"): Promise<number> =>
    (await api.request({ method, path: "/" })).status;

  it("are shared by reads, and a change has one of its own", async () => {
    await ask();
    await ask();
    expect(sockets).to.have.lengthOf(1);
    await ask("DELETE");
    await ask();
    expect(sockets).to.have.lengthOf(2);
  });

  it("are opened anew where the server has closed one in the moment of its next use", async () => {
    await ask();
    // The client learns of it only when its next call has been sent.
    server.removeAllListeners("request");
    server.on("request", ({ socket }, answer) => {
      if (socket === sockets[0]) socket.resetAndDestroy();
      else answer.end("{}");
    });
    expect(await ask()).to.equal(200);
    expect(sockets).to.have.lengthOf(2);
  });

  it("are not asked twice where it was the first call that failed", async () => {
    server.on("connection", (socket: Socket) => socket.resetAndDestroy());
    const failed = await ask().then(
      () => false,
      () => true,
    );
    expect(failed).to.equal(true);
    expect(sockets).to.have.lengthOf(1);
  });
});
