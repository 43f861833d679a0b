import { expect } from "chai";
import { createStack, type TestStack } from "../support/stack";
import type { FormerTypes } from "./programs/formerTypes";

describe("a stack of the time when DNS components had other types", function () {
  this.timeout(300_000);
  let stack: TestStack;

  before(async () => {
    stack = await createStack({ program: "formerTypes", secrets: {} });
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
  });

  const configure = (how: FormerTypes) => stack.configure(how);

  it("keeps the components and what is below them", async () => {
    await configure({ formerly: true });
    const before = await stack.up();
    expect(before.succeeded, before.output).to.equal(true);
    await configure({ formerly: false });
    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    expect(preview.changes).to.deep.equal([]);
    const after = await stack.up();
    expect(after.succeeded, after.output).to.equal(true);
    expect(after.changes).to.deep.equal([]);
  });
});
