import { expect } from "chai";
import { componentClasses } from "../../../provider/plugin/host/componentClasses";
import { customResources } from "../../../provider/plugin/host/customResources";
import { readSchema } from "../../../provider/plugin/host/packageSchema";
import { sampleValue } from "../../support/servedValues";

const urn = (type: string) =>
  `urn:pulumi:dev::shop::kubefed:index:KubeFedCluster$kubefed:index:${type}::x`;
const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

const records = {
  dnsName: "API.example.com.",
  zone: "example.com",
  ttlSeconds: 60,
  records: {},
  registry: { ownerId: "me" },
  servers: [{ host: "127.0.0.1", port: 53 }],
  tsig: { name: "key", algorithm: "hmac-sha256", secret: secret("c2VjcmV0") },
};

describe("a custom resource of the plugin", () => {
  it("takes secrets in clear and gives them sealed, and whatever was secret", async () => {
    const given = { ...records, labels: secret({ a: "b" }) };
    const checked = await customResources.check(urn("DnsRecordSet"), {}, given);
    expect(checked.failures).to.deep.equal([]);
    expect(checked.inputs).to.deep.include({
      dnsName: "api.example.com",
      labels: secret({ a: "b" }),
      tsig: secret({ name: "key", algorithm: "hmac-sha256", secret: "c2VjcmV0" }),
    });
    // A name without records is not in DNS, so nobody is asked.
    const created = await customResources.create(urn("DnsRecordSet"), checked.inputs);
    expect(created.id).to.equal("api.example.com");
    expect(JSON.stringify(created.outs)).to.include("1b47061264138c4ac30d75fd1eb44270");
    const read = await customResources.read(created.id, urn("DnsRecordSet"), created.outs);
    expect(read.props).to.deep.equal(created.outs);
    const difference = await customResources.diff(
      ...([created.id, urn("DnsRecordSet"), created.outs, checked.inputs] as const),
    );
    expect(difference.changes).to.equal(false);
  });

  it("takes each input that the schema has, and leaves none out", async () => {
    const schema = readSchema();
    for (const [token, spec] of Object.entries(schema.resources)) {
      if (componentClasses.has(token)) continue;
      const given = Object.entries(spec.inputProperties).map(([key, each]) => [
        key,
        sampleValue(schema, each, {}),
      ]);
      const news = Object.fromEntries(given) as Readonly<Record<string, unknown>>;
      const type = token.replace("kubefed:index:", "");
      const checked: { inputs?: object } = await customResources.check(urn(type), {}, news);
      expect(Object.keys(checked.inputs ?? {}), token).to.include.members(Object.keys(news));
    }
  });

  it("says what is wrong with it by property", async () => {
    const wrong = { ...records, records: { A: ["not an address"] } };
    const { failures } = await customResources.check(urn("DnsRecordSet"), {}, wrong);
    expect(failures?.map(({ property }) => property)).to.deep.equal(["records.A[0]"]);
  });

  it("compares ownership of fields without reading secrets aloud", async () => {
    const owned = { clusterName: "eu", kubeconfig: secret("k"), namespace: "shop", name: "web" };
    const created = await customResources.create(urn("FieldOwnership"), owned);
    expect(created).to.deep.equal({ id: "eu/shop/web", outs: owned });
    const { id } = created;
    const same = await customResources.diff(id, urn("FieldOwnership"), created.outs, owned);
    expect(same.changes).to.equal(false);
  });

  it("remembers what is on clusters with their credentials sealed, and asks nobody for what it has not", async () => {
    const access = { eu: { kubeconfig: secret("k") } };
    const lists = { deleteContents: [], others: [], retained: [] };
    const guarded = { objects: { eu: {} }, givenBack: {}, ...lists, access, owner: "me" };
    const created = await customResources.create(urn("DeletionGuard"), guarded);
    expect(created.outs).to.deep.include({ access: secret({ eu: { kubeconfig: "k" } }) });
    const more = { ...guarded, objects: { eu: { "v1 Namespace shop": "uid" } } };
    const same = await customResources.diff("x", urn("DeletionGuard"), created.outs, guarded);
    const other = await customResources.diff("x", urn("DeletionGuard"), created.outs, more);
    expect([same.changes, other.changes, other.replaces]).to.deep.equal([false, true, []]);
    await customResources.delete("x", urn("DeletionGuard"), created.outs);
  });

  it("is one of this package", async () => {
    const asked = customResources.delete("x", urn("Stranger"), {});
    const said = await asked.then(String, (error: unknown) => String(error));
    expect(said).to.include("kubefed:index:Stranger is not a resource of this package");
  });
});
