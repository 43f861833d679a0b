import { expect } from "chai";
import type { Cluster } from "../fleet";
import { eventually } from "../support/eventually";
import { killUp } from "../support/killedEngine";
import { kubefed, type KubefedRun, watchKubefed } from "../support/kubefed";
import { changeLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";
import { stagedBed, type StagedBed } from "../support/stagedBed";

const members = { "ro-a": "eu", "ro-b": "us", "ro-c": "us" };
const names = Object.keys(members);
const strategy = {
  stages: [
    {
      name: "canary",
      clusterNames: ["ro-a"],
      afterStage: { minSuccessTime: "8s", approval: true },
    },
    { name: "second", clusterNames: ["ro-b"] },
  ],
  progressDeadline: "6s",
  initial: "atOnce" as const,
};

describe("kubefed rollout, through a canary with time and approval", function () {
  this.timeout(900_000);
  let bed: StagedBed;

  before(async () => {
    const given = { members, strategy, image: "nginx:1", maps: { settings: "1" } };
    bed = await stagedBed(names, given);
  });
  after(() => bed.end());

  const rollout = (...words: string[]): Promise<KubefedRun> =>
    kubefed({ words: ["rollout", ...words], ...bed.shell });
  const told = ({ code, out, err }: KubefedRun) => `${code ?? ""}\n${out}\n${err}`;
  const each = async (field: "generation" | "image") => {
    const live = await bed.live();
    return names.map((name) => live[name]?.[field]);
  };
  /** Resolves when one member has an image. */
  const comes = (name: string, image: string): Promise<void> =>
    eventually(async () => {
      expect((await bed.live())[name]?.image).to.equal(image);
    });

  let approval = "";

  it("has nothing to wait for where the first update is not staged", async () => {
    const run = await rollout("run");
    expect(run.code, told(run)).to.equal(0);
    expect(run.out).to.match(/^updated in \d+ s\ncareful [0-9a-f]{8}: complete\n/);
  });

  it("ends its wait at once on Ctrl-C, and is watched until somebody ends that", async () => {
    await bed.change({ image: "nginx:2" });
    const waits = await watchKubefed({ words: ["rollout", "run"], ...bed.shell });
    await waits.says(/^\d+ s to wait: the time of stage "canary"; Ctrl-C ends only the wait\n/m);
    const { code, said } = await waits.interrupt();
    expect(code, said).to.equal(6);
    expect(said).to.match(/kubefed: interrupted while it waits; nothing is running; .*\n$/);
    expect(await each("image")).to.deep.equal(["nginx:2", "nginx:1", "nginx:1"]);
    const words = ["rollout", "status", "--watch", "--interval", "1s", "--format", "json"];
    const status = await watchKubefed({ words, ...bed.shell });
    await status.says(/^\}$/m);
    await status.says(/^\}$/m);
    const watched = await status.interrupt();
    const documents = watched.said.trim().split(/\n(?=\{)/);
    const { strategies, state } = JSON.parse(documents.at(-1) ?? "") as {
      state: string;
      strategies: { stages: { state: string; approval?: string }[] }[];
    };
    const [canary, second] = strategies[0]?.stages ?? [];
    expect([canary?.state, second?.state]).to.deep.equal(["waits", "held"]);
    expect(watched.code, watched.said).to.equal(state === "time" ? 6 : 5);
    approval = canary?.approval ?? "";
  });

  it("is ahead of no closed gate where somebody targets what is behind it, or reconciles", async () => {
    const targeted = await bed.up({ target: ["**::web-ro-b", "**::settings-ro-b"] });
    const written = targeted.changes.map(({ name }) => name);
    expect(written).to.not.include.members(["web-ro-b", "settings-ro-b"]);
    const reconciled = await kubefed({ words: ["reconcile"], ...bed.shell });
    expect(reconciled.code, told(reconciled)).to.equal(0);
    expect(await each("image")).to.deep.equal(["nginx:2", "nginx:1", "nginx:1"]);
  });

  it("is aborted and paused for everybody, and remembers what is approved meanwhile", async () => {
    const aborted = await rollout("abort");
    expect(aborted.code, told(aborted)).to.equal(0);
    expect(aborted.out).to.match(/\ncareful \w{8}: aborted\n/);
    expect(await each("image")).to.deep.equal(["nginx:2", "nginx:1", "nginx:1"]);
    const paused = await rollout("pause");
    expect(paused.code, told(paused)).to.equal(0);
    expect(paused.out).to.match(/\ncareful \w{8}: paused\n/);
    await bed.change({ approve: approval });
    const plain = await bed.up();
    expect(plain.succeeded, plain.output).to.equal(true);
    expect(plain.output).to.include("the update is paused until somebody resumes it");
    expect(await each("image")).to.deep.equal(["nginx:2", "nginx:1", "nginx:1"]);
    await bed.change({});
    const resumed = await rollout("resume");
    expect(resumed.code, told(resumed)).to.equal(0);
    expect(await each("image")).to.deep.equal(["nginx:2", "nginx:2", "nginx:2"]);
  });

  it("ends right after a kill in one wave and Ctrl-C in another, each object written once", async () => {
    const before = (await each("generation")).map(Number);
    await bed.change({ image: "nginx:3" });
    const { signal } = await killUp(bed, (end) => {
      void comes("ro-a", "nginx:3").finally(end);
    });
    expect(signal).to.equal("SIGKILL");
    const waited = await rollout("run");
    expect(waited.code, told(waited)).to.equal(5);
    expect(waited.err).to.match(
      /^\d+ s to wait: the time of stage "canary"; Ctrl-C ends only the wait\n$/,
    );
    expect(await each("image")).to.deep.equal(["nginx:3", "nginx:2", "nginx:2"]);
    const [next = ""] = /canary@[0-9a-f]{8}$/m.exec(waited.out) ?? [];
    const wrong = await rollout("approve", approval);
    expect(wrong.err).to.equal(
      `kubefed: "${approval}" is not asked for; to be approved: ${next}\n`,
    );
    const only = await rollout("approve", next, "--only");
    expect(only.out).to.equal(
      `${next} is approved; the next kubefed rollout run goes on with it\n`,
    );
    const interrupted = await kubefed({
      words: ["rollout", "run"],
      ...bed.shell,
      onStart: (pid) => {
        void comes("ro-b", "nginx:3").finally(() => process.kill(pid, "SIGINT"));
      },
    });
    expect(interrupted.code, told(interrupted)).to.equal(1);
    expect(interrupted.err).to.match(
      /kubefed: interrupted; .* the next update goes on from there\n$/,
    );
    const last = await rollout("run");
    expect(last.code, told(last)).to.equal(0);
    expect(await each("image")).to.deep.equal(["nginx:3", "nginx:3", "nginx:3"]);
    expect(await each("generation")).to.deep.equal(before.map((generation) => generation + 1));
  });

  it("stops where a member that an update needs does not answer, and says so", async () => {
    await bed.change({ image: "nginx:4" });
    await bed.reach("ro-b", false);
    const run = await rollout("run", "--once");
    await bed.reach("ro-b", true);
    expect(run.code, told(run)).to.equal(1);
    expect(run.err).to.match(/^kubefed: the update failed: [^]*KubeFedCluster "ro-b"/);
    expect(await each("image")).to.deep.equal(["nginx:3", "nginx:3", "nginx:3"]);
  });
});

