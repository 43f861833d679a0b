import { expect } from "chai";
import { hardStopSeconds } from "../../../../provider/core/ingress/haproxy/config";
import { hostObjects } from "../../../../provider/core/ingress/haproxy/hostObjects";
import { plannedProxy } from "../../../../provider/core/ingress/haproxy/proxySettings";
import { planIngress } from "../../../../provider/core/ingress/plan";
import { mapAt, mapsAt } from "../../../../provider/core/plain/fields";
import { shortForm } from "../samples";

const objects = (certificates: readonly string[] = [], interval = 1) =>
  hostObjects({
    plan: planIngress(shortForm({ certificates, healthCheck: { intervalSeconds: interval } })),
    settings: plannedProxy(),
    name: "shop-haproxy",
    checksum: "abc",
    image: "haproxy:3.0.8",
    replicas: 2,
    serviceType: "LoadBalancer",
  });
const podOf = ({ deployment }: ReturnType<typeof objects>) =>
  mapAt(deployment, "spec", "template", "spec");
const containerOf = (of: ReturnType<typeof objects>) => mapsAt(podOf(of), "containers")[0] ?? {};

describe("the objects that run HAProxy", () => {
  it("replace pods where the configuration changes, new ones before old ones", () => {
    const { deployment } = objects();
    expect(mapAt(deployment, "spec", "template", "metadata").annotations).to.deep.equal({
      "pulumi-kubefed/checksum": "abc",
    });
    expect(mapAt(deployment, "spec", "strategy").rollingUpdate).to.deep.equal({
      maxUnavailable: 0,
      maxSurge: 1,
    });
  });

  it("serve only once every cluster has been asked, and end later than what they serve", () => {
    const probe = (of: ReturnType<typeof objects>) => mapAt(containerOf(of), "readinessProbe");
    expect(probe(objects()).initialDelaySeconds).to.equal(3);
    expect(probe(objects([], 5)).initialDelaySeconds).to.equal(11);
    expect(podOf(objects()).terminationGracePeriodSeconds).to.be.greaterThan(hardStopSeconds + 5);
  });

  it("have HTTPS and a Secret only where there is a certificate", () => {
    const portsOf = ({ service }: ReturnType<typeof objects>) =>
      mapsAt(mapAt(service, "spec"), "ports").map(({ port, targetPort }) => [port, targetPort]);
    expect(portsOf(objects())).to.deep.equal([[80, 8080]]);
    expect(portsOf(objects(["shop-tls"]))).to.deep.equal([
      [80, 8080],
      [443, 8443],
    ]);
    expect(JSON.stringify(objects().deployment)).to.not.include("secret");
    expect(JSON.stringify(objects(["shop-tls"]).deployment)).to.include('"shop-tls.pem"');
  });

  it("run as nobody, with nothing to write to", () => {
    expect(podOf(objects()).securityContext).to.deep.include({ runAsNonRoot: true });
    expect(containerOf(objects()).securityContext).to.deep.include({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
    });
  });
});
