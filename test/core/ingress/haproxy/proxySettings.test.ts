import { expect } from "chai";
import { validateProxy } from "../../../../provider/core/ingress/haproxy/proxySettings";
import { deepFreeze } from "../../../support/deepFreeze";

const messages = (settings: Parameters<typeof validateProxy>[0]) =>
  validateProxy(deepFreeze(settings)).map(({ path, message }) => `${path}: ${message}`);

describe("how HAProxy is to run", () => {
  it("needs nothing to be said", () => {
    expect(messages({})).to.deep.equal([]);
  });

  it("has ports of its own that nobody's processes may listen on", () => {
    expect(messages({ httpPort: 80, httpsPort: 8404 })).to.deep.equal([
      "haproxy.httpPort: must be a whole number from 1024 to 65535, came 80",
      "haproxy.readyPort: 8404 is another's port already",
    ]);
    const text = "8080\n  bind :1" as unknown as number;
    expect(messages({ httpPort: text })).to.deep.equal([
      'haproxy.httpPort: must be a whole number from 1024 to 65535, came "8080\\n  bind :1"',
    ]);
  });

  it("is refused where no image, number or type is meant", () => {
    const given = { image: "a b", replicas: 0, serviceType: "Ingress", serverTimeoutSeconds: 0.5 };
    expect(messages(given)).to.deep.equal([
      "haproxy.replicas: must be a whole number from 1 to 100, came 0",
      "haproxy.serverTimeoutSeconds: must be a whole number from 1 to 3600, came 0.5",
      'haproxy.serviceType: must be one of ClusterIP, LoadBalancer, NodePort, came "Ingress"',
      'haproxy.image: must be the name of an image, came "a b"',
    ]);
  });
});
