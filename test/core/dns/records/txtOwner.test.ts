import { expect } from "chai";
import fc from "fast-check";
import { isRecordType } from "../../../../provider/core/dns/records/endpoint";
import {
  compareOwner,
  decodeTxtOwner,
  encodeTxtOwner,
  legacyTxtOwnerName,
  txtOwnerName,
  type Registry,
  validateRegistry,
} from "../../../../provider/core/dns/records/txtOwner";
import { deepFreeze } from "../../../support/deepFreeze";
import { toEndpointName } from "../../../support/externalDns";
import cases from "./externalDnsCases.json";

describe("txtOwnerName", () => {
  for (const { dnsName, recordType, registry, txtName, isReadBack = true } of cases.names) {
    it(`of ${dnsName} ${recordType} with ${JSON.stringify(registry)} is ${txtName}`, () => {
      if (!isRecordType(recordType)) throw new Error(recordType);
      const named = txtOwnerName(
        deepFreeze({ dnsName, recordType, registry: { ...registry, ownerId: "me" } }),
      );
      expect(named).to.equal(txtName);
      // With a replaced wildcard external-dns itself cannot tell the name back.
      if (isReadBack)
        expect(toEndpointName(named, registry)).to.deep.equal([dnsName.toLowerCase(), recordType]);
    });
  }

  it("is read by external-dns as the record set it is about, whatever the affix", () => {
    const label = fc.stringMatching(/^[a-z]{3}[a-z0-9]{0,5}$/);
    // Not "-": external-dns itself cannot tell "txt-a-web" with prefix "t" from other names.
    const affix = fc.constantFrom<Omit<Registry, "ownerId">>(
      {},
      { txtPrefix: "txt-" },
      { txtPrefix: "%{record_type}-own." },
      { txtSuffix: "-txt" },
      { txtSuffix: "-%{record_type}-x" },
    );
    const recordType = fc.constantFrom(
      "A" as const,
      "AAAA" as const,
      "CNAME" as const,
      "SRV" as const,
    );
    fc.assert(
      fc.property(label, label, affix, recordType, (first, second, affixes, type) => {
        const dnsName = `${first}.${second}.test`;
        const named = txtOwnerName({
          dnsName,
          recordType: type,
          registry: { ...affixes, ownerId: "me" },
        });
        expect(toEndpointName(named, affixes)).to.deep.equal([dnsName, type]);
      }),
    );
  });
});

describe("legacyTxtOwnerName", () => {
  it("has the affix and no type", () => {
    const name = (registry: Omit<Registry, "ownerId">): string =>
      legacyTxtOwnerName({ dnsName: "*.a.test", registry: { ...registry, ownerId: "me" } });
    expect(name({})).to.equal("*.a.test");
    expect(name({ txtPrefix: "cname" })).to.equal("cname*.a.test");
    expect(name({ txtSuffix: "-%{record_type}x", wildcardReplacement: "any" })).to.equal(
      "any-x.a.test",
    );
  });
});

