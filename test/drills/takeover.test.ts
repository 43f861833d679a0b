import { expect } from "chai";
import type { Cluster } from "../fleet";
import { type Declaration, declaredStack, type DeclaredStack } from "../support/declaredStack";
import { changeLive, configMapPath, deploymentPath, readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";

const place = "takeover-test";

/** A member whose provider is the program's own: only what the probe read leads there. */
const ownMember = "eu-west";

/** Who wrote the objects before, how, and as whom. */
const writers = [
  { who: "kubefed", manager: "controller-manager", how: "update", on: "us-east" },
  { who: "helm", manager: "helm", how: "apply", on: "us-east" },
  { who: "helm-own", manager: "helm", how: "apply", on: ownMember },
  { who: "karmada", manager: "karmada-controller-manager", how: "update", on: ownMember },
  { who: "kubectl", manager: "kubectl-client-side-apply", how: "update", on: "us-east" },
  { who: "inhouse", manager: "deploy-bot", how: "update", on: "us-east" },
] as const;

/** What somebody else has in one of them. */
const sideOf = (who: string) => (who === "inhouse" ? { side: "1" } : {});

const configMapOf = (name: string) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: place, labels: { keep: "1", drop: "1" } },
  data: { keep: "1", drop: "1", theirs: "set" },
});

const deploymentOf = (name: string) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, namespace: place, labels: { keep: "1", drop: "1" } },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        containers: [
          {
            name: "old",
            image: "nginx:1",
            env: [
              { name: "KEEP", value: "1" },
              { name: "DROP", value: "1" },
            ],
          },
        ],
      },
    },
  },
});

interface Containers {
  readonly template: {
    readonly spec: {
      readonly containers: readonly {
        readonly name: string;
        readonly env: readonly { readonly name: string }[];
      }[];
    };
  };
}

function declared(container: string, isDropped: boolean): Declaration[] {
  const labels = { keep: "1", ...(isDropped ? {} : { drop: "1" }) };
  const annotations = { "pulumi.com/skipAwait": "true" };
  const env = [{ name: "KEEP", value: "1" }, ...(isDropped ? [] : [{ name: "DROP", value: "1" }])];
  const objects = writers.flatMap(({ who, on }): Declaration[] => {
    const { spec } = deploymentOf(who);
    const containers = [{ name: container, image: "nginx:1", env }];
    const template = { ...spec.template, spec: { containers } };
    const data = { keep: "1", ...(isDropped ? {} : { drop: "1" }), theirs: "ours" };
    const common = { namespace: place, adopt: true, placement: { clusterNames: [on] } };
    return [
      {
        kind: "ConfigMap",
        name: who,
        args: { ...common, retain: ["/data/theirs"], template: { metadata: { labels }, data } },
      },
      {
        kind: "Deployment",
        name: who,
        args: {
          ...common,
          template: { metadata: { labels, annotations }, spec: { ...spec, template } },
        },
      },
    ];
  });
  const args = { placement: { clusterNames: ["us-east", ownMember] }, adopt: true };
  return [{ kind: "Namespace", name: place, args }, ...objects];
}

describe("objects of former owners that are adopted", function () {
  this.timeout(900_000);
  let clusters: Readonly<Record<string, Cluster>>;
  let stack: DeclaredStack;
  let uids: readonly (string | undefined)[];

  const clusterOf = (name: string): Cluster => {
    const cluster = clusters[name];
    if (cluster === undefined) throw new Error(`the shared fleet has no ${name}`);
    return cluster;
  };
  const holderOf = (who: string) =>
    clusterOf(writers.find((writer) => writer.who === who)?.on ?? "us-east");
  const write = (path: string, body: unknown, { manager, how, on }: (typeof writers)[number]) => {
    const cluster = clusterOf(on);
    const query = `fieldManager=${manager}`;
    return how === "apply"
      ? changeLive(cluster, {
          method: "PATCH",
          path: `${path}?${query}`,
          body,
          contentType: "application/apply-patch+yaml",
        })
      : changeLive(cluster, {
          method: "POST",
          path: `${path.slice(0, path.lastIndexOf("/"))}?${query}`,
          body,
        });
  };
  const liveMap = (name: string) => readLive(holderOf(name), configMapPath(place, name));
  const liveDeployment = (name: string) => readLive(holderOf(name), deploymentPath(place, name));
  const containersOf = async (name: string) =>
    ((await liveDeployment(name))?.spec as unknown as Containers).template.spec.containers;
  const allUids = () =>
    Promise.all(
      writers.flatMap(({ who }) =>
        [liveMap(who), liveDeployment(who)].map(async (live) => (await live)?.metadata.uid),
      ),
    );

  before(async () => {
    clusters = (await sharedFleet()).clusters;
    for (const name of ["us-east", ownMember]) {
      await changeLive(clusterOf(name), {
        method: "POST",
        path: "/api/v1/namespaces",
        body: { metadata: { name: place } },
      });
    }
    for (const writer of writers) {
      await write(configMapPath(place, writer.who), configMapOf(writer.who), writer);
      await write(deploymentPath(place, writer.who), deploymentOf(writer.who), writer);
    }
    // Who owns little of an object is not taken for its former owner.
    await changeLive(holderOf("inhouse"), {
      method: "PATCH",
      path: `${configMapPath(place, "inhouse")}?fieldManager=side-bot`,
      body: { data: { side: "1" }, metadata: { labels: { keep: "1" } } },
      contentType: "application/merge-patch+json",
    });
    uids = await allUids();
    stack = await declaredStack();
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
  });

  it("lose a container that the program calls otherwise, and are left unchanged after that", async () => {
    await stack.declare(declared("new", false), { ownProviders: [ownMember] });
    const kept = `ConfigMap ${place}/inhouse on "us-east": "side-bot" owns data.side, and keeps that`;
    expect((await stack.preview()).output).to.include(kept);
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    for (const { who } of writers) {
      expect(
        (await containersOf(who)).map(({ name }) => name),
        who,
      ).to.deep.equal(["new"]);
      expect((await liveMap(who))?.data, who).to.deep.equal({
        keep: "1",
        drop: "1",
        theirs: "set",
        ...sideOf(who),
      });
    }
    const preview = await stack.preview();
    expect(preview.changes, preview.output).to.deep.equal([]);
    expect(await allUids()).to.deep.equal(uids);
  });

  it("lose what the program drops later, and keep what is retained", async () => {
    await stack.declare(declared("new", true), { ownProviders: [ownMember] });
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    for (const { who } of writers) {
      const map = await liveMap(who);
      expect(map?.data, who).to.deep.equal({
        keep: "1",
        theirs: "set",
        ...sideOf(who),
      });
      expect(Object.keys(map?.metadata.labels ?? {}), who).to.not.include("drop");
      expect(Object.keys((await liveDeployment(who))?.metadata.labels ?? {})).to.not.include(
        "drop",
      );
      const env = (await containersOf(who)).flatMap((each) => each.env.map(({ name }) => name));
      expect(env, who).to.deep.equal(["KEEP"]);
    }
    expect((await stack.preview()).changes).to.deep.equal([]);
    expect(await allUids()).to.deep.equal(uids);
  });
});
