import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { refusal } from "../../provider/engine/refusal";
import { actLikeEngine } from "../support/engineLike";

describe("refusal", () => {
  it("is an error of the program's run whose message is all that is formatted", () => {
    const error = refusal("web: must be a Deployment");
    expect(pulumi.RunError.isInstance(error)).to.equal(true);
    expect(inspect(error, { colors: true })).to.not.match(/^ +at /m);
    expect(inspect(error)).to.include("web: must be a Deployment");
  });

  it("is one about a resource where there is one, without its frames", async () => {
    await actLikeEngine();
    const about = new pulumi.ComponentResource("test:index:Part", "part");
    const error = refusal("part: is refused", about);
    expect(pulumi.ResourceError.isInstance(error) && error.hideStack).to.equal(true);
    expect([error.message, error.stack]).to.deep.equal(["part: is refused", undefined]);
  });
});
