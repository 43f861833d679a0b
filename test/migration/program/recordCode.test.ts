import { expect } from "chai";
import { recordSnippet } from "../../../provider/migration/program/recordCode";

describe("a DNS record of KubeFed as code", () => {
  it("has the domain that it refers to, and all settings", () => {
    const domain = { kind: "Domain", metadata: { name: "d" }, domain: "example.com" };
    const spec = {
      domainRef: "d",
      recordTTL: 300,
      dnsPrefix: "www",
      allowServiceWithoutEndpoints: true,
    };
    const record = { kind: "ServiceDNSRecord", metadata: { name: "web" }, spec };
    expect(recordSnippet(record, [domain])).to.equal(
      'new kubefed.ServiceDNSRecord("web", { service, domain: "example.com", domainRef: "d", ttlSeconds: 300, dnsPrefix: "www", allowServiceWithoutEndpoints: true, dns })',
    );
  });

  it("has the hosts of an Ingress", () => {
    const record = {
      kind: "IngressDNSRecord",
      metadata: { name: "web" },
      spec: { hosts: ["a.b"] },
    };
    expect(recordSnippet(record, [])).to.equal(
      'new kubefed.IngressDNSRecord("web", { ingress, hosts: ["a.b"], dns })',
    );
  });

  it("is none for anything else", () => {
    expect(recordSnippet({ kind: "Domain" }, [])).to.equal(undefined);
  });
});
