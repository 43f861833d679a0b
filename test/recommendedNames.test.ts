import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { recordsFor } from "../provider/core/dns/records/targets";
import { convertDocuments } from "../provider/migration/convertObjects";
import * as sdk from "../sdk/nodejs";

const provider = resolve(__dirname, "../provider");

describe("what messages and docstrings recommend", () => {
  const files = readdirSync(provider, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .sort();

  it("is something that the package exports", () => {
    const named = files.flatMap((file) =>
      [...readFileSync(join(provider, file), "utf8").matchAll(/\bkubefed\.([A-Za-z]\w+)/g)]
        // Groups and labels of Kubernetes, and names in DNS, go on otherwise.
        .filter(([, name = ""]) => !["io", "k8s", "svc"].includes(name))
        .map(([, name = ""]) => ({ file, name })),
    );
    expect(named.length).to.be.greaterThan(8);
    expect(named.filter(({ name }) => !(name in sdk))).to.deep.equal([]);
  });

  const others = ["ResourceInterpreterCustomization", "ResourceInterpreterWebhookConfiguration"];
  for (const kind of others) {
    it(`is, for Karmada's ${kind}, the argument as it is called: scale`, () => {
      const object = { apiVersion: "config.karmada.io/v1alpha1", kind, metadata: { name: "x" } };
      const cluster = {
        apiVersion: "cluster.karmada.io/v1alpha1",
        kind: "Cluster",
        metadata: { name: "a" },
      };
      const migration = convertDocuments({ documents: [cluster, object], clusters: [] });
      const messages = (migration?.notes ?? []).map(({ message }) => message);
      expect(messages).to.include("scale of a federated component says where replicas are");
    });
  }

  it("promises to look up the hosts of load balancers when that is done", () => {
    const { issues } = recordsFor({
      dnsName: "web.test",
      targets: { addresses: ["10.0.0.1"], hosts: ["lb.example"] },
      ownNames: [],
      hostAddresses: { "lb.example": ["10.0.0.9"] },
      mayHaveCname: true,
    });
    expect(issues[0]?.message).to.match(/they are looked up again when the program runs next$/);
  });
});
