import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { checksumOf, readCertificate } from "../../provider/observe/certificates";
import { type TestCertificates, testCertificates } from "../support/testCertificates";

describe("reading a certificate", () => {
  let directory: string;
  let made: TestCertificates;
  const today = new Date();

  before(() => {
    directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-certificate-"));
    made = testCertificates(directory);
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  it("gives the hosts that it is for, and until when", () => {
    const { cert: certificate, key } = made.server;
    const read = readCertificate({ certificate, key }, today);
    expect(read).to.deep.include({ names: ["kubernetes.default"], isExpired: false });
    const later = new Date(today.getTime() + 3 * 24 * 3_600_000);
    expect(readCertificate({ certificate, key }, later)).to.deep.include({ isExpired: true });
  });

  it("says what is wrong, and nothing of the key", () => {
    const { cert: certificate, key } = made.server;
    const problems = [
      { certificate: "hush", key },
      { certificate, key: "hush" },
      { certificate, key: made.client.key },
    ].map((pair) => readCertificate(pair, today));
    expect(problems).to.deep.equal([
      { problem: "the certificate is no PEM text of an X.509 certificate" },
      { problem: "the key is no PEM text of a private key without a passphrase" },
      { problem: "the key is not the certificate's" },
    ]);
  });

  it("tells texts apart by their checksum, wherever one ends", () => {
    expect(checksumOf(["ab", "c"])).to.equal(checksumOf(["ab", "c"]));
    expect(checksumOf(["ab", "c"])).to.not.equal(checksumOf(["a", "bc"]));
  });
});
