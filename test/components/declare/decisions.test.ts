import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { secretFieldOutputs } from "../../../provider/components/declare/decisions";
import type { PropagationPlan } from "../../../provider/core/objects/propagationPlan";

const known = (value: pulumi.Inputs) =>
  new Promise<unknown>((settle) => {
    pulumi.output(value).apply((each) => {
      settle(each);
    });
  });

function planOf(kind: string, objects: Readonly<Record<string, object>>): PropagationPlan {
  const clusters = Object.entries(objects).map(([cluster, object]) => ({
    cluster,
    selected: true,
    reason: "",
    overrides: [],
    object: { ...object },
  }));
  return { kind, apiVersion: "v1", name: "settings", clusters, issues: [] };
}

describe("what a component registers of secrets", () => {
  const password = pulumi.secret("hunter2");

  it("is where they stand and on which clusters, and nothing of what they are", async () => {
    const plan = planOf("ConfigMap", {
      "eu-west": { data: { password, host: pulumi.output("db"), plain: "x" } },
      "us-east": { data: { password: "none", host: pulumi.output("db") }, list: [password] },
    });
    const outputs = secretFieldOutputs(plan);
    expect(await known(outputs)).to.deep.equal({
      secretFields: { "data.host": [], "data.password": ["eu-west"], "list[0]": ["us-east"] },
    });
    expect(await pulumi.isSecret(pulumi.output(outputs))).to.equal(false);
  });

  it("is nothing of a Secret, of a chart's values, and of plain objects", () => {
    for (const kind of ["Secret", "Chart"])
      expect(secretFieldOutputs(planOf(kind, { eu: { data: { password } } }))).to.deep.equal({});
    expect(secretFieldOutputs(planOf("ConfigMap", { eu: { data: { a: 1 } } }))).to.deep.equal({});
  });
});