describe("decodeTxtOwner", () => {
  for (const { text, ownerId, labels } of cases.texts) {
    it(`reads ${JSON.stringify(text)} as ${ownerId ?? "nobody"}'s`, () => {
      expect(decodeTxtOwner(text)).to.deep.equal(
        ownerId === undefined ? undefined : { ownerId, labels },
      );
    });
  }

  it("undoes encodeTxtOwner", () => {
    const text = fc.stringMatching(/^[!#-+.-<>-~]{1,20}$/);
    const labels = fc.dictionary(fc.stringMatching(/^[a-z-]{1,9}$/), text, { maxKeys: 3 });
    fc.assert(
      fc.property(text, labels, (ownerId, some) => {
        const { owner, ...others } = { owner: "", ...some };
        expect(owner).to.be.a("string");
        const written = encodeTxtOwner({ ownerId, labels: others });
        expect(decodeTxtOwner(written)).to.deep.equal({ ownerId, labels: others });
      }),
    );
  });
});

describe("encodeTxtOwner", () => {
  it("sorts labels, the owner among them", () => {
    const labels = deepFreeze({ resource: "service/ns/web", cluster: "eu" });
    expect(encodeTxtOwner({ ownerId: "me", labels })).to.equal(
      "heritage=external-dns,external-dns/cluster=eu,external-dns/owner=me,external-dns/resource=service/ns/web",
    );
  });
});

describe("compareOwner", () => {
  const by = (ownerId: string): string => encodeTxtOwner({ ownerId, labels: {} });
  const rows: readonly (readonly [string, readonly string[], object])[] = [
    ["our text is ours", [by("me")], { whose: "ours", ownerId: "me" }],
    ["another's is foreign", [by("b")], { whose: "foreign", ownerId: "b" }],
    ["ours and another's is foreign", [by("me"), by("b")], { whose: "foreign", ownerId: "b" }],
    ["text about something else is nobody's", ["v=spf1 -all"], { whose: "nobody" }],
    ["no text is nobody's", [], { whose: "nobody" }],
    ["owners are compared with case", [by("ME")], { whose: "foreign", ownerId: "ME" }],
  ];
  for (const [name, texts, expected] of rows) {
    it(name, () => {
      expect(compareOwner(deepFreeze({ texts, ownerId: "me" }))).to.deep.equal(expected);
    });
  }

  it("takes what we were called before for ours, beside what we are called now", () => {
    const formerly = (texts: readonly string[]) =>
      compareOwner(deepFreeze({ texts, ownerId: "me", formerOwnerIds: ["i-was"] }));
    expect(formerly([by("i-was")])).to.deep.equal({ whose: "ours", ownerId: "i-was" });
    expect(formerly([by("i-was"), by("me")]).whose).to.equal("ours");
    expect(formerly([by("i-was"), by("b")])).to.deep.equal({ whose: "foreign", ownerId: "b" });
  });
});

describe("validateRegistry", () => {
  const check = (
    registry: Partial<Registry>,
    more: Partial<Parameters<typeof validateRegistry>[0]> = {},
  ): string[] =>
    validateRegistry({
      registry: { ownerId: "me", ...registry },
      labels: {},
      records: [],
      zone: undefined,
      ...more,
    }).map(({ code, path }) => `${code} ${path}`);
  const web = { dnsName: "web.a.test", recordType: "A" } as const;
  const apex = { dnsName: "a.test", recordType: "A" } as const;

  it("accepts a Pulumi stack as owner", () => {
    expect(
      check({ ownerId: "pulumi/shop/prod" }, { records: [web], zone: "a.test" }),
    ).to.deep.equal([]);
  });

  for (const ownerId of ["", "a,b", "a=b", "a b", 'a"b', "ä", "a\nb"]) {
    it(`refuses ${JSON.stringify(ownerId)} as owner, which would be read back as another`, () => {
      expect(check({ ownerId })).to.deep.equal(["dns-owner registry.ownerId"]);
    });
  }

  it("refuses labels that would break the text", () => {
    expect(check({}, { labels: { resource: "a,b" } })).to.deep.equal(["dns-owner labels.resource"]);
  });

  it("refuses prefix and suffix at once", () => {
    expect(check({ txtPrefix: "a", txtSuffix: "b" })).to.deep.equal([
      "dns-owner registry.txtSuffix",
    ]);
  });

  it("accepts a text of 255 octets and refuses one of 256", () => {
    const room = 255 - encodeTxtOwner({ ownerId: "", labels: {} }).length;
    expect(check({ ownerId: "x".repeat(room) })).to.deep.equal([]);
    expect(check({ ownerId: "x".repeat(room + 1) })).to.deep.equal(["dns-owner registry.ownerId"]);
  });

  it("refuses a zone's own name without a prefix, since the TXT would be outside the zone", () => {
    expect(check({}, { records: [apex], zone: "a.test" })).to.deep.equal([
      'dns-registry-name registry["A a.test"]',
    ]);
    expect(
      check({ txtPrefix: "%{record_type}-owner." }, { records: [apex], zone: "a.test" }),
    ).to.deep.equal([]);
  });

  it("accepts a wildcard as external-dns writes it", () => {
    const wildcard = { dnsName: "*.a.test", recordType: "A" } as const;
    expect(check({}, { records: [wildcard], zone: "a.test" })).to.deep.equal([]);
  });
});
