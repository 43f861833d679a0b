import { expect } from "chai";
import { mkdtempSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureToolchain } from "../toolchain";
import { createCluster } from "./cluster";
import { networksOf } from "./clusterSpec";
import { clusterNamed } from "./locations";
import { pickPort } from "./port";
import { openSupervision, type Supervision } from "./supervision";

describe("creating a cluster", function () {
  this.timeout(600_000);
  let other: Server;
  let supervision: Supervision;

  beforeEach(() => {
    // A connection left open would keep the server from closing.
    other = createServer((socket) => socket.destroy());
  });
  afterEach(async () => {
    await supervision.quit();
    await new Promise((resolve) => other.close(resolve));
  });

  it("takes another port when another process has taken its first choice meanwhile", async () => {
    const [first, second] = [await pickPort(), await pickPort()];
    await new Promise<void>((resolve) => other.listen(first, "127.0.0.1", resolve));
    const directory = mkdtempSync(join(tmpdir(), "kubefed-cluster-"));
    supervision = openSupervision({ directory, remove: true });
    const choices = [first, second];
    const access = await createCluster(
      {
        spec: clusterNamed("lab"),
        networks: networksOf(0),
        directory: join(directory, "lab"),
        supervision,
        toolchain: await ensureToolchain({ only: ["kubernetes", "kwok"] }),
        nodes: [],
      },
      async () => choices.shift() ?? pickPort(),
    );
    expect(access.server).to.equal(`https://127.0.0.1:${second}`);
  });
});
