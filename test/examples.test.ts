import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect } from "chai";
import ts from "typescript";
import type { PropagationPlan } from "pulumi-kubefed";
import type { Fleet, KubeRequest } from "./fleet";
import { exampleStack, placeExample, sharedBackend } from "./support/exampleStack";
import { type ExamplePromise, examplePromises, type Read } from "./support/examplePromises";
import { changeLive, configMapPath, readLive } from "./support/live";
import { eventually } from "./support/eventually";
import { type RunningNameServer, startNameServer } from "./support/nameServers";
import { sharedFleet } from "./support/sharedFleet";
import type { EngineRun, TestStack } from "./support/stack";
import { secretMark, storedOutputs } from "./support/stackState";
import { typeErrors } from "./support/typeCheck";

const folders = readdirSync(resolve(__dirname, "../examples"), {
  recursive: true,
  encoding: "utf8",
})
  .filter((path) => path.endsWith("Pulumi.yaml") && !path.includes("node_modules"))
  .map(dirname)
  .sort();

const nowhere = { "ap-south": undefined, "eu-west": undefined, "us-east": undefined };

describe("the examples, with the package as users install it", function () {
  this.timeout(600_000);
  let fleet: Fleet;
  before(async () => {
    fleet = await sharedFleet();
  });

  const read: Read = async (path, field) => {
    const found = Object.values(fleet.clusters).map(async (cluster) => {
      const object = await readLive(cluster, path);
      return [cluster.name, object === undefined ? undefined : field(object)] as const;
    });
    return Object.fromEntries<unknown>(await Promise.all(found));
  };

  function secretsFor(kubeconfigs: Readonly<Record<string, string>>): Record<string, string> {
    const secrets = Object.entries(kubeconfigs).map(([key, cluster]): [string, string] => [
      key,
      fleet.clusters[cluster]?.kubeconfig ?? "",
    ]);
    return Object.fromEntries(secrets);
  }

  /** Changes what somebody else has made on the clusters of an example; fails where it is not there. */
  async function changeTheirs(
    { kubeconfigs, theirs = [] }: ExamplePromise,
    requestFor: (their: (typeof theirs)[number]) => KubeRequest,
  ): Promise<void> {
    for (const name of Object.values(kubeconfigs)) {
      const cluster = fleet.clusters[name];
      if (cluster === undefined) throw new Error(`no cluster "${name}"`);
      for (const their of theirs) await changeLive(cluster, requestFor(their));
    }
  }

  /** The settings of an example, those of its name server among them. */
  function withNameServer(
    secrets: Readonly<Record<string, string>>,
    server: RunningNameServer | undefined,
  ) {
    if (server === undefined) return { secrets };
    const { port, zone, writer } = server;
    return {
      secrets: { ...secrets, keySecret: writer.secret },
      config: { server: `127.0.0.1:${port}`, domain: zone, keyName: writer.name },
    };
  }

  it("are all type-checked, with their own settings", async () => {
    const places = await Promise.all(folders.map(placeExample));
    const settings = places.map((place) => ({ place, ...settingsOf(place) }));
    for (const { place, files } of settings) expect(files).to.deep.equal([join(place, "index.ts")]);
    // All in one program, because reading @pulumi/kubernetes takes most of the time.
    const [options] = settings.map((each) => each.options);
    for (const each of settings) expect(each.options).to.deep.equal(options);
    const files = settings.flatMap((each) => each.files);
    expect(typeErrors({ files, options: options ?? {}, within: places })).to.deep.equal([]);
  });

  it("are all run", () => {
    const run = [
      ...examplePromises.map(({ folder }) => folder),
      "environments/app",
      "environments/fleet",
      // By test/drills/shards.test.ts, as one stack and as three shards.
      "large-fleet/app",
      "large-fleet/fleet",
      // By test/drills/firstSteps.test.ts, as README's commands make it.
      "first-fleet",
      // By test/drills/join.test.ts, which looks at what happens underneath.
      "join",
    ];
    expect(run.sort()).to.deep.equal(folders);
  });

  for (const promised of examplePromises) {
    describe(promised.folder, () => {
      let stack: TestStack;
      let nameServer: RunningNameServer | undefined;
      let ended = false;
      before(async () => {
        nameServer = promised.writesDns === true ? await startNameServer("bind") : undefined;
        await changeTheirs(promised, ({ collection, body }) => ({
          method: "POST",
          path: `${collection}?fieldManager=kubectl-create`,
          body,
        }));
        const secrets = secretsFor(promised.kubeconfigs);
        stack = await exampleStack({ ...promised, ...withNameServer(secrets, nameServer) });
      });
      after(async () => {
        if (!ended) await stack.destroy();
        stack.remove();
        await nameServer?.stop();
        await changeTheirs(promised, ({ collection, body }) => ({
          method: "DELETE",
          path: `${collection}/${body.metadata.name}`,
        }));
      });

      it("says at preview what each cluster gets, and writes nothing", async () => {
        const preview = await stack.preview();
        expect(preview.succeeded, preview.output).to.equal(true);
        const said = preview.diagnostics.map(({ message }) => message).join("\n");
        for (const words of promised.previewed) expect(said).to.match(words);
        for (const path of promised.gone) expect(await read(path, Boolean)).to.deep.equal(nowhere);
      });

      it("writes what it promises", async () => {
        const up = await stack.up();
        expect(up.succeeded, up.output).to.equal(true);
        await eventually(() => promised.expectLive(read));
        promised.expectOutputs(up.outputs);
      });

      it("has nothing to do in a second update", async () => {
        const second = await stack.up();
        expect(second.succeeded, second.output).to.equal(true);
        expect(second.changes).to.deep.equal([]);
      });

      it("leaves nothing behind", async () => {
        const destroy = await stack.destroy();
        expect(destroy.succeeded, destroy.output).to.equal(true);
        ended = true;
        for (const path of promised.gone) expect(await read(path, Boolean)).to.deep.equal(nowhere);
      });
    });
  }

  describe("environments", () => {
    const environments = { dev: ["ap-south"], prod: ["eu-west", "us-east"] };
    const names = ["dev", "prod"] as const;
    const path = configMapPath("default", "settings");
    let fleets: TestStack[];
    let apps: TestStack[];
    let ended = false;

    before(async () => {
      const backend = await sharedBackend();
      fleets = await Promise.all(
        names.map((stack) => {
          const members = environments[stack].map((name) => [`${name}-kubeconfig`, name] as const);
          return exampleStack({
            folder: "environments/fleet",
            project: "environments-fleet",
            stack,
            backend,
            secrets: secretsFor(Object.fromEntries(members)),
          });
        }),
      );
      const app = { folder: "environments/app", project: "environments-app", secrets: {} };
      apps = await Promise.all(names.map((stack) => exampleStack({ ...app, stack, backend })));
    });
    after(async () => {
      if (!ended) await destroyAll();
      for (const stack of [...apps, ...fleets]) stack.remove();
    });

    async function upAll(stacks: readonly TestStack[]): Promise<EngineRun[]> {
      const runs = await Promise.all(stacks.map((stack) => stack.up()));
      for (const run of runs) expect(run.succeeded, run.output).to.equal(true);
      return runs;
    }

    async function destroyAll(): Promise<EngineRun[]> {
      const ends: EngineRun[] = [];
      for (const stacks of [apps, fleets])
        ends.push(...(await Promise.all(stacks.map((stack) => stack.destroy()))));
      return ends;
    }

    it("keep the credentials of their members secret, and their labels plain", async () => {
      await upAll(fleets);
      const exported = fleets.map((stack) => Object.entries(exportedFleet(stack)));
      expect(
        exported.map((members) => members.map(([name, { labels }]) => [name, labels])),
      ).to.deep.equal([
        [["ap-south", { tier: "web" }]],
        [
          ["eu-west", { tier: "web" }],
          ["us-east", { tier: "web" }],
        ],
      ]);
      for (const [, { kubeconfig }] of exported.flat())
        expect(kubeconfig).to.have.all.keys(secretMark, "ciphertext");
      expectNoCredentials(fleets);
    });

    it("preview an application on the members of its own environment", async () => {
      const previews = await Promise.all(apps.map((stack) => stack.preview()));
      const plans = previews.map(({ diagnostics }) => diagnostics.map(({ message }) => message)[0]);
      expect(plans[0]).to.match(/^\[dev\] ConfigMap settings on 1 of 1 .+: ap-south$/);
      expect(plans[1]).to.match(/^\[prod\] ConfigMap settings on 2 of 2 .+: eu-west, us-east$/);
      expect(await read(path, Boolean)).to.deep.equal(nowhere);
    });

    it("put it there, with no credential in the application's state", async () => {
      const ups = await upAll(apps);
      const planned = ups.map(({ outputs }) =>
        (outputs.plan as PropagationPlan).clusters.map(({ cluster }) => cluster),
      );
      expect(planned).to.deep.equal(Object.values(environments));
      expect(await read(path, ({ data }) => data?.environment)).to.deep.equal({
        "ap-south": "dev",
        "eu-west": "prod",
        "us-east": "prod",
      });
      expectNoCredentials(apps);
    });

    it("have nothing to do in a second update", async () => {
      for (const stacks of [fleets, apps])
        for (const { changes } of await upAll(stacks)) expect(changes).to.deep.equal([]);
    });

    it("leave nothing behind", async () => {
      for (const end of await destroyAll()) expect(end.succeeded, end.output).to.equal(true);
      ended = true;
      expect(await read(path, Boolean)).to.deep.equal(nowhere);
    });

    function expectNoCredentials(stacks: readonly TestStack[]): void {
      for (const stack of stacks)
        for (const { kubeconfig } of Object.values(fleet.clusters))
          for (const credential of credentialsIn(kubeconfig))
            expect(stack.state()).to.not.include(credential);
    }
  });
});

/** What an example's `tsconfig.json` says. */
function settingsOf(place: string): { files: readonly string[]; options: ts.CompilerOptions } {
  const text = readFileSync(join(place, "tsconfig.json"), "utf8");
  const config: unknown = JSON.parse(text);
  const { errors, fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, place);
  expect(errors).to.deep.equal([]);
  return { files: fileNames, options: { ...options, noEmit: true } };
}

function exportedFleet(stack: TestStack): Record<string, Record<string, unknown>> {
  return storedOutputs(stack.state()).fleet as Record<string, Record<string, unknown>>;
}

/** The long texts of a kubeconfig: certificates and keys, or a token. */
function credentialsIn(kubeconfig: string): string[] {
  const found = kubeconfig.match(/[\w+/=.-]{100,}/g) ?? [];
  expect(found).to.not.deep.equal([]);
  return found;
}
