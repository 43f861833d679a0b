import { expect } from "chai";
import type { Cluster } from "../fleet";
import { declaredStack, type DeclaredStack } from "../support/declaredStack";
import { changeLive, configMapPath, readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";

const path = configMapPath("default", "by-hand");

describe("an object that exists and is not ours", function () {
  this.timeout(600_000);
  let cluster: Cluster;
  let stack: DeclaredStack;
  let uid: string;

  before(async () => {
    const { clusters } = await sharedFleet();
    const found = clusters["eu-west"];
    if (found === undefined) throw new Error("the shared fleet has no eu-west");
    cluster = found;
    const body = { metadata: { name: "by-hand" }, data: { greeting: "from a person" } };
    const collection = path.replace(/\/by-hand$/, "");
    uid = (await changeLive(cluster, { method: "POST", path: collection, body })).metadata.uid;
    stack = await declaredStack();
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
  });

  // The member is given by a provider of the program's own: it is asked as all others are.
  const declare = (settings: object) =>
    stack.declare(
      [
        {
          kind: "ConfigMap",
          name: "by-hand",
          args: {
            placement: { clusterSelector: {} },
            template: { data: { greeting: "hello" } },
            ...settings,
          },
        },
      ],
      { ownProviders: ["eu-west"] },
    );

  it("is named at preview with what to do, and nothing is written anywhere", async () => {
    await declare({});
    const preview = await stack.preview();
    expect(preview.succeeded).to.equal(false);
    const errors = preview.diagnostics.filter(({ severity }) => severity === "error");
    expect(errors[0]?.message.split("\n").slice(0, 2)).to.deep.equal([
      "1 problem in 1 resource, nothing was written",
      'FederatedConfigMap "by-hand": 1 problem',
    ]);
    expect(errors[0]?.message).to.match(
      new RegExp(
        `clusters\\["eu-west"\\]: ConfigMap by-hand exists on "eu-west" and is not of this stack \\(uid ${uid}, .*\\); adopt: true takes it over`,
      ),
    );
    expect((await readLive(cluster, path))?.data).to.deep.equal({ greeting: "from a person" });
  });

  it("is taken over with adopt, and keeps its uid", async () => {
    await declare({ adopt: true });
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    const live = await readLive(cluster, path);
    expect([live?.metadata.uid, live?.data]).to.deep.equal([uid, { greeting: "hello" }]);
    expect(up.changes.some(({ op }) => op.includes("replace"))).to.equal(false);
  });

  it("is ours from then on, also without adopt", async () => {
    await declare({});
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect((await readLive(cluster, path))?.metadata.uid).to.equal(uid);
  });
});
