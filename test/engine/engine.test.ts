import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { stagesVariable } from "../../provider/core/stages/wholeUpdate";
import { wholeUpdate } from "../../provider/engine/engine";

describe("what shows whole staged updates", () => {
  afterEach(() => {
    Reflect.deleteProperty(process.env, stagesVariable);
  });

  const told = async (text: string | undefined, isPreview: boolean) => {
    const nothing = { newResource: () => ({ id: "", state: {} }), call: () => ({}) };
    await pulumi.runtime.setMocks(nothing, "project", "stack", isPreview);
    if (text !== undefined) process.env[stagesVariable] = text;
    const refused = wholeUpdate();
    return refused === undefined ? undefined : [...refused];
  };

  it("is asked by a variable, and tells nothing to an update", async () => {
    expect(await told("all,Deployment/web@eu", true)).to.deep.equal(["Deployment/web@eu"]);
    expect(await told("all", true)).to.deep.equal([]);
    expect(await told("all", false)).to.equal(undefined);
    expect(await told("some", true)).to.equal(undefined);
  });
});
