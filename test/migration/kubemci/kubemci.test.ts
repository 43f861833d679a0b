import { expect } from "chai";
import { convertDocuments } from "../../../provider/migration/convertObjects";
import { kubemciSpec } from "../../../provider/migration/kubemci/kubemciSpec";
import type { Migration } from "../../../provider/migration/migration";
import { writeProgram } from "../../../provider/migration/program/programText";
import { projectFiles } from "../../../provider/migration/project/projectFiles";
import { proveMigration } from "../../../provider/migration/proof/proof";
import { deepFreeze } from "../../support/deepFreeze";
import { sampleDocuments, threeClusters } from "../../support/migrationSamples";

const convert = (documents: readonly unknown[]): Migration => {
  const migration = convertDocuments(
    deepFreeze({ documents: [...documents], clusters: threeClusters }),
  );
  if (migration === undefined) throw new Error("there is nothing of kubemci in it");
  return migration;
};
const messages = ({ notes }: Migration) =>
  notes.map(({ source, sort, message }) => `${source} (${sort}): ${message}`);

describe("what kubemci was called with", () => {
  const migration = convert(sampleDocuments("kubemci"));
  const program = writeProgram({ migration });

  it("becomes one MultiClusterIngress before Services on every cluster", () => {
    expect(program.text.slice(program.text.indexOf("new kubefed.MultiClusterIngress"))).to.equal(
      `new kubefed.MultiClusterIngress("zone-printer", {
  services: [api, web],
  spec: {
    rules: [
      {
        host: "shop.example.com",
        http: {
          paths: [
            {
              path: "/api",
              pathType: "Prefix",
              backend: { service: { name: "api", port: { name: "http" } } },
            },
            {
              path: "/about",
              pathType: "Exact",
              backend: { service: { name: "web", port: { number: 80 } } },
            },
          ],
        },
      },
    ],
    defaultBackend: { service: { name: "web", port: { number: 80 } } },
    tls: [{ secretName: "shop-tls" }],
  },
  healthCheck: { path: "/healthz" },
  certificates: {
    "shop-tls": {
      certificate: config.require("shop-tls-certificate"),
      key: config.requireSecret("shop-tls-key"),
    },
  },
  redirectToHttps: true,
  addresses: config.requireObject<Record<string, string[]>>("addresses"),
  hostCluster: clusters[0],
  namespace: shop,
});
`,
    );
    expect(program.text).to.not.include("FederatedIngress");
  });

  it("gives the Services and what is behind them as they were", () => {
    const { isEqual, verdicts } = proveMigration(migration);
    expect(isEqual).to.equal(true);
    expect(verdicts.filter(({ kind }) => kind === "Service")).to.have.length(6);
  });

  it("says what is not as it was", () => {
    expect(messages(migration).filter((each) => each.startsWith("Ingress"))).to.deep.equal([
      'Ingress shop/zone-printer (changed): HAProxy on the first cluster balances; to go on with kubemci\'s own load balancer say backend: "gcp", with its groups and its address in gcp',
      "Ingress shop/zone-printer (changed): the address \"zone-ip\" is Google's load balancer's; point its names to the new front's",
      "Ingress shop/zone-printer (changed): HTTP was not served; it is sent to HTTPS where there is a certificate",
      "Ingress shop/zone-printer (assumed): its Services and what is behind them are the same on every cluster, as kubemci needed them",
    ]);
  });

  it("is a project whose README has everything set", () => {
    const command = "kubefed convert -f -";
    const files = projectFiles({ name: "shop", migration, program, command, isAdopting: true });
    const readme = files["README.md"] ?? "";
    expect(readme).to.include(`pulumi config set --path 'addresses["eu-west"][0]' ADDRESS`);
    expect(readme).to.include("pulumi config set shop-tls-certificate < CERTIFICATE.pem");
    expect(readme).to.include("pulumi config set --secret shop-tls-key < KEY.pem");
    expect(readme).to.include("`kubemci delete`");
  });

  it("is left out where its Services are not among the manifests, and nothing else is taken for it", () => {
    const [ingress, ...others] = sampleDocuments("kubemci");
    const alone = convert([ingress]);
    expect(alone.ingresses).to.deep.equal([]);
    expect(messages(alone)).to.deep.equal([
      'Ingress shop/zone-printer (left out): its Services "api", "web" are not among the manifests; give them too',
    ]);
    expect(convertDocuments({ documents: others, clusters: [] })).to.equal(undefined);
  });

  it("has the readiness probe's path where there is one for all, else what kubemci asked or a connection", () => {
    const documents = sampleDocuments("kubemci");
    const without = documents.filter((each) => !JSON.stringify(each).includes("Deployment"));
    expect(convert(without).ingresses?.[0]?.healthPath).to.equal("/");
    const one = documents.filter((each) => !JSON.stringify(each).includes('"name":"api","image"'));
    const different = convert(one);
    expect(different.ingresses?.[0]?.healthPath).to.equal(undefined);
    expect(messages(different).join("\n")).to.include("different readiness probes (/, /healthz)");
  });

  it("reads paths as Google did, of whatever version, and keeps the last of two", () => {
    const backend = { service: { name: "a", port: { number: 80 } } };
    const old = { serviceName: "a", servicePort: 80 };
    const paths = [
      { backend: old },
      { path: "/a/*", backend: old },
      { path: "/b", pathType: "ImplementationSpecific", backend },
      { path: "/c", pathType: "Prefix", backend },
      { path: "/b", backend: { serviceName: "z", servicePort: "http" } },
    ];
    const rules = [
      { host: "x.test", http: { paths: [] } },
      { host: "x.test", http: { paths } },
      {},
    ];
    const { spec, notes } = kubemciSpec(deepFreeze({ rules, defaultBackend: backend }));
    expect(
      spec.rules
        ?.flatMap(({ http }) => http?.paths ?? [])
        .map(({ path, pathType, backend: to }) => [path, pathType, to]),
    ).to.deep.equal([
      ["/", "Prefix", backend],
      ["/a", "Prefix", backend],
      ["/b", "Exact", { service: { name: "z", port: { name: "http" } } }],
      ["/c", "Prefix", backend],
    ]);
    expect(notes).to.deep.equal([
      '"x.test" had several rules, of which the last one counted',
      'the rule for "*" has no paths; kubemci passed over it',
    ]);
  });
});
