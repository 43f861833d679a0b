import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { declare } from "../../../provider/engine/program";
import * as kubefed from "../../../sdk/nodejs";
import { ingressParts } from "../../support/ingressParts";
import { testCertificates } from "../../support/testCertificates";
import { runWithMocks } from "../../support/pulumiMocks";

const clustersOf = () =>
  ["eu", "us"].map((name) => new kubefed.KubeFedCluster(name, { kubeconfig: "{}" }));
const serviceOn = (clusters: kubefed.KubeFedCluster[], type = "LoadBalancer") =>
  new kubefed.FederatedService("web", {
    clusters,
    namespace: "shop",
    placement: { clusterSelector: {} },
    template: { spec: { type, ports: [{ name: "http", port: 80 }] } },
    overrides: [
      {
        clusterName: "us",
        merge: { spec: { ports: [{ name: "http", port: 80, nodePort: 30080 }] } },
      },
    ],
  });

/** What an Output of a program's MultiClusterIngress is in the end. */
async function valueOf<Value>(
  program: () => { of: kubefed.MultiClusterIngress; value: pulumi.Output<Value> },
): Promise<Value> {
  let value: Promise<Value> | undefined;
  await runWithMocks(() => {
    const made = program();
    value = new Promise((resolve) => made.value.apply(resolve));
    return [made.of];
  });
  if (value === undefined) throw new Error("the program did not run");
  return value;
}

/** The text of the one error that all problems of a program end in. */
async function problemsOf(program: (clusters: kubefed.KubeFedCluster[]) => void): Promise<string> {
  let gate: Promise<void> = Promise.resolve();
  await runWithMocks(() => {
    const clusters = clustersOf();
    program(clusters);
    gate = declare(clusters[0] as never, "probe", []);
    return clusters;
  });
  return gate.then(
    () => "",
    (error: unknown) => String(error),
  );
}

describe("MultiClusterIngress", () => {
  it("without a host cluster is a configuration, here for nodes and their own ports", async () => {
    const config = await valueOf(() => {
      const service = serviceOn(clustersOf(), "NodePort");
      const addresses = { eu: ["192.0.2.1", "192.0.2.2"], us: ["192.0.2.9"] };
      const of = new kubefed.MultiClusterIngress("shop", { service, host: "shop.test", addresses });
      return { of, value: of.config };
    });
    const servers = config.split("\n").filter((line) => line.startsWith("  server "));
    expect(servers).to.deep.equal([
      "  server eu-1 192.0.2.1:80 weight 1",
      "  server eu-2 192.0.2.2:80 weight 1",
      "  server us 192.0.2.9:30080 weight 2",
    ]);
  });

  it("in a host cluster is five objects there, the pods bearing a checksum of what they read", async () => {
    const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-mocks-"));
    const { cert, key } = testCertificates(directory).server;
    rmSync(directory, { recursive: true, force: true });
    const registered = await runWithMocks(() => {
      const clusters = clustersOf();
      const host = new kubefed.KubeFedCluster("host", { kubeconfig: "{}" });
      const of = new kubefed.MultiClusterIngress("shop", {
        service: serviceOn(clusters),
        host: "kubernetes.default",
        certificates: { tls: { certificate: cert, key: pulumi.secret(key) } },
        hostCluster: host,
        namespace: "edge",
      });
      return ingressParts(of);
    });
    const own = registered.filter(({ name }) => name === "shop-haproxy-host");
    expect(own.map(({ type }) => type)).to.deep.equal([
      "kubernetes:apps/v1:Deployment",
      "kubernetes:core/v1:ConfigMap",
      "kubernetes:core/v1:Secret",
      "kubernetes:core/v1:Service",
      "kubernetes:policy/v1:PodDisruptionBudget",
    ]);
    for (const { inputs, provider } of own) {
      expect(inputs.metadata).to.deep.include({ name: "shop-haproxy", namespace: "edge" });
      expect(provider).to.include("::host::");
    }
    const [deployment, map, secret] = own;
    expect(JSON.stringify(deployment?.inputs)).to.match(
      /"pulumi-kubefed\/checksum":"[0-9a-f]{64}"/,
    );
    expect(JSON.stringify(map?.inputs)).to.include("crt tls.pem").and.not.include("PRIVATE");
    expect(JSON.stringify(secret?.inputs)).to.include('"tls.pem"').and.include("PRIVATE KEY");
  });

  it("says everything that is wrong at once, and repeats nothing of what it is made of", async () => {
    const text = await problemsOf((clusters) => {
      const service = serviceOn(clusters, "ClusterIP");
      const certificates = {
        tls: { certificate: "hush", key: "hush" },
        two: { certificate: "hush", secretName: "held" },
      };
      new kubefed.MultiClusterIngress("shop", {
        service,
        host: "shop.test",
        certificates,
        hostCluster: "eu" as never,
        haproxy: { replicas: 0 },
      });
    });
    expect(text).to.include('MultiClusterIngress "shop": 6 problems');
    expect(text).to.include('certificates["tls"]: the certificate is no PEM text');
    expect(text).to.include(
      'certificates["two"]: must be either certificate and key or secretName',
    );
    expect(text).to.include("hostCluster: must be a KubeFedCluster itself");
    expect(text).to.include("haproxy.replicas: must be a whole number from 1 to 100, came 0");
    expect(text).to.include("service: Service shop/web is of type ClusterIP");
    expect(text).to.not.include("hush");
  });

  it("says nothing of a Service that is wrong itself", async () => {
    const text = await problemsOf((clusters) => {
      const service = new kubefed.FederatedService("web", {
        clusters,
        placement: { clusterNames: ["mars"] },
        template: {},
      });
      new kubefed.MultiClusterIngress("shop", { service });
    });
    expect(text).to.include('"mars"');
    expect(text).to.not.include("MultiClusterIngress");
  });
});
