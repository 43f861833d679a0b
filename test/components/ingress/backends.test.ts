import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { declare } from "../../../provider/engine/program";
import * as kubefed from "../../../sdk/nodejs";
import { type CloudPackage, withCloudPackage } from "../../support/cloudPackage";
import { ingressParts } from "../../support/ingressParts";
import { type Registered, runWithMocks } from "../../support/pulumiMocks";
import { testCertificates } from "../../support/testCertificates";

const labels = { app: "web" };
const clustersOf = () =>
  ["eu", "us"].map((name) => new kubefed.KubeFedCluster(name, { kubeconfig: "{}" }));
const serviceOn = (clusters: kubefed.KubeFedCluster[], type: string, name = "web") =>
  new kubefed.FederatedService(name, {
    clusters,
    namespace: "shop",
    placement: { clusterSelector: {} },
    template: {
      spec: { type, selector: labels, ports: [{ name: "http", port: 80, nodePort: 30080 }] },
    },
  });

type Args = kubefed.MultiClusterIngressArgs;
interface Given {
  readonly clusters: kubefed.KubeFedCluster[];
  readonly host: kubefed.KubeFedCluster;
}

/** What a program registers that has one MultiClusterIngress. */
async function declared(args: (given: Given) => Args): Promise<Registered[]> {
  return runWithMocks(() => {
    const clusters = clustersOf();
    const host = new kubefed.KubeFedCluster("host", { kubeconfig: "{}" });
    const of = new kubefed.MultiClusterIngress("shop", args({ clusters, host }));
    return ingressParts(of);
  });
}

/** The text of the one error that all problems of a program end in. */
async function problemsOf(args: (given: Given) => Args): Promise<string> {
  let gate: Promise<void> = Promise.resolve();
  await runWithMocks(() => {
    const clusters = clustersOf();
    const host = new kubefed.KubeFedCluster("host", { kubeconfig: "{}" });
    new kubefed.MultiClusterIngress("shop", args({ clusters, host }));
    gate = declare(clusters[0] as never, "probe", []);
    return clusters;
  });
  return gate.then(
    () => "",
    (error: unknown) => String(error),
  );
}

const ofKinds = (registered: readonly Registered[], prefix: string) =>
  registered.filter(({ type }) => type.startsWith(prefix));
const named = (each: Registered) => `${each.type.split(":").at(-1)} ${each.name}`;
const specOf = (each: Registered | undefined) => each?.inputs.spec as Record<string, unknown>;
const gateway = { gatewayClassName: "traefik" };
const addresses = { eu: ["203.0.113.1"], us: ["203.0.113.2", "203.0.113.3"] };

