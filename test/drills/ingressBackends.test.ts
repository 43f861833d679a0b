import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Cluster } from "../fleet";
import { claimAddress, releaseAddresses } from "../fleet/nodes/machine";
import { pickPort } from "../fleet/port";
import { customDefinition } from "../support/customDefinition";
import { eventually } from "../support/eventually";
import { type Definition, gatewayDefinitions } from "../support/gatewayDefinitions";
import { type DataPlane, distribution, send, startDataPlane } from "../support/ingressTraffic";
import { changeLive, type LiveObject, readLive } from "../support/live";
import { selfSigned } from "../support/selfSigned";
import { sharedFleet } from "../support/sharedFleet";
import { createStack, type TestStack } from "../support/stack";
import { startTraefik, type Traefik, traefikController } from "../support/traefik";
import type { DeclaredBackends } from "./programs/ingressBackends";

const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const namespace = "backends-test";
const within = (group: string, plural: string, name = "") =>
  `/apis/${group}/namespaces/${namespace}/${plural}${name === "" ? "" : `/${name}`}`;
const isRoot = process.getuid?.() === 0;
const gatewayGroup = "gateway.networking.k8s.io/v1";

describe("a MultiClusterIngress by way of a Gateway, of names and of Google's objects", function () {
  this.timeout(300_000);
  let directory: string;
  let host: Cluster;
  let stack: TestStack;
  let defined: Definition[] = [];
  let key = "";
  let certificate = "";
  let declared: DeclaredBackends;
  let traefik: Traefik | undefined;
  const planes: DataPlane[] = [];
  let isGone = false;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-gateway-"));
    const fleet = await sharedFleet();
    const found = fleet.clusters["ap-south"];
    if (found === undefined) throw new Error("there is no ap-south");
    host = found;
    // Google's own definitions are nowhere to be had: only names and the like are checked of its objects.
    defined = [
      ...(await gatewayDefinitions(
        ...["backendtlspolicies", "gatewayclasses", "gateways", "grpcroutes", "httproutes"],
        ...["referencegrants", "tlsroutes"],
      )),
      customDefinition("networking.gke.io", "MultiClusterIngress", "multiclusteringresses"),
      customDefinition("networking.gke.io", "MultiClusterService", "multiclusterservices"),
      dnsEndpoints(),
    ];
    for (const body of defined) await changeLive(host, { method: "POST", path: definitions, body });
    const [own, itsKey] = selfSigned("shop.test");
    [certificate, key] = [own, itsKey];
    const secrets: Record<string, string> = { key };
    for (const [name, { kubeconfig }] of Object.entries(fleet.clusters)) secrets[name] = kubeconfig;
    stack = await createStack({ program: "ingressBackends", secrets });
    await stack.setConfig("certificate", certificate);
    const [first, second, third] = [1, 2, 3].map((place) =>
      isRoot ? claimAddress(directory, 200) : `203.0.113.${place}`,
    );
    declared = {
      addresses: { "us-east": [first ?? ""], "eu-west": [second ?? "", third ?? ""] },
      httpPort: await pickPort(),
      httpsPort: await pickPort(),
    };
    await stack.configure(declared);
    for (const path of servedPaths)
      await eventually(async () => {
        expect(await readLive(host, path)).not.to.equal(undefined);
      });
  });
  after(async () => {
    await traefik?.stop();
    await Promise.all(planes.map((plane) => plane.kill()));
    if (!isGone) await stack.destroy();
    stack.remove();
    if (isRoot) releaseAddresses(directory);
    rmSync(directory, { recursive: true, force: true });
    for (const { metadata } of defined)
      await changeLive(host, { method: "DELETE", path: `${definitions}/${metadata.name}` });
  });

  const servedPaths = [
    within(gatewayGroup, "gateways"),
    within(gatewayGroup, "httproutes"),
    within("networking.gke.io/v1", "multiclusteringresses"),
    within("networking.gke.io/v1", "multiclusterservices"),
    within("externaldns.k8s.io/v1alpha1", "dnsendpoints"),
  ];
  const live = (group: string, plural: string, name: string) =>
    readLive(host, within(group, plural, name)).then((object) => object?.spec);
  interface Body extends LiveObject {
    readonly addressType?: string;
    readonly endpoints?: readonly { readonly addresses: readonly string[] }[];
  }

  it("says in a preview who serves what and whether it fails over, and writes nothing", async () => {
    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    const lines = preview.diagnostics.map(({ message }) => message);
    expect(lines).to.include(
      '[dev] MultiClusterIngress gate: shop.test/exact exactly → Service backends-test/web, shop.test/ → Service backends-test/web, *.open.test/ → Service backends-test/web, else → Service backends-test/web on 2 of 3 clusters: eu-west weight 1 of 4, us-east weight 3 of 4; gateway in "ap-south", does not fail over by itself (the Gateway API has no health checks: a cluster that fails gets its share of the requests until its weight is 0)',
    );
    expect(lines.join("\n")).to.include("google: shop.test/ → Service").and.include("drained");
    expect(lines.join("\n")).to.include("www.shop.test/ → Service");
    expect(await readLive(host, within(gatewayGroup, "gateways"))).to.deep.include({ items: [] });
  });

  it("is objects that a real API server takes, by the definitions of the Gateway API", async () => {
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect(up.outputs.failOver).to.deep.equal([false, false, true]);
    const gateway = await live(gatewayGroup, "gateways", "gate");
    expect(gateway?.listeners).to.have.length(2);
    const route = await live(gatewayGroup, "httproutes", "gate.shop.test");
    expect(JSON.stringify(route?.rules)).to.match(
      /gate-web-80-eu-west.*"weight":1.*us-east.*"weight":3/,
    );
    expect(route?.parentRefs).to.have.length(1);
    for (const name of ["gate", "gate.any.open.test", "gate-to-https"])
      expect(await live(gatewayGroup, "httproutes", name), name).not.to.equal(undefined);
    const slice: Body | undefined = await readLive(
      host,
      within("discovery.k8s.io/v1", "endpointslices", "gate-web-80-eu-west"),
    );
    expect(slice?.endpoints?.flatMap(({ addresses }) => addresses)).to.deep.equal(
      declared.addresses["eu-west"],
    );
    expect(stack.state()).to.not.include("PRIVATE KEY");
    expect(up.output).to.not.include("PRIVATE KEY");
  });

  it("is records of the addresses that clusters have, and Google's objects without a drained one", async () => {
    const records = await live("externaldns.k8s.io/v1alpha1", "dnsendpoints", "ingress-names-web");
    const endpoints = records?.endpoints as {
      dnsName: string;
      setIdentifier: string;
      targets: string[];
      providerSpecific: { name: string; value: string }[];
    }[];
    expect(
      endpoints.map((each) => [each.dnsName, each.setIdentifier, each.providerSpecific[0]?.value]),
    ).to.deep.equal([
      ["www.shop.test", "eu-west", "1"],
      ["www.shop.test", "us-east", "3"],
    ]);
    expect(endpoints[0]?.targets[0]).to.match(/^127\.97\./);
    const service = await live("networking.gke.io/v1", "multiclusterservices", "google-web");
    expect(service?.clusters).to.deep.equal([{ link: "europe-west1/shop" }]);
    const ingress = await live("networking.gke.io/v1", "multiclusteringresses", "google");
    expect(JSON.stringify(ingress)).to.include('"serviceName":"google-web"');
  });

  it("serves by its weights through a real implementation, which sends to a dead cluster too", async () => {
    expect(isRoot, "only root can give this machine the clusters' addresses").to.equal(true);
    await changeLive(host, {
      method: "POST",
      path: "/apis/gateway.networking.k8s.io/v1/gatewayclasses",
      body: {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "GatewayClass",
        metadata: { name: "traefik" },
        spec: { controllerName: traefikController },
      },
    });
    for (const [name, addresses] of Object.entries(declared.addresses))
      for (const address of addresses)
        planes.push(await startDataPlane({ name, address, port: 80 }));
    traefik = await startTraefik({ kubeconfig: host.kubeconfig, ...declared });
    const front = { port: declared.httpsPort, host: "shop.test", authority: certificate };
    await eventually(async () => {
      expect((await send(front)).status).to.equal(200);
    });
    expect(await distribution(front, 40)).to.deep.equal({ "us-east": 30, "eu-west": 10 });
    const plain = { port: declared.httpPort, host: "shop.test" };
    expect(await send(plain)).to.deep.include({ status: 301 });
    expect(await distribution({ ...plain, host: "a.open.test" }, 4)).to.deep.equal({
      "us-east": 3,
      "eu-west": 1,
    });
    for (const plane of planes.slice(1)) await plane.kill();
    expect(await distribution(front, 40)).to.deep.equal({ "us-east": 30, "502": 10 });
    await traefik.stop();
  });

  it("does not change when nothing does, and leaves nothing behind", async () => {
    const again = await stack.preview();
    expect([again.succeeded, again.changes], again.output).to.deep.equal([true, []]);
    const destroyed = await stack.destroy();
    expect(destroyed.succeeded, destroyed.output).to.equal(true);
    isGone = true;
    for (const path of [...servedPaths, within("discovery.k8s.io/v1", "endpointslices")])
      expect(await readLive(host, path), path).to.deep.include({ items: [] });
  });
});

/** What external-dns reads, without its rules. */
function dnsEndpoints(): Definition {
  const { metadata, spec, ...rest } = customDefinition(
    "externaldns.k8s.io",
    "DNSEndpoint",
    "dnsendpoints",
  );
  const [version] = spec.versions;
  return {
    ...rest,
    metadata: {
      ...metadata,
      // A group below k8s.io is taken with a note on who has agreed to it.
      annotations: { "api-approved.kubernetes.io": "unapproved, for tests" },
    },
    spec: { ...spec, versions: [{ ...version, name: "v1alpha1" }] },
  } as Definition;
}
