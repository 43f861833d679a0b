import { expect } from "chai";
import { claimObjects } from "../../../provider/components/declare/claimedObjects";
import { newRun, within } from "../../../provider/engine/run";
import { planPropagation } from "../../../provider/core/objects/propagation";
import type { PropagationRequest } from "../../../provider/core/objects/propagationRequest";

const fleet = () => ["eu", "us"].map((name) => ({ name }));

describe("the objects of federated components", () => {
  const claim = (
    subject: string,
    members: readonly { readonly name: string }[],
    more: Partial<PropagationRequest> = {},
  ) => {
    const plan = planPropagation({
      kind: "ConfigMap",
      apiVersion: "v1",
      name: "settings",
      namespace: "shop",
      template: {},
      clusters: members,
      placement: { clusterSelector: {} },
      ...more,
    });
    const issues = within(run, () => claimObjects({ subject, plan }));
    return issues.map(({ path, message }) => [path, message]);
  };
  let run = newRun();
  beforeEach(() => {
    run = newRun();
  });

  it("belong to the component that declares them first, on each cluster", () => {
    const members = fleet();
    expect(claim("A", members, { placement: { clusterNames: ["eu"] } })).to.deep.equal([]);
    expect(claim("B", members)).to.deep.equal([
      [
        "template.metadata.name",
        'ConfigMap shop/settings on "eu" is declared by A already; an object belongs to one component',
      ],
    ]);
    expect(claim("C", members).map(([, message]) => message)).to.deep.equal([
      'ConfigMap shop/settings on "eu" is declared by A already; an object belongs to one component',
      'ConfigMap shop/settings on "us" is declared by B already; an object belongs to one component',
    ]);
  });

  it("are others with another kind, group, namespace, name or cluster, not with another version", () => {
    const members = fleet();
    const of = (apiVersion: string) => ({
      apiVersion,
      kind: "Gadget",
      scope: "Namespaced" as const,
    });
    const others: Partial<PropagationRequest>[] = [
      {},
      { kind: "Secret" },
      { namespace: "other" },
      { namespace: undefined },
      { name: "banner" },
      of("a.example.com/v1"),
      of("b.example.com/v1"),
    ];
    for (const other of others) {
      expect(claim("A", members, other), JSON.stringify(other)).to.deep.equal([]);
    }
    expect(claim("B", members, of("a.example.com/v2"))).to.have.length(1);
    run = newRun();
    expect(claim("A", members), "in another run").to.deep.equal([]);
  });
});
