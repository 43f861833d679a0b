import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { tokenKubeconfig } from "../../../../provider/adapters/kubernetes/kubeconfig/tokenKubeconfig";
import { errorOf } from "../../../support/membershipBed";
import { statusFor } from "../../../support/memberCluster";
import { testCertificates } from "../../../support/testCertificates";

describe("a kubeconfig without some TLS checks", () => {
  const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-tls-"));
  const { ca, cert, key } = testCertificates(directory).server;
  let server: Server;
  before(async () => {
    server = createServer({ cert, key }, (_, answer) => answer.end("{}"));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  });
  after(() => {
    server.close();
    rmSync(directory, { recursive: true, force: true });
  });

  /** The certificate is for 127.0.0.1 and kubernetes.default, not for localhost. */
  const kubeconfigFor = (given: { disabled: string[]; ca?: string }): Promise<string> => {
    const { port } = server.address() as AddressInfo;
    const access = { name: "us", server: `https://localhost:${port}`, token: "t" };
    return tokenKubeconfig({ ...access, ca: given.ca }, given.disabled);
  };

  it("checks everything where nothing is disabled", async () => {
    const error = await errorOf(statusFor(await kubeconfigFor({ disabled: [], ca }), "/"));
    expect(error.message).to.include("localhost");
  });

  it("finds a name that the certificate has for SubjectName, and checks who signed it", async () => {
    const kubeconfig = await kubeconfigFor({ disabled: ["SubjectName"], ca });
    expect(kubeconfig).to.include("tls-server-name: kubernetes.default");
    expect(await statusFor(kubeconfig, "/")).to.equal(200);
    const error = await errorOf(kubeconfigFor({ disabled: ["SubjectName"] }));
    expect(error.message).to.match(/issuer|signed|verif/i);
  });

  it("checks nothing for *", async () => {
    const kubeconfig = await kubeconfigFor({ disabled: ["*"] });
    expect(await statusFor(kubeconfig, "/")).to.equal(200);
  });
});
