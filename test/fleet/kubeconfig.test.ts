import { expect } from "chai";
import { formatKubeconfig, parseKubeconfig, type Access } from "./kubeconfig";

describe("a kubeconfig", () => {
  const access: Access = {
    name: "us-east",
    server: "https://127.0.0.1:20001",
    certificates: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    token: "secret",
  };

  it("is read back as it was written", () => {
    expect(parseKubeconfig(formatKubeconfig(access))).to.deep.equal(access);
  });

  it("without a field is refused, naming the field", () => {
    expect(() => parseKubeconfig("current-context: us-east\n")).to.throw(
      'no text at "clusters[0].cluster.certificate-authority-data"',
    );
  });
});
