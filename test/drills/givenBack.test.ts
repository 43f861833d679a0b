import { expect } from "chai";
import type { Cluster } from "../fleet";
import { type Declaration, declaredStack, type DeclaredStack } from "../support/declaredStack";
import { changeLive, configMapPath, type LiveObject, readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";

const namespaces = "/api/v1/namespaces";
const whole = `${namespaces}/adopted`;
const theirs = configMapPath("adopted", "theirs");
const moved = configMapPath("adopted", "moved");

const namespace: Declaration = {
  kind: "Namespace",
  name: "adopted",
  args: { placement: { clusterNames: ["eu-west"] }, adopt: true },
};
const beside: Declaration = {
  kind: "ConfigMap",
  name: "beside",
  args: { placement: { clusterSelector: {} }, template: { data: { greeting: "hello" } } },
};
const adopted = (name: string): Declaration => ({
  kind: "ConfigMap",
  name,
  args: { namespace: "adopted", adopt: true, template: { data: { greeting: "hello" } } },
});

describe("an adopted namespace", function () {
  this.timeout(900_000);
  let eu: Cluster;
  let stack: DeclaredStack;

  before(async () => {
    const found = (await sharedFleet()).clusters["eu-west"];
    if (found === undefined) throw new Error("the shared fleet has no eu-west");
    eu = found;
    stack = await declaredStack();
    const body = { metadata: { name: "adopted" } };
    await changeLive(eu, { method: "POST", path: namespaces, body });
    for (const name of ["theirs", "moved"]) {
      const data = { greeting: "from a person", other: "goes" };
      const path = `${whole}/configmaps`;
      await changeLive(eu, { method: "POST", path, body: { metadata: { name }, data } });
    }
  });
  after(async () => {
    await changeLive(eu, { method: "DELETE", path: whole });
    stack.remove();
  });

  const read = async (path: string): Promise<LiveObject> => {
    const live = await readLive(eu, path);
    if (live === undefined) throw new Error(`${path} is gone`);
    return live;
  };
  const update = async (objects: readonly Declaration[]) => {
    await stack.declare(objects);
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
  };
  /** They bear nothing of the stack any more, and have what the stack gave them last. */
  const areGivenBack = async (paths: readonly string[]) => {
    for (const path of paths) expect(oursOn(await read(path)), path).to.deep.equal([]);
    expect((await read(theirs)).data).to.deep.equal({ greeting: "hello" });
  };

  it("is given back with all that is in it, when it leaves the program and in a destroy", async () => {
    await update([namespace, beside, adopted("theirs"), adopted("moved")]);
    for (const path of [whole, theirs, moved])
      expect(oursOn(await read(path)), path).to.include("pulumi-kubefed/owner");
    // Another stack takes one of them over before this one lets go of it.
    const mark = { "pulumi-kubefed/owner": "another-id/ConfigMap/adopted/moved" };
    const body = { metadata: { annotations: mark } };
    await changeLive(eu, { method: "PATCH", path: moved, body });
    await update([beside]);
    await areGivenBack([whole, theirs]);
    expect((await read(moved)).metadata.annotations).to.deep.include(mark);
    await update([namespace, beside, adopted("theirs")]);
    expect(oursOn(await read(theirs))).to.include("pulumi-kubefed/owner");
    const destroyed = await stack.destroy();
    expect(destroyed.succeeded, destroyed.output).to.equal(true);
    await areGivenBack([whole, theirs]);
  });
});

/** All that an object bears of this package and of its plugin. */
function oursOn({ metadata }: LiveObject): string[] {
  const { annotations = {}, labels = {}, managedFields = [] } = metadata;
  const managers = managedFields.map(({ manager }) => manager);
  const texts = [...Object.keys(annotations), ...Object.keys(labels), ...managers];
  return texts.filter((each) => each.startsWith("pulumi"));
}