describe("MultiClusterIngress with backend gateway", () => {
  it("is objects of the host cluster: addresses of each cluster, and routes to them", async () => {
    const registered = await declared(({ clusters, host }) => ({
      backend: "gateway",
      service: serviceOn(clusters, "NodePort"),
      host: "shop.test",
      weights: { us: 2, "*": 1 },
      addresses,
      hostCluster: host,
      namespace: "edge",
      gateway,
    }));
    const own = ofKinds(registered, "kubernetes:").filter(({ provider }) =>
      provider?.includes("::host::"),
    );
    expect(own.map(named)).to.deep.equal([
      "Service shop-web-80-eu-host",
      "Service shop-web-80-us-host",
      "EndpointSlice shop-web-80-eu-endpointslice-host",
      "EndpointSlice shop-web-80-us-endpointslice-host",
      "Gateway shop-gateway-host",
      "HTTPRoute shop.shop.test-httproute-host",
    ]);
    for (const { inputs } of own) expect(inputs.metadata).to.deep.include({ namespace: "edge" });
    expect(specOf(own[0])).to.deep.equal({ ports: [{ name: "http", port: 80 }] });
    expect(own[3]?.inputs).to.deep.include({
      addressType: "IPv4",
      endpoints: ["203.0.113.2", "203.0.113.3"].map((each) => ({
        addresses: [each],
        conditions: { ready: true },
      })),
      ports: [{ name: "http", port: 30080, protocol: "TCP" }],
    });
    expect(JSON.stringify(specOf(own[5]))).to.include(
      '"backendRefs":[{"name":"shop-web-80-eu","port":80,"weight":1},{"name":"shop-web-80-us","port":80,"weight":2}]',
    );
  });

  it("has the weights of a workload's replicas, and a Secret for each certificate", async () => {
    const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-mocks-"));
    const { cert, key } = testCertificates(directory).server;
    rmSync(directory, { recursive: true, force: true });
    const registered = await declared(({ clusters, host }) => {
      const web = new kubefed.FederatedDeployment("web", {
        clusters,
        placement: { clusterSelector: {} },
        scheduling: new kubefed.ReplicaSchedulingPreference("web", {
          totalReplicas: 3,
          clusters: { us: { weight: 2 }, "*": { weight: 1 } },
        }),
        template: {
          spec: {
            selector: { matchLabels: labels },
            template: { metadata: { labels }, spec: { containers: [{ name: "a", image: "a" }] } },
          },
        },
      });
      return {
        backend: "gateway",
        service: serviceOn(clusters, "LoadBalancer"),
        host: "kubernetes.default",
        weightsFrom: web,
        addresses,
        certificates: { tls: { certificate: cert, key: pulumi.secret(key) } },
        redirectToHttps: true,
        hostCluster: host,
        gateway,
      };
    });
    const route = registered.find(({ name }) => name === "shop.kubernetes.default-httproute-host");
    expect(JSON.stringify(specOf(route))).to.match(
      /eu","port":80,"weight":1.*us","port":80,"weight":2/,
    );
    const secret = registered.find(({ name }) => name === "shop-tls-host");
    expect(secret?.inputs.type).to.equal("kubernetes.io/tls");
    expect(JSON.stringify(secret?.inputs)).to.include('"tls.key"').and.include("PRIVATE KEY");
    expect(registered.map(({ name }) => name)).to.include("shop-to-https-httproute-host");
  });

  it("leads to imported Services, of which it needs no address", async () => {
    const registered = await declared(({ clusters, host }) => ({
      backend: "gateway",
      service: serviceOn(clusters, "ClusterIP"),
      host: "shop.test",
      hostCluster: host,
      namespace: "shop",
      gateway: { ...gateway, importKind: "ServiceImport" },
    }));
    const own = ofKinds(registered, "kubernetes:").filter(({ provider }) =>
      provider?.includes("::host::"),
    );
    expect(own.map(named)).to.deep.equal([
      "Gateway shop-gateway-host",
      "HTTPRoute shop.shop.test-httproute-host",
    ]);
  });
});

describe("MultiClusterIngress with backend dns", () => {
  const dnsOf = () =>
    new kubefed.Rfc2136Zone("ns", {
      server: "203.0.113.53",
      zone: "shop.test",
      software: "powerdns",
    });

  it("is a record for each host, answered as the spec says", async () => {
    const registered = await declared(({ clusters }) => ({
      backend: "dns",
      service: serviceOn(clusters, "LoadBalancer"),
      host: "www.shop.test",
      weights: { eu: 0, "*": 1 },
      dns: dnsOf(),
      records: { ttlSeconds: 45 },
    }));
    const record = registered.find(({ name }) => name === "shop-web");
    expect(record?.type).to.equal("kubefed:index:IngressDNSRecord");
    const set = registered.find(({ name }) => name === "shop-web-www.shop.test");
    expect(set?.inputs).to.deep.include({ dnsName: "www.shop.test", ttlSeconds: 45 });
  });

  it("says what its name server cannot do, as every record does", async () => {
    const text = await problemsOf(({ clusters }) => ({
      backend: "dns",
      service: serviceOn(clusters, "LoadBalancer"),
      host: "www.shop.test",
      failoverOrder: ["us"],
      dns: new kubefed.Rfc2136Zone("ns", { server: "203.0.113.53", zone: "shop.test" }),
    }));
    expect(text).to.include('IngressDNSRecord "shop-web"');
    expect(text).to.include('"failover" cannot be done by a name server of unknown kind');
  });
});

describe("MultiClusterIngress with backend gke", () => {
  it("is Google's objects in the config cluster", async () => {
    const registered = await declared(({ clusters, host }) => ({
      backend: "gke",
      service: serviceOn(clusters, "ClusterIP"),
      host: "shop.test",
      weights: { eu: 0, "*": 1 },
      hostCluster: host,
      namespace: "shop",
      gke: { links: { eu: "europe-west1/shop", us: "us-east1/shop" } },
    }));
    const own = ofKinds(registered, "kubernetes:networking.gke.io/v1:");
    expect(own.map(named)).to.deep.equal([
      "MultiClusterIngress shop-multiclusteringress-host",
      "MultiClusterService shop-web-multiclusterservice-host",
    ]);
    expect(specOf(own[1])).to.deep.equal({
      template: {
        spec: {
          selector: labels,
          ports: [{ name: "http", protocol: "TCP", port: 80, targetPort: 80 }],
        },
      },
      clusters: [{ link: "us-east1/shop" }],
    });
  });
});

