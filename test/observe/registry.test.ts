import { expect } from "chai";
import { parse } from "yaml";
import { readRegistry, type RegistryPlace } from "../../provider/observe/registry";
import { actLikeEngine } from "../support/engineLike";
import { askedCluster, type AskedCluster } from "./askedCluster";

const root = "/apis/core.kubefed.io/v1beta1/namespaces/kube-federation-system/kubefedclusters";
const secrets = "/api/v1/namespaces/kube-federation-system/secrets";

function registered(name: string, spec: object): object {
  const secretRef = { name: `${name}-token` };
  return { metadata: { name }, spec: { apiEndpoint: "https://c:6443", secretRef, ...spec } };
}

describe("what a registry says of its clusters", () => {
  let host: AskedCluster;
  const token = Buffer.from("sesame").toString("base64");

  before(async () => {
    host = await askedCluster("host", {
      [root]: {
        items: [
          registered("blind", { disabledTLSValidations: ["*"] }),
          registered("clear", { apiEndpoint: "http://c:8080" }),
          registered("clear-by-case", { apiEndpoint: "HTTP://c:8080" }),
          registered("good", {}),
          registered("bare", { apiEndpoint: "c" }),
          registered("elsewhere", {
            secretRef: { name: "../../kube-system/secrets/root" },
          }),
        ],
      },
      ...Object.fromEntries(
        ["blind", "clear", "clear-by-case", "good", "bare"].map((name) => [
          `${secrets}/${name}-token`,
          { data: { token } },
        ]),
      ),
      "/api/v1/namespaces/kube-system/secrets/root": { data: { token } },
    });
  });
  beforeEach(actLikeEngine);
  after(() => host.close());

  async function trustBy(given: Partial<RegistryPlace>): Promise<Record<string, unknown>> {
    const kubeconfig = host.cluster.memberKubeconfig ?? "";
    const { entries } = await readRegistry(
      { kubeconfig, kind: "KubeFedCluster", ...given },
      "clustersFromRegistry",
    );
    return Object.fromEntries(
      entries.map((entry) => {
        if (entry.kubeconfig === undefined) return [entry.name, entry.withheld ?? "nothing"];
        const { clusters } = parse(entry.kubeconfig) as { clusters: { cluster: object }[] };
        return [entry.name, Reflect.get(clusters[0]?.cluster ?? {}, "insecure-skip-tls-verify")];
      }),
    );
  }

  it("is not believed where it would leave TLS out, and its tokens go to no server without it", async () => {
    const withheld =
      'its token is not sent to http://c:8080, a server without TLS; disabledTLSValidations: "believed" does as it says';
    expect(await trustBy({})).to.deep.equal({
      bare: undefined,
      blind: undefined,
      clear: withheld,
      "clear-by-case": withheld.replace("http", "HTTP"),
      elsewhere: "nothing",
      good: undefined,
    });
  });

  it("is believed when the program says so", async () => {
    const believed = { disabledTLSValidations: "believed" } as const;
    expect(await trustBy(believed)).to.deep.equal({
      bare: undefined,
      blind: true,
      clear: undefined,
      "clear-by-case": undefined,
      elsewhere: "nothing",
      good: undefined,
    });
  });
});
