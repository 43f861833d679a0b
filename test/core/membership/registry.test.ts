import { expect } from "chai";
import {
  readRegistered,
  registryApis,
  registryDefinition,
  registrySpec,
} from "../../../provider/core/membership/registry";
import { deepFreeze } from "../../support/deepFreeze";

const us = {
  name: "us",
  labels: { tier: "prod" },
  apiEndpoint: "https://us:6443",
  ca: "certificate",
  proxyURL: "socks5://proxy:1080",
  disabledTLSValidations: ["*"],
  secretName: "us-token",
};

describe("a registry's object", () => {
  const metadata = { name: us.name, labels: us.labels };
  const nothing = { region: undefined, zones: undefined };

  it("of KubeFed's kind is read back as it was written", () => {
    const spec = registrySpec("KubeFedCluster", deepFreeze(us));
    expect(readRegistered(deepFreeze({ metadata, spec }))).to.deep.equal({ ...us, ...nothing });
  });

  it("of the Cluster Registry's kind has the endpoint, the certificates and the labels", () => {
    const spec = registrySpec("Cluster", us);
    expect(JSON.parse(JSON.stringify(readRegistered({ metadata, spec })))).to.deep.equal({
      name: us.name,
      labels: us.labels,
      apiEndpoint: us.apiEndpoint,
      ca: us.ca,
    });
  });

  it("has the place that KubeFed has found", () => {
    const status = { region: "us-east1", zones: ["us-east1-b"] };
    const spec = registrySpec("KubeFedCluster", us);
    expect(readRegistered({ metadata, spec, status })).to.deep.include(status);
  });

  it("is none when it names no server", () => {
    for (const spec of [{}, { kubernetesApiEndpoints: { serverEndpoints: [] } }, undefined]) {
      expect(readRegistered({ metadata, spec })).to.equal(undefined);
    }
  });
});

describe("the definition of a registry's kind", () => {
  it("says who approved it where the group is one of Kubernetes' own", () => {
    for (const kind of ["Cluster", "KubeFedCluster"] as const) {
      const { name, annotations } = registryDefinition(kind).metadata;
      expect(name).to.equal(`${registryApis[kind].plural}.${registryApis[kind].group}`);
      const approved = annotations?.["api-approved.kubernetes.io"];
      expect(String(approved), kind).to.match(kind === "Cluster" ? /^unapproved/ : /^undefined$/);
    }
  });
});
