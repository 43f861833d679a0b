import { expect } from "chai";
import { type Declaration, declaredStack } from "../support/declaredStack";
import { changeLive, configMapPath, readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";

describe("an adopted namespace", function () {
  this.timeout(900_000);

  it("is given back with all that is in it, when it leaves the program and in a destroy", async () => {
    const eu = (await sharedFleet()).clusters["eu-west"];
    if (eu === undefined) throw new Error("the shared fleet has no eu-west");
    const stack = await declaredStack();
    const path = "/api/v1/namespaces";
    await changeLive(eu, { method: "POST", path, body: { metadata: { name: "adopted" } } });
    const theirs = configMapPath("adopted", "theirs");
    await changeLive(eu, {
      method: "POST",
      path: theirs.slice(0, theirs.lastIndexOf("/")),
      body: { metadata: { name: "theirs" } },
    });
    const placement = { clusterNames: ["eu-west"] };
    const namespace: Declaration = {
      kind: "Namespace",
      name: "adopted",
      args: { placement, adopt: true },
    };
    const beside: Declaration = {
      kind: "ConfigMap",
      name: "beside",
      args: { placement: { clusterSelector: {} }, template: { data: { greeting: "hello" } } },
    };
    await stack.declare([namespace, beside]);
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    await stack.declare([beside]);
    const removed = await stack.up();
    expect(removed.succeeded, removed.output).to.equal(true);
    await stack.declare([namespace, beside]);
    const again = await stack.up();
    expect(again.succeeded, again.output).to.equal(true);
    const destroyed = await stack.destroy();
    expect(destroyed.succeeded, destroyed.output).to.equal(true);
    expect(await readLive(eu, theirs)).not.to.equal(undefined);
    await changeLive(eu, { method: "DELETE", path: `${path}/adopted` });
    stack.remove();
  });
});
