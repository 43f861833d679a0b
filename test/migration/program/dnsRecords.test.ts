import { expect } from "chai";
import { convertKubefed } from "../../../provider/migration/kubefed/kubefedConversion";
import { writeProgram } from "../../../provider/migration/program/programText";
import { projectFiles } from "../../../provider/migration/project/projectFiles";
import type { KubeObject } from "../../../provider/core/model";
import { deepFreeze } from "../../support/deepFreeze";
import { programTypeErrors } from "../../support/programTypes";

const clusters = [
  { name: "eu", region: "europe-west1", zones: ["europe-west1-d"] },
  { name: "us", region: "us-east1", zones: ["us-east1-b"] },
];

function federated(kind: string, name: string): KubeObject {
  return {
    apiVersion: "types.kubefed.io/v1beta1",
    kind: `Federated${kind}`,
    metadata: { name, namespace: "shop" },
    spec: { template: { spec: {} }, placement: { clusterSelector: {} } },
  };
}

function dns(kind: string, spec: KubeObject): KubeObject {
  const apiVersion = "multiclusterdns.kubefed.io/v1alpha1";
  return { apiVersion, kind, metadata: { name: "web", namespace: "shop" }, spec };
}

const domain: KubeObject = {
  apiVersion: "multiclusterdns.kubefed.io/v1alpha1",
  kind: "Domain",
  metadata: { name: "fed", namespace: "kube-federation-system" },
  domain: "example.com",
};
const namespace: KubeObject = {
  apiVersion: "types.kubefed.io/v1beta1",
  kind: "FederatedNamespace",
  metadata: { name: "shop", namespace: "shop" },
  spec: { placement: { clusterSelector: {} } },
};
const serviceRecord = dns("ServiceDNSRecord", {
  domainRef: "fed",
  recordTTL: 300,
  dnsPrefix: "www",
});
const ingressRecord = dns("IngressDNSRecord", { hosts: ["shop.example.com"] });

function convert(objects: readonly KubeObject[], members: typeof clusters | { name: string }[]) {
  return convertKubefed(deepFreeze({ objects: [...objects], clusters: [...members] }));
}

describe("the DNS records of KubeFed", function () {
  this.timeout(60_000);
  const all = [namespace, federated("Service", "web"), federated("Ingress", "web"), domain];
  const migration = convert([...all, serviceRecord, ingressRecord], clusters);
  const program = writeProgram({ migration });

  it("are declared after the Service and the Ingress that they are of", () => {
    expect(program.text.slice(program.text.indexOf("const dns"))).to.equal(
      [
        'const dns = new kubefed.Rfc2136Zone("dns", {',
        '  server: config.require("dnsServer"),',
        '  zone: config.require("dnsZone"),',
        '  tsig: { name: config.require("dnsKeyName"), secret: config.requireSecret("dnsKeySecret") },',
        "});",
        "",
        'new kubefed.ServiceDNSRecord("web", {',
        "  service: web,",
        '  domain: "example.com",',
        '  domainRef: "fed",',
        "  ttlSeconds: 300,",
        '  dnsPrefix: "www",',
        "  dns,",
        "});",
        "",
        'new kubefed.IngressDNSRecord("web", { ingress: webIngress, hosts: ["shop.example.com"], dns });',
        "",
      ].join("\n"),
    );
  });

  it("pass a strict compiler", () => {
    expect(programTypeErrors({ records: program.text })).to.deep.equal([]);
  });

  it("are said to need a name server, which the project's README has set", () => {
    const files = projectFiles({
      name: "shop",
      migration,
      program,
      command: "kubefed convert -f -",
      isAdopting: false,
    });
    expect(files["README.md"]).to.include("pulumi config set dnsServer HOST:PORT");
    expect(
      migration.notes.filter(({ source }) => source.includes("DNSRecord")).map(({ sort }) => sort),
    ).to.deep.equal(["changed", "changed"]);
  });

  const lacking = [
    { what: "regions and zones", objects: all, members: [{ name: "eu" }] },
    { what: "the Service", objects: [namespace, domain], members: clusters },
    { what: "the Domain", objects: all.slice(0, 3), members: clusters },
  ];
  for (const { what, objects, members } of lacking) {
    it(`are left out, with the line to add, where the input lacks ${what}`, () => {
      const { records, notes } = convert([...objects, serviceRecord], members);
      expect(records).to.equal(undefined);
      const note = notes.find(({ source }) => source === "ServiceDNSRecord shop/web");
      expect(note?.sort).to.equal("left out");
      expect(note?.message).to.include("new kubefed.ServiceDNSRecord(");
    });
  }
});
