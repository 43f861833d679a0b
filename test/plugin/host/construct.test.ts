import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { Refused, servedProgram, type ServedProgram } from "../../support/servedProgram";

const later = () => pulumi.output(pulumi.unknown);

async function refusal(asked: Promise<unknown>): Promise<Refused> {
  try {
    await asked;
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("a component that another language asks for", () => {
  let program: ServedProgram;
  let clusters: unknown[];
  let urns: Record<string, string>;
  let namespace: unknown;

  beforeEach(async () => {
    program = await servedProgram();
    const names = ["eu", "us"];
    const made = names.map((name) =>
      program.construct(name, "KubeFedCluster", {
        kubeconfig: pulumi.secret("{}"),
        labels: { name },
      }),
    );
    const known = (await Promise.all(made)).map(({ urn }) => urn);
    urns = Object.fromEntries(names.map((name, index) => [name, known[index] ?? ""]));
    clusters = known.map((urn) => program.refer(urn));
    const place = { clusters, placement: { clusterSelector: {} } };
    const shop = await program.construct("shop", "FederatedNamespace", place);
    namespace = program.refer(shop.urn);
  });

  const map = (name: string, more: object) =>
    program.construct(name, "FederatedConfigMap", {
      namespace,
      template: { data: { a: "b" } },
      ...more,
    });
  const written = () =>
    program.registered
      .filter(({ type }) => type === "kubernetes:core/v1:ConfigMap")
      .map(({ name }) => name)
      .sort();

  it("has all its mistakes said at once, by property, and its siblings have none of them", async () => {
    const wrong = map("wrong", {
      placement: { clusterNames: ["eu", "nowhere"] },
      overrides: [{ clusterName: "eu", clusterOverrides: [{ path: "/kind", value: "x" }] }],
      retain: later(),
      typo: true,
    });
    const [refused, fine] = await Promise.all([refusal(wrong), map("fine", {})]);
    expect([...refused.paths].sort()).to.deep.equal([
      "overrides[0].clusterOverrides[0].path",
      "placement.clusterNames[1]",
      "retain (not shown)",
      "typo",
    ]);
    expect(refused.message).to.match(/^FederatedConfigMap "wrong": 4 problems/);
    expect(Object.keys(fine.state.resources as object)).to.deep.equal(["eu", "us"]);
    expect(written()).to.deep.equal(["fine-eu", "fine-us"]);
  });

  it("is never on no cluster because something is not known", async () => {
    const place = { namespace: undefined, placement: { clusterSelector: {} } };
    for (const [given, path] of [
      [{ ...place, clusters: later() }, "clusters (not shown)"],
      [{ ...place, clusters: [clusters[0], "urn:pulumi:dev::shop::x::us"] }, "clusters[1]"],
      [{ placement: later() }, "placement (not shown)"],
      [{ placement: { clusterNames: [later()] } }, "placement.clusterNames[0] (not shown)"],
      [{ placement: { clusterSelector: { matchLabels: { name: later() } } } }, /matchLabels/],
      [
        { overrides: [{ clusterName: later(), merge: {} }] },
        "overrides[0].clusterName (not shown)",
      ],
    ] as const) {
      const refused = await refusal(map("unknown", given));
      if (typeof path === "string") expect(refused.paths).to.include(path);
      else expect(refused.paths.join()).to.match(path);
    }
    const label = { kubeconfig: "{}", labels: { tier: later() } };
    const refused = await refusal(program.construct("third", "KubeFedCluster", label));
    expect(refused.paths).to.deep.equal(['labels["tier"] (not shown)']);
    expect(written()).to.deep.equal([]);
  });

  it("is the only one of a program that declares an object, and of that program alone", async () => {
    const one = { template: { metadata: { name: "same" }, data: {} } };
    await map("first", one);
    const refused = await refusal(map("second", one));
    expect(refused.message).to.include('is declared by FederatedConfigMap "first" already');
    const other = await servedProgram();
    const cluster = await other.construct("eu", "KubeFedCluster", { kubeconfig: "{}" });
    await other.construct("second", "FederatedConfigMap", {
      ...one,
      clusters: [other.refer(cluster.urn)],
      placement: { clusterSelector: {} },
    });
    // What another program has made is no reference in this one.
    const stranger = {
      clusters: [other.refer(urns.us ?? "")],
      placement: { clusterNames: ["us"] },
    };
    const unknown = other.construct("stranger", "FederatedConfigMap", { ...one, ...stranger });
    expect((await refusal(unknown)).paths).to.include("clusters[0] (a resource)");
  });

  it("keeps leaves as they are: secrets are secret, what comes later comes later", async () => {
    const password = "correct-horse";
    const { urn } = await map("leaves", {
      template: pulumi.output({ data: { password: pulumi.secret(password), open: "yes" } }),
      overrides: [{ clusterName: "us", merge: { data: { password: pulumi.secret("other") } } }],
    });
    const made = program.refer(urn) as {
      resources: Record<string, { data: pulumi.Output<object> }>;
    };
    const data = made.resources.eu?.data;
    expect(await pulumi.isSecret(data ?? pulumi.output({}))).to.equal(true);
    const wrong = map("shown", {
      overrides: [{ merge: { data: { p: pulumi.secret(password) } } }],
    });
    const { message } = await refusal(wrong);
    expect(message).to.include("overrides[0] (an object)").and.not.include(password);
    // A secret where structure has to be plain is refused, and not said.
    const name = map("named", { placement: { clusterNames: [pulumi.secret(password)] } });
    const secretName = await refusal(name);
    expect(secretName.paths).to.include("placement.clusterNames[0] (not shown)");
    expect(secretName.message).not.to.include(password);
  });

  it("is refused where nobody knows when all is declared", async () => {
    const stages = [{ name: "canary", clusterNames: ["eu"] }];
    const refused = await refusal(program.construct("careful", "StagedUpdateStrategy", { stages }));
    expect(refused.message).to.include("staged updates need a program in TypeScript");
  });

  it("has one place and one provider of records, and says which inputs those are", async () => {
    const twice = await refusal(map("twice", { namespaceName: "shop" }));
    expect(twice.paths).to.include("namespaceName");
    const record = { dnsName: "api.example.com", records: { A: ["10.0.0.1"] } };
    const nowhere = await refusal(program.construct("api", "DomainRecord", record));
    expect(nowhere.paths.length).to.equal(1);
  });
});