describe("MultiClusterIngress with backend gcp", () => {
  const group = "projects/p/zones/z/instanceGroups/";
  const args = ({ clusters }: Given): Args => ({
    backend: "gcp",
    services: [serviceOn(clusters, "NodePort")],
    spec: { defaultBackend: { service: { name: "web" } } },
    gcp: { ipAddress: "203.0.113.7", backends: { eu: [`${group}eu`], us: [`${group}us`] } },
  });

  it("is kubemci's load balancer, by the classes of Google's package", async () => {
    const registered = await withCloudPackage("any", () => declared(args));
    const own = ofKinds(registered, "gcp:compute/");
    expect(own.map(named)).to.deep.equal([
      "BackendService mci1-be-30080--shop",
      "GlobalForwardingRule mci1-fw--shop",
      "HealthCheck mci1-hc-30080--shop",
      "TargetHttpProxy mci1-tp--shop",
      "URLMap mci1-um--shop",
    ]);
    const [backend, rule, , proxy, map] = own;
    expect(backend?.inputs).to.deep.include({ healthChecks: "link/mci1-hc-30080--shop" });
    expect(rule?.inputs).to.deep.include({ target: "link/mci1-tp--shop" });
    expect(proxy?.inputs).to.deep.include({ urlMap: "link/mci1-um--shop" });
    expect(map?.inputs).to.deep.include({ defaultService: "link/mci1-be-30080--shop" });
  });

  it("gives a certificate a name of its own, so that the new one is there before the old one goes", async () => {
    const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-mocks-"));
    const { cert, key } = testCertificates(directory).server;
    rmSync(directory, { recursive: true, force: true });
    const registered = await withCloudPackage("any", () =>
      declared((given) => ({
        ...args(given),
        spec: {
          defaultBackend: { service: { name: "web" } },
          tls: [{ hosts: ["kubernetes.default"], secretName: "tls" }],
        },
        certificates: { tls: { certificate: cert, key: pulumi.secret(key) } },
      })),
    );
    const own = registered.find(({ name }) => name === "mci1-ssl-tls--shop");
    expect(own?.inputs.name).to.match(/^mci1-ssl-[0-9a-f]{16}--shop$/);
    expect(JSON.stringify(own?.inputs.privateKey)).to.include("PRIVATE KEY");
    const proxy = registered.find(({ name }) => name === "mci1-tps--shop");
    expect(proxy?.inputs.sslCertificates).to.deep.equal(["link/mci1-ssl-tls--shop"]);
  });

  it("says what to install where Google's package is not there, beside all else", async () => {
    const none: CloudPackage = "none";
    const text = await withCloudPackage(none, () =>
      problemsOf((given) => ({ ...args(given), failoverOrder: ["eu"] })),
    );
    expect(text).to.include('MultiClusterIngress "shop": 2 problems');
    expect(text).to.include(
      'backend: "gcp" needs a package that is not installed: npm install @pulumi/gcp',
    );
    expect(text).to.include("failoverOrder: cannot be done");
  });
});

describe("MultiClusterIngress before a federated Ingress", () => {
  const ingressOn = (clusters: kubefed.KubeFedCluster[]) =>
    new kubefed.FederatedIngress("shop", {
      clusters,
      namespace: "shop",
      placement: { clusterSelector: {} },
      template: {
        spec: {
          rules: ["a.test", "b.test"].map((host) => ({
            host,
            http: {
              paths: [
                {
                  path: "/api",
                  pathType: "Prefix",
                  backend: { service: { name: "api", port: { number: 80 } } },
                },
              ],
            },
          })),
        },
      },
    });

  it("has its hosts, whatever their paths, at the load balancers that it has", async () => {
    let config = pulumi.output("");
    let routes: unknown;
    await runWithMocks(() => {
      const ingress = ingressOn(clustersOf());
      const of = new kubefed.MultiClusterIngress("front", { ingress, addresses });
      config = of.config;
      routes = of.plan.routes.map(({ host, path, service }) => [host, path, service]);
      return [of];
    });
    const text = await new Promise<string>((resolve) => config.apply(resolve));
    expect(routes).to.deep.equal([
      ["a.test", "/", "shop/shop:80"],
      ["b.test", "/", "shop/shop:80"],
    ]);
    expect(text).to.include("server eu 203.0.113.1:80 ");
  });

  it("stands alone", async () => {
    const text = await problemsOf(({ clusters }) => ({
      ingress: ingressOn(clusters),
      host: "a.test",
    }));
    expect(text).to.include("both forms are given");
  });
});
