import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as kubefed from "../../../sdk/nodejs";
import {
  declared,
  labels,
  named,
  ofKinds,
  problemsOf,
  serviceOn,
  specOf,
} from "../../support/declaredIngress";
import { testCertificates } from "../../support/testCertificates";

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
