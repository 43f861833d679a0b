import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { type CloudPackage, withCloudPackage } from "../../support/cloudPackage";
import {
  type Args,
  declared,
  type Given,
  named,
  ofKinds,
  problemsOf,
  serviceOn,
} from "../../support/declaredIngress";
import { testCertificates } from "../../support/testCertificates";

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
