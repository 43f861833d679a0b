import { expect } from "chai";
import { dnsEndpointDefinition } from "../../../provider/components/dns/dnsEndpointDefinition";
import { validateEndpointObject } from "../../../provider/components/dns/dnsEndpointObject";
import type { Endpoint } from "../../../provider/core/dns/records/endpoint";

describe("the DNSEndpoint of a record", () => {
  const codesOf = (name: string, adopt?: boolean) =>
    validateEndpointObject({ name, kind: "service", adopt }).map(({ code, path }) => [code, path]);

  it("is called after its component, which must be fit for it", () => {
    expect(codesOf("web")).to.deep.equal([]);
    expect(codesOf("Web_1")).to.deep.equal([["name-invalid", ""]]);
  });

  it("adopts nothing, for external-dns decides what it owns", () => {
    expect(codesOf("web", true)).to.deep.equal([["dns-owner", "adopt"]]);
  });

  it("has every field of an endpoint in its definition", () => {
    const endpoint: Required<Endpoint> = {
      dnsName: "a.test",
      recordType: "A",
      targets: [],
      recordTTL: 0,
      labels: {},
      setIdentifier: "",
      providerSpecific: [],
    };
    const text = JSON.stringify(dnsEndpointDefinition);
    for (const field of Object.keys(endpoint)) expect(text).to.include(`"${field}":`);
  });
});
