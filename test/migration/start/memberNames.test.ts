import { expect } from "chai";
import fc from "fast-check";
import { validateName } from "../../../provider/core/kinds/federatedTypes";
import { memberNames } from "../../../provider/migration/start/memberNames";

const namesOf = (contexts: readonly string[]) =>
  Object.fromEntries(memberNames(contexts).map(({ context, name }) => [context, name]));

describe("a member's name", () => {
  const rows = [
    { context: "us", name: "us" },
    { context: "kind-eu", name: "kind-eu" },
    { context: "us.example.test", name: "us.example.test" },
    { context: "arn:aws:eks:us-east-1:123456789012:cluster/Prod_1", name: "prod-1" },
    { context: "arn:aws-cn:eks:cn-north-1:123456789012:cluster/shop", name: "shop" },
    { context: "gke_my-project_europe-west1-d_stage", name: "stage" },
    { context: "alice@shop.eu-west-1.eksctl.io", name: "shop" },
    { context: "kubernetes-admin@kubernetes", name: "kubernetes" },
    { context: "default/api-eu-example-test:6443/kube:admin", name: "api-eu-example-test" },
    { context: "Docker Desktop", name: "docker-desktop" },
    { context: "-Ä-", name: "cluster" },
    { context: "", name: "cluster" },
  ];
  for (const { context, name } of rows) {
    it(`of context "${context}" is "${name}"`, () => {
      expect(namesOf([context])).to.deep.equal({ [context]: name });
    });
  }

  it("is the whole context's where clusters of one name are in several places", () => {
    expect(namesOf(["gke_a_eu_prod", "gke_b_us_prod", "other"])).to.deep.equal({
      gke_a_eu_prod: "gke-a-eu-prod",
      gke_b_us_prod: "gke-b-us-prod",
      other: "other",
    });
  });

  it("leaves a name to the context that has it", () => {
    expect(namesOf(["admin@prod", "prod"])).to.deep.equal({
      "admin@prod": "admin-prod",
      prod: "prod",
    });
  });

  it("is numbered where nothing else tells contexts apart", () => {
    expect(namesOf(["A", "a", "a:", "a_"])).to.deep.equal({
      A: "a-2",
      a: "a",
      "a:": "a-3",
      a_: "a-4",
    });
  });

  const anyContext = fc.oneof(
    fc.string({ maxLength: 80 }),
    fc.constantFrom(...rows.map(({ context }) => context)),
    fc.string({ unit: fc.constantFrom("a", "A", "-", "@", "/", ":", "_"), maxLength: 6 }),
  );

  it("is always one that a member cluster may have, and no other's", () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyContext, { maxLength: 12 }), (contexts) => {
        const named = memberNames(Object.freeze(contexts));
        expect(named.map(({ context }) => context)).to.have.members(contexts);
        expect(new Set(named.map(({ name }) => name)).size).to.equal(contexts.length);
        for (const { name } of named) {
          expect(validateName({ kind: "KubeFedCluster", name, path: "" })).to.deep.equal([]);
          expect(name.length).to.be.at.most(45);
        }
      }),
    );
  });

  it("does not depend on the order of contexts", () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyContext, { maxLength: 8 }), (contexts) => {
        expect(memberNames([...contexts].reverse())).to.deep.equal(memberNames(contexts));
      }),
    );
  });
});
