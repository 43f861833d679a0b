import { expect } from "chai";
import { approvalIn, stagedBed, type StagedBed } from "../support/stagedBed";
import type { EngineRun } from "../support/stack";

const strategy = {
  stages: [{ name: "canary", clusterNames: ["sr-a"], afterStage: { approval: true } }],
  initial: "atOnce" as const,
};
const members = { "sr-a": "eu", "sr-b": "us", "sr-c": "us" };
const all = [...Object.keys(members), "sr-d"];

const says = ({ diagnostics }: EngineRun) => diagnostics.map(({ message }) => message).join("\n");

describe("a staged update of a workload whose replicas are divided", function () {
  this.timeout(900_000);
  let bed: StagedBed;

  before(async () => {
    const given = { members, strategy, image: "nginx:1", maps: { settings: "1" }, total: 9 };
    bed = await stagedBed(all, { ...given, keep: ["sr-b"] });
    await up();
  });
  after(() => bed.end());

  async function up(): Promise<EngineRun> {
    const run = await bed.up();
    expect(run.succeeded, run.output).to.equal(true);
    return run;
  }
  const each = async (field: "image" | "replicas") => {
    const live = await bed.live();
    return all.map((name) => live[name]?.[field]);
  };

  it("takes no replica away while another cluster waits for its own", async () => {
    expect(await each("replicas")).to.deep.equal([3, 3, 3, undefined]);
    await bed.change({ members: { ...members, "sr-d": "us" }, image: "nginx:2", total: 8 });
    const run = await up();
    expect(await each("image")).to.deep.equal(["nginx:2", "nginx:1", "nginx:1", undefined]);
    expect(await each("replicas")).to.deep.equal([3, 3, 3, undefined]);
    await bed.change({ approve: approvalIn(await bed.preview(), "canary") });
    expect(says(run)).to.include("stage rest");
  });

  it("gives first, and takes when all have what they are to have", async () => {
    await up();
    expect(await each("image")).to.deep.equal(all.map(() => "nginx:2"));
    const sum = (await each("replicas")).reduce<number>((total, own) => total + Number(own), 0);
    expect(sum).to.be.at.least(8);
    await bed.change({});
    await up();
    expect(await each("replicas")).to.deep.equal([2, 2, 2, 2]);
  });

  it("passes a stage without a member that is away, which comes level when it is back", async () => {
    await bed.reach("sr-b", false);
    await bed.change({ image: "nginx:3" });
    await up();
    expect(await each("image")).to.deep.equal(["nginx:3", "nginx:2", "nginx:2", "nginx:2"]);
    await bed.change({ approve: approvalIn(await bed.preview(), "canary") });
    const run = await up();
    expect(await each("image")).to.deep.equal(["nginx:3", "nginx:2", "nginx:3", "nginx:3"]);
    expect(says(run)).to.match(/sr-b: .*; it is kept as it is and comes level when it is back/);
    await bed.reach("sr-b", true);
    await bed.change({});
    await up();
    expect(await each("image")).to.deep.equal(all.map(() => "nginx:3"));
    expect((await up()).changes).to.deep.equal([]);
  });

  it("stages a change of a secret alone, stops at a check of one's own, and keeps both to itself", async () => {
    await bed.setSecret("hidden", "second-word");
    await bed.change({ says: { "sr-a": "too many errors" } });
    const run = await bed.up();
    expect(run.exitCode, run.output).to.equal(1);
    expect(run.output).to.include("stopped by health: sr-a: too many errors");
    const maps = run.changes.map(({ name }) => name).filter((name) => name.startsWith("settings-"));
    expect(maps).to.deep.equal(["settings-sr-a"]);
    const state = bed.state();
    expect(state + run.output).to.not.match(/second-word|c2Vjb25kLXdvcm/);
    const record = JSON.parse(state) as {
      checkpoint: { latest: { resources: { type: string; outputs?: { salt?: object } }[] } };
    };
    const kept = record.checkpoint.latest.resources.find(({ type }) =>
      type.endsWith("StagedUpdateStrategy"),
    );
    expect(Object.keys(kept?.outputs?.salt ?? {})).to.include("ciphertext");
  });
});
