import { expect } from "chai";
import type { PropagationRequest } from "../../../provider/core/objects/propagationRequest";
import { deployment, issuesOf, plan } from "../../support/plans";

describe("a template", () => {
  const rows: readonly (readonly [string, Partial<PropagationRequest>, string])[] = [
    ["a name that is none", { name: "Settings" }, "error name-invalid template.metadata.name"],
    ["a namespace that is none", { namespace: "Shop" }, "error name-invalid namespace"],
    [
      "a managed label that is none",
      { managedLabel: "a b" },
      'error label-invalid managedLabel["a b"]',
    ],
    [
      "a generated name",
      { template: { metadata: { generateName: "x-" } } },
      "error template-invalid template.metadata.generateName",
    ],
    ["a path to retain that is none", { retain: [".."] }, "error retain-path retain[0]"],
    ["a template that is no map", { template: [] }, "error template-invalid template"],
  ];
  for (const [name, request, issue] of rows) {
    it(`${name} is reported`, () => {
      expect(issuesOf(plan(request))).to.deep.equal([issue]);
    });
  }

  it("a selector's labels and the pods' labels are looked at", () => {
    const labels = { app: "a b" };
    const planned = deployment({
      template: { spec: { selector: { matchLabels: labels }, template: { metadata: { labels } } } },
    });
    expect(issuesOf(planned)).to.deep.equal([
      'error label-invalid template.spec.selector.matchLabels["app"]',
      'error label-invalid template.spec.template.metadata.labels["app"]',
    ]);
  });
});
