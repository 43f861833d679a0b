import { expect } from "chai";
import { declaredBed } from "../support/declaredBed";
import type { Declaration } from "../support/declaredStack";
import { changeLive, readLive } from "../support/live";

const place = "service-test";
const namespace: Declaration = {
  kind: "Namespace",
  name: place,
  args: { placement: { clusterNames: ["eu-west"] } },
};

function service(name: string, spec: object, args: object = {}): Declaration {
  const metadata = { annotations: { "pulumi.com/skipAwait": "true" } };
  return {
    kind: "Service",
    name,
    args: { namespace: place, template: { metadata, spec }, ...args },
  };
}

interface Port {
  readonly name: string;
  readonly port: number;
  readonly nodePort?: number;
  readonly protocol?: string;
}

const selector = { a: "b" };
const nodePorts = (name: string, ports: readonly Port[], more: object = {}) =>
  service(name, { type: "NodePort", selector, ports, ...more });

describe("a federated Service", function () {
  this.timeout(900_000);
  const bed = declaredBed();

  const updated = async (objects: readonly Declaration[]) => {
    const up = await bed.updated([namespace, ...objects]);
    expect(up.output).to.not.include("ignore changes");
    return up;
  };
  const live = async (name: string) => {
    const object = await readLive(
      bed.cluster("eu-west"),
      `/api/v1/namespaces/${place}/services/${name}`,
    );
    const spec = object?.spec as { ports: Port[]; clusterIP?: string; type: string };
    return { ...spec, uid: object?.metadata.uid };
  };
  const portsOf = async (name: string) =>
    Object.fromEntries((await live(name)).ports.map((port) => [port.name, port.nodePort]));

  it("keeps each port's own number when ports are put into another order, dropped or added", async () => {
    const h = (nodePort: number): Port => ({ name: "h", port: 80, nodePort });
    const s = (nodePort: number): Port => ({ name: "s", port: 443, nodePort });
    const g: Port = { name: "g", port: 9090 };
    const open: readonly Port[] = [
      { name: "h", port: 80 },
      { name: "u", port: 53, protocol: "UDP" },
      { name: "t", port: 53, protocol: "TCP" },
    ];
    await updated([
      nodePorts("swapped", [h(30191), s(30192)]),
      nodePorts("dropped", [h(30201), s(30202)]),
      nodePorts("infront", [h(30211), s(30212)]),
      nodePorts("behind", [h(30221), s(30222)]),
      nodePorts("replaced", [h(30231), s(30232)]),
      nodePorts("changed", [h(30241), s(30242)]),
      nodePorts("given", [{ name: "h", port: 80 }, s(30252)]),
      nodePorts("open", open),
    ]);
    const [first, second] = [await portsOf("open"), await portsOf("infront")];
    expect(second).to.deep.equal({ h: 30211, s: 30212 });
    const changed = [
      nodePorts("swapped", [s(30192), h(30191)]),
      nodePorts("dropped", [s(30202)]),
      nodePorts("infront", [g, h(30211), s(30212)]),
      nodePorts("behind", [h(30221), s(30222), g]),
      nodePorts("replaced", [{ name: "x", port: 8080, nodePort: 30239 }, s(30232)]),
      nodePorts("changed", [h(30249), s(30242)]),
      nodePorts("given", [h(30251), s(30252)]),
      nodePorts("open", [...open].reverse(), { selector: { a: "c" } }),
    ];
    await updated(changed);
    expect(await portsOf("swapped")).to.deep.equal({ h: 30191, s: 30192 });
    expect(await portsOf("dropped")).to.deep.equal({ s: 30202 });
    expect(await portsOf("infront")).to.deep.include({ h: 30211, s: 30212 });
    expect(await portsOf("behind")).to.deep.include({ h: 30221, s: 30222 });
    expect(await portsOf("replaced")).to.deep.equal({ x: 30239, s: 30232 });
    expect(await portsOf("changed")).to.deep.equal({ h: 30249, s: 30242 });
    expect(await portsOf("given")).to.deep.equal({ h: 30251, s: 30252 });
    expect(await portsOf("open")).to.deep.equal(first);
    expect((await bed.stack.preview()).changes).to.deep.equal([]);
    const refreshed = await bed.stack.refresh();
    expect(refreshed.succeeded, refreshed.output).to.equal(true);
    expect((await bed.stack.preview()).changes).to.deep.equal([]);
  });

  it("leaves node ports to the member cluster by merge key where it is told to", async () => {
    const args = { retain: ["/spec/ports/*/nodePort"] };
    const own = (ports: readonly Port[], app: string) =>
      service("own", { type: "NodePort", selector: { app }, ports }, args);
    const h: Port = { name: "h", port: 80, nodePort: 30261 };
    const s: Port = { name: "s", port: 443, nodePort: 30262 };
    await updated([own([h, s], "1")]);
    await changeLive(bed.cluster("eu-west"), {
      method: "PATCH",
      path: `/api/v1/namespaces/${place}/services/own?fieldManager=operator`,
      contentType: "application/strategic-merge-patch+json",
      body: { spec: { ports: [{ port: 443, nodePort: 30269 }] } },
    });
    await updated([own([s, h], "2")]);
    expect(await portsOf("own")).to.deep.equal({ h: 30261, s: 30269 });
    expect((await bed.stack.preview()).changes).to.deep.equal([]);
  });

  it("is replaced when it gets or loses its address, and keeps it otherwise", async () => {
    const ports = [{ name: "h", port: 80 }];
    const base = { selector, ports };
    const headless = { ...base, clusterIP: "None" };
    const outside = { type: "ExternalName", externalName: "db.example.test" };
    const none = [
      {
        clusterName: "eu-west",
        clusterOverrides: [{ op: "add", path: "/spec/clusterIP", value: "None" }],
      },
    ];
    await updated([
      service("unhead", headless),
      service("behead", base),
      service("inside", outside),
      service("outside", base),
      service("mixed", base, { overrides: none }),
      service("kept", base),
    ]);
    const before = await live("kept");
    expect((await live("mixed")).clusterIP).to.equal("None");
    const up = await updated([
      service("unhead", base),
      service("behead", headless),
      service("inside", base),
      service("outside", outside),
      service("mixed", base),
      service("kept", { ...base, selector: { a: "c" } }),
    ]);
    const replaced = up.changes.filter(({ op }) => op === "replace").map(({ name }) => name);
    expect(replaced).to.deep.equal(["behead-eu-west", "mixed-eu-west", "unhead-eu-west"]);
    expect((await live("unhead")).clusterIP).to.not.equal("None");
    expect((await live("behead")).clusterIP).to.equal("None");
    expect((await live("mixed")).clusterIP).to.not.equal("None");
    expect((await live("inside")).type).to.equal("ClusterIP");
    expect((await live("outside")).type).to.equal("ExternalName");
    const { clusterIP, uid } = await live("kept");
    expect({ clusterIP, uid }).to.deep.equal({ clusterIP: before.clusterIP, uid: before.uid });
    expect((await bed.stack.preview()).changes).to.deep.equal([]);
  });
});