describe("kubefed rollout, where a member does not take what it is to have", function () {
  this.timeout(900_000);
  const failing = { "rf-a": "eu", "rf-b": "us" };
  const quotas = "/api/v1/namespaces/rf-a/resourcequotas";
  let bed: StagedBed;
  let cluster: Cluster;

  before(async () => {
    const given = {
      members: failing,
      strategy: {
        stages: [{ name: "canary", clusterNames: ["rf-a"] }],
        progressDeadline: "5s",
        maxFailures: 1,
        initial: "atOnce" as const,
      },
      image: "nginx:1",
      maps: {},
    };
    bed = await stagedBed(Object.keys(failing), given);
    const { clusters } = await sharedFleet();
    if (clusters["us-east"] === undefined) throw new Error("the shared fleet has no us-east");
    cluster = clusters["us-east"];
    const first = await bed.up();
    expect(first.succeeded, first.output).to.equal(true);
    // No new pod has room there.
    const body = { metadata: { name: "full" }, spec: { hard: { pods: "0" } } };
    await changeLive(cluster, { method: "POST", path: quotas, body });
  });
  after(() => bed.end());

  const rollout = (...words: string[]): Promise<KubefedRun> =>
    kubefed({ words: ["rollout", ...words], ...bed.shell });
  const images = async () => {
    const live = await bed.live();
    return Object.keys(failing).map((name) => live[name]?.image);
  };

  it("is stopped by health, and goes on without as many as may fail", async () => {
    await bed.change({ image: "nginx:2" });
    const stopped = await rollout("run");
    expect(stopped.code, stopped.err).to.equal(4);
    expect(stopped.err).to.match(
      /^kubefed: stopped by health: rf-a: Deployment rf-a\/web: \d replicas? of before (is|are) still there\n/,
    );
    expect(await images()).to.deep.equal(["nginx:2", "nginx:1"]);
    const without = await rollout("run");
    expect(without.code, without.err).to.equal(0);
    expect(without.out).to.match(
      /canary +0\/1 .* it goes on without rf-a\n[^]*\n {2}rf-a: it did not/,
    );
    // What did not become ready there is put back to what the stack has of it.
    expect(await images()).to.deep.equal(["nginx:1", "nginx:2"]);
  });

  it("tries a failed member again at the same revision when it is asked to", async () => {
    await changeLive(cluster, { method: "DELETE", path: `${quotas}/full` });
    const retried = await rollout("retry", "rf-a");
    expect(retried.code, retried.err).to.equal(0);
    expect(retried.out).to.match(/canary +1\/1 .* all is proven\n/);
    expect(await images()).to.deep.equal(["nginx:2", "nginx:2"]);
  });
});
