import { expect } from "chai";
import { shownObject } from "../../../provider/core/objects/shownObject";
import { deepFreeze } from "../../support/deepFreeze";
import { Leaf } from "../../support/leaf";

describe("shownObject", () => {
  const leaf = new Leaf();
  const containers = [{ name: "c", image: "nginx", env: [{ name: "PASSWORD", value: leaf }] }];

  it("is nothing where no list has a leaf: the engine hides nothing else too much", () => {
    for (const object of [undefined, { data: { token: leaf } }, { spec: { args: ["-v"] } }]) {
      expect(shownObject({ object })).to.equal(undefined);
    }
  });

  it("says of what a member cluster owns only that, and adds nothing that is not there", () => {
    const object = { spec: { replicas: 3, containers }, metadata: {} };
    const ignoreChanges = ["spec.replicas", "spec.containers[*].image", "metadata.annotations.a"];
    expect(shownObject(deepFreeze({ object, ignoreChanges }))).to.deep.equal({
      spec: {
        replicas: "[retained]",
        containers: [{ name: "c", image: "[retained]", env: containers[0]?.env }],
      },
      metadata: {},
    });
  });
});
