import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { expect } from "chai";
import { observeServiceEndpoints } from "../../provider/observe/serviceEndpoints";

describe("observeServiceEndpoints", () => {
  let server: Server;
  let asked: string[] = [];
  let answer: { status: number; body: unknown } = { status: 200, body: {} };

  before(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.writeHead(answer.status, { "content-type": "application/json" });
      response.end(JSON.stringify(answer.body));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  after(() => server.close());

  const observe = (status: number, body: unknown, port = portOf(server)) => {
    asked = [];
    answer = { status, body };
    const cluster = { server: `http://127.0.0.1:${port}` };
    const kubeconfig = JSON.stringify({
      "current-context": "c",
      contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
      clusters: [{ name: "c", cluster }],
      users: [{ name: "u", user: { token: "hush" } }],
    });
    return observeServiceEndpoints({
      kubeconfig,
      namespace: "shop",
      name: "web",
      deadlineMs: 2000,
    });
  };
  const slices = (...conditions: unknown[]) => ({
    items: conditions.map((each) => ({
      endpoints: [{ addresses: ["10.0.0.1"], conditions: each }],
    })),
  });

  it("asks for the slices of that Service only", async () => {
    await observe(200, slices());
    expect(asked.map((url) => decodeURIComponent(url))).to.deep.equal([
      "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices?labelSelector=kubernetes.io/service-name=web&limit=500",
    ]);
  });

  const rows: Readonly<Record<string, readonly [body: unknown, ready: boolean]>> = {
    "one that is ready among others": [slices({ ready: false }, { ready: true }), true],
    "one without conditions": [slices(undefined), true],
    "one whose conditions do not say": [slices({ serving: true }), true],
    "none that is ready": [slices({ ready: false }), false],
    "slices without endpoints": [{ items: [{ endpoints: null }, {}] }, false],
    "no slice": [{ items: [] }, false],
  };
  for (const [what, [body, ready]] of Object.entries(rows)) {
    it(`finds ${what}`, async () => {
      expect(await observe(200, body)).to.deep.equal({ known: true, ready });
    });
  }

  it("tells a cluster that refuses from one that does not answer", async () => {
    const forbidden = await observe(403, { kind: "Status", code: 403, reason: "Forbidden" });
    expect(forbidden).to.include({ known: false, answered: true });
    const dead = await observe(200, {}, 1);
    expect(dead).to.include({ known: false, answered: false });
    expect(JSON.stringify([forbidden, dead])).to.not.include("hush");
  });
});

function portOf(server: Server): number {
  const address = server.address();
  return address !== null && typeof address === "object" ? address.port : 0;
}
