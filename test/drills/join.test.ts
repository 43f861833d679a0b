import { expect } from "chai";
import { parse } from "yaml";
import type { Cluster } from "../fleet";
import { type AdminAccount, makeAdminAccount } from "../support/adminAccount";
import { exampleStack } from "../support/exampleStack";
import { eventually } from "../support/eventually";
import { deploymentPath, readLive } from "../support/live";
import { isAllowed, joinObjects, makeNamespace, statusFor } from "../support/memberCluster";
import { sharedFleet } from "../support/sharedFleet";
import type { EngineRun, TestStack } from "../support/stack";

const namespace = "joined-shop";

/** The scoped kubeconfigs that the program exports, by cluster. */
function kubeconfigsOf({ outputs }: EngineRun): Record<string, string> {
  const fleet = outputs.fleet as Record<string, { kubeconfig: string }>;
  return Object.fromEntries(
    Object.entries(fleet).map(([name, { kubeconfig }]) => [name, kubeconfig]),
  );
}

function tokenIn(kubeconfig: string): string {
  return (parse(kubeconfig) as { users: { user: { token: string } }[] }).users[0]?.user.token ?? "";
}

describe("joining by the engine, from the package as users install it", function () {
  this.timeout(600_000);
  let clusters: Cluster[];
  let stack: TestStack;
  let joined: EngineRun;
  let administrator: AdminAccount;
  const said: string[] = [];

  before(async () => {
    const fleet = await sharedFleet();
    clusters = ["us-east", "eu-west"].flatMap((name) => fleet.clusters[name] ?? []);
    stack = await exampleStack({
      folder: "join",
      secrets: Object.fromEntries(
        clusters.map(({ name, kubeconfig }) => [`${name}-kubeconfig`, kubeconfig]),
      ),
    });
    const [first, second] = clusters;
    if (second === undefined) throw new Error("the shared fleet has no eu-west");
    administrator = await makeAdminAccount(second, "joining");
    await stack.setSecret("eu-west-kubeconfig", administrator.kubeconfig);
    // There before: joining uses it, unjoining leaves it.
    if (first !== undefined) await makeNamespace(first.kubeconfig, namespace);
  });

  after(() => stack.remove());

  async function run(command: Promise<EngineRun>): Promise<EngineRun> {
    const done = await command;
    expect(done.succeeded, done.output).to.equal(true);
    said.push(done.output, ...done.diagnostics.map(({ message }) => message));
    return done;
  }

  it("writes nothing at preview, and says that it will join", async () => {
    const { changes } = await run(stack.preview());
    const memberships = changes.filter(({ type }) => type.endsWith("ClusterMembership"));
    expect(memberships.map(({ op, name }) => `${op} ${name}`)).to.deep.equal([
      "create eu-west",
      "create us-east",
    ]);
    for (const { kubeconfig, name } of clusters) {
      const objects = await joinObjects(kubeconfig, namespace);
      expect(Object.keys(objects), name).to.deep.equal(
        name === "us-east" ? [`Namespace ${namespace}`] : [],
      );
    }
  });

  it("joins, and writes a Deployment with credentials that can do that and no more", async () => {
    joined = await run(stack.up());
    for (const cluster of clusters) {
      const web = await readLive(cluster, deploymentPath(namespace, "web"));
      expect(web?.spec?.replicas, cluster.name).to.equal(1);
      const kubeconfig = kubeconfigsOf(joined)[cluster.name] ?? "";
      const can = (verb: string, resource: string, group = "") =>
        isAllowed(kubeconfig, { verb, resource, group, namespace });
      expect(await can("delete", "deployments", "apps")).to.equal(true);
      expect(await can("get", "secrets")).to.equal(false);
      expect(await can("create", "namespaces")).to.equal(false);
    }
  });

  it("has nothing to do in a second update", async () => {
    expect((await run(stack.up())).changes).to.deep.equal([]);
  });

  it("rotates: the new token is in use, and the old one works for its time, which is said", async () => {
    await stack.setConfig("rotate", "2026-12");
    const rotated = await run(stack.up());
    expect(rotated.diagnostics.map(({ message }) => message).join("\n")).to.include(
      "it gets a new token; the one of before works for 3600 s more",
    );
    for (const { name } of clusters) {
      const [old, fresh] = [joined, rotated].map((each) => kubeconfigsOf(each)[name] ?? "");
      expect(fresh, name).not.to.equal(old);
      for (const kubeconfig of [old, fresh])
        expect(await statusFor(kubeconfig ?? "", "/version"), name).to.equal(200);
    }
    // The provider changes under the Deployments; they themselves do not.
    expect(rotated.changes.filter(({ type }) => type.includes("Deployment"))).to.deep.equal([]);
    joined = rotated;
  });

  it("keeps every token out of the state and of what is printed", async () => {
    await run(stack.refresh());
    const tokens = Object.values(kubeconfigsOf(joined)).map(tokenIn);
    expect(tokens).to.have.lengthOf(2);
    const texts = [stack.state(), ...said];
    for (const { kubeconfig } of clusters) tokens.push(tokenIn(kubeconfig));
    for (const token of tokens) {
      expect(token).to.have.length.greaterThan(20);
      const forms = [token, Buffer.from(token).toString("base64")];
      for (const form of forms) {
        expect(texts.some((text) => text.includes(form))).to.equal(false);
      }
    }
  });

  it("needs the administrator's credentials no more: when they are refused, updates go on", async () => {
    await administrator.revoke();
    await stack.setConfig("replicas", "2");
    const { diagnostics } = await run(stack.up());
    const messages = diagnostics.map(({ message }) => message).join("\n");
    expect(messages).to.not.include("KubeFedCluster");
    for (const cluster of clusters) {
      const web = await readLive(cluster, deploymentPath(namespace, "web"));
      expect(web?.spec?.replicas, cluster.name).to.equal(2);
    }
  });

  it("unjoins with a destroy: what joining made is gone, what was there before stays", async () => {
    const [, second] = clusters;
    await stack.setSecret("eu-west-kubeconfig", second?.kubeconfig ?? "");
    await run(stack.up());
    await run(stack.destroy());
    for (const { kubeconfig, name } of clusters) {
      expect(Object.keys(await joinObjects(kubeconfig, namespace)), name).to.deep.equal(
        name === "us-east" ? [`Namespace ${namespace}`] : [],
      );
      await eventually(async () => {
        expect(await statusFor(kubeconfigsOf(joined)[name] ?? "", "/version")).to.equal(401);
      });
    }
  });
});
