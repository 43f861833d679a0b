import { expect } from "chai";
import type { FleetPlan } from "../../provider/report/plan/model";
import type { Cluster } from "../fleet";
import { type AdminAccount, makeAdminAccount } from "../support/adminAccount";
import { clusterOf, makeForeign, pathsIn, rewritten, uidsOf } from "../support/identityBed";
import { kubefed } from "../support/kubefed";
import { changeLive, configMapPath } from "../support/live";
import { packedStack } from "../support/packedStack";
import { sharedFleet } from "../support/sharedFleet";
import { type SocksProxy, startSocksProxy } from "../support/socksProxy";
import type { EngineRun, TestStack } from "../support/stack";
import { startTcpGate, type TcpGate } from "../support/tcpGate";
import type { GivenMember } from "./programs/identified";

const namespace = "matrix";
const paths = pathsIn(namespace);
const join = { hostClusterName: "host", namespace: "matrix-joined" };

/** Every operation after every change takes 20 minutes; without it a refresh is tried where ways differ most. */
const isThorough = process.env.KUBEFED_MATRIX === "full";
const refreshed = [
  "another address",
  "a join",
  "a provider of the program's own with another address",
];

/** The provider that the program makes itself: the plugin takes another address for another cluster. */
const ownName = "own-us-east";

const execVersion = "client.authentication.k8s.io/v1";

/** What changes about how one and the same cluster is given. */
interface Change {
  readonly kubeconfig: string;
  readonly member: GivenMember;
}

describe("one cluster, given in every other way, under every operation", function () {
  this.timeout(1_800_000);
  let cluster: Cluster;
  let stack: TestStack;
  let gate: TcpGate;
  let proxy: SocksProxy;
  let account: AdminAccount;
  let start: Readonly<Record<string, string | undefined>>;

  before(async () => {
    const found = (await sharedFleet()).clusters["us-east"];
    if (found === undefined) throw new Error("the shared fleet has no us-east");
    cluster = found;
    gate = await startTcpGate(Number(new URL(serverOf(cluster.kubeconfig)).port));
    proxy = await startSocksProxy({});
    account = await makeAdminAccount(cluster, "matrix");
    stack = await packedStack({
      program: "identified",
      stack: "matrix",
      secrets: { "us-east": cluster.kubeconfig },
    });
    await give(plain());
    await succeed(stack.up());
    await makeForeign(cluster, namespace);
    start = await uidsOf(cluster, paths);
    expect(Object.values(start)).not.to.include(undefined);
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
    await gate.shut();
    await proxy.stop();
    await account.revoke();
  });

  const plain = (): Change => ({ kubeconfig: cluster.kubeconfig, member: {} });
  const written = (change: Parameters<typeof rewritten>[1]): Change => ({
    kubeconfig: rewritten(cluster.kubeconfig, change),
    member: {},
  });
  const give = async ({ kubeconfig, member }: Change) => {
    await stack.setSecret("us-east", kubeconfig);
    await stack.configure({ namespace, members: { "us-east": member } });
  };
  const succeed = async (run: Promise<EngineRun>): Promise<EngineRun> => {
    const done = await run;
    expect(done.succeeded, done.output).to.equal(true);
    return done;
  };
  /** No object of the member is made, replaced or deleted, and all are the same as ever. */
  const untouched = async (name: string, { changes }: EngineRun) => {
    const others = changes.filter(
      ({ op, type }) =>
        op !== "update" && op !== "refresh" && !/Provider|providers|Membership/.test(type),
    );
    expect(others, name).to.deep.equal([]);
    const replaced = changes.filter(({ op, name: each }) => /replace/.test(op) && each !== ownName);
    expect(replaced, name).to.deep.equal([]);
    expect(await uidsOf(cluster, paths), name).to.deep.equal(start);
  };

  const changes: Record<string, () => Change> = {
    "a slash at the end of its address": () =>
      written((document) => {
        clusterOf(document).server = `${serverOf(cluster.kubeconfig)}/`;
      }),
    "another address": () =>
      written((document) => {
        clusterOf(document).server = `https://127.0.0.1:${gate.port}`;
      }),
    "a bundle of certificates": () =>
      written((document) => {
        const own = clusterOf(document);
        const bundle = Buffer.from(String(own["certificate-authority-data"]), "base64");
        own["certificate-authority-data"] = Buffer.from(
          `${bundle.toString()}\n# one more\n`,
        ).toString("base64");
      }),
    "other names and a server name": () =>
      written((document) => {
        const [entry, user] = [document.clusters[0], document.users[0]];
        if (entry === undefined || user === undefined) throw new Error("an empty kubeconfig");
        [entry.name, user.name] = ["c2", "u2"];
        document.contexts = [{ name: "x2", context: { cluster: "c2", user: "u2" } }];
        document["current-context"] = "x2";
        entry.cluster["tls-server-name"] = "127.0.0.1";
      }),
    "a command for its token, and TLS that is not checked": () =>
      written((document) => {
        const [own, user] = [clusterOf(document), document.users[0]];
        const status = { token: user?.user["token"] };
        const credential = { apiVersion: execVersion, kind: "ExecCredential", status };
        const exec = {
          apiVersion: execVersion,
          command: "echo",
          args: [JSON.stringify(credential)],
          interactiveMode: "Never",
        };
        if (user !== undefined) user.user = { exec };
        delete own["certificate-authority-data"];
        own["insecure-skip-tls-verify"] = true;
      }),
    "a proxy": () =>
      written((document) => {
        clusterOf(document)["proxy-url"] = `socks5://127.0.0.1:${proxy.port}`;
      }),
    "a context": () => {
      const context = rewritten(cluster.kubeconfig, (document) => {
        const own = document.contexts[0];
        if (own !== undefined) document.contexts.push({ ...own, name: "same" });
      });
      return { kubeconfig: context, member: { context: "same" } };
    },
    "another user": () => ({ kubeconfig: account.kubeconfig, member: {} }),
    "a join": () => ({ kubeconfig: cluster.kubeconfig, member: { join } }),
    "a rotated token": () => ({
      kubeconfig: cluster.kubeconfig,
      member: { join: { ...join, rotate: "2026-12" } },
    }),
    "no join any more": plain,
    "a provider of the program's own": () => ({
      kubeconfig: cluster.kubeconfig,
      member: { by: "own provider" },
    }),
    "a provider of the program's own with another address": () => ({
      kubeconfig: rewritten(cluster.kubeconfig, (document) => {
        clusterOf(document).server = `https://127.0.0.1:${gate.port}`;
      }),
      member: { by: "own provider" },
    }),
    "a kubeconfig again": plain,
  };
  for (const [name, change] of Object.entries(changes)) {
    it(`keeps every object of a member that has ${name}`, async () => {
      await give(change());
      if (isThorough) await untouched(`${name}: preview`, await succeed(stack.preview()));
      const { code, out, err } = await kubefed({
        words: ["plan", "--format", "json", "--max-deletes", "0"],
        ...stack.shell,
      });
      expect(code, err).not.to.equal(1);
      const { totals, others } = JSON.parse(out) as FleetPlan;
      expect(totals, name).to.include({ create: 0, replace: 0, delete: 0 });
      const providers = others.filter(
        ({ type, name: each }) => type === "pulumi:providers:kubernetes" && each !== ownName,
      );
      expect(
        providers.map((each) => each.action),
        name,
      ).not.to.include("replace");
      // Where the same arguments come by another way, there is nothing to be updated.
      const ofMember = providers.filter((each) => each.name === "us-east");
      const expected = name === "a provider of the program's own" ? [] : ["update"];
      expect(
        ofMember.map((each) => each.action),
        name,
      ).to.deep.equal(expected);
      await untouched(`${name}: up`, await succeed(stack.up()));
      if (isThorough || refreshed.includes(name)) {
        await untouched(`${name}: refresh`, await succeed(stack.refresh()));
        await untouched(`${name}: up --refresh`, await succeed(stack.up({ refresh: true })));
        expect((await succeed(stack.up())).changes, `${name}: again`).to.deep.equal([]);
      }
    });
  }

  it("keeps every object in a destroy while somebody else's stands among them, and then goes", async () => {
    const refused = await stack.destroy();
    expect(refused.succeeded).to.equal(false);
    expect(refused.output).to.include(`Namespace ${namespace} on "us-east" holds what is not of`);
    expect(await uidsOf(cluster, paths)).to.deep.equal(start);
    await changeLive(cluster, { method: "DELETE", path: configMapPath(namespace, "foreign") });
    await succeed(stack.destroy());
    expect(new Set(Object.values(await uidsOf(cluster, paths)))).to.deep.equal(
      new Set([undefined]),
    );
  });
});

function serverOf(kubeconfig: string): string {
  let server = "";
  rewritten(kubeconfig, (document) => {
    server = String(clusterOf(document).server);
  });
  return server;
}
