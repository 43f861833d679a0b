import { expect } from "chai";
import type { CellAction, FleetPlan } from "../../provider/report/plan/model";
import { kubefed } from "../support/kubefed";
import { approvalIn, stagedBed, type StagedBed } from "../support/stagedBed";
import type { EngineRun } from "../support/stack";

const members = { "st-a": "eu", "st-b": "us", "st-c": "us" };
const strategy = {
  stages: [
    {
      name: "canary",
      clusterNames: ["st-a"],
      afterStage: { minSuccessTime: "1s", approval: true },
    },
    { name: "second", clusterNames: ["st-b"] },
  ],
  progressDeadline: "15s",
  initial: "atOnce" as const,
};

const says = ({ diagnostics }: EngineRun) => diagnostics.map(({ message }) => message).join("\n");

describe("a staged update", function () {
  this.timeout(900_000);
  let bed: StagedBed;

  before(async () => {
    const given = { members, strategy, image: "nginx:1", maps: { keep: "1", old: "1" } };
    bed = await stagedBed([...Object.keys(members), "st-d"], given);
    await bed.refuse("st-a", "refused:");
  });
  after(() => bed.end());

  const up = async (): Promise<EngineRun> => {
    const run = await bed.up();
    expect(run.succeeded, run.output).to.equal(true);
    return run;
  };
  /** By member: the image and the ConfigMaps, in short. */
  const live = async () =>
    Object.fromEntries(
      Object.entries(await bed.live()).map(([name, { image, maps }]) => [
        name,
        [image, ...maps].join(" "),
      ]),
    );

  it("comes at once where the first update is not to be staged", async () => {
    await up();
    expect(await live()).to.include({
      "st-a": "nginx:1 keep=1 old=1",
      "st-c": "nginx:1 keep=1 old=1",
    });
  });

  /** What `kubefed plan` says, and how it ends. */
  const planned = async () => {
    const { code, out, err } = await kubefed({ words: ["plan", "--format", "json"], ...bed.shell });
    expect(out, err).to.include('"kubefed-plan"');
    return { code, err, plan: JSON.parse(out) as FleetPlan };
  };
  const cellsOf = ({ objects }: FleetPlan, resource: string) =>
    objects.find((row) => row.resource === resource)?.cells ?? [];
  const actionsOf = (plan: FleetPlan, resource: string): CellAction[] =>
    cellsOf(plan, resource).map(({ action }) => action);

  it("is shown with its later stages though the canary's API server refuses it", async () => {
    await bed.change({ image: "refused:1" });
    const { code, err, plan } = await planned();
    expect([code, err]).to.satisfy(() => code === 1 && err.includes("such an image is not"), err);
    expect(plan.stages?.flatMap(({ waves }) => waves.flat())).to.deep.equal([
      "st-a",
      "st-b",
      "st-c",
    ]);
    expect(actionsOf(plan, "web")).to.deep.equal(["update", "update", "update"]);
    expect(cellsOf(plan, "web").map(({ refused }) => refused !== undefined)).to.deep.equal([
      true,
      false,
      false,
    ]);
  });

  it("is shown whole by kubefed plan, with nothing held and nothing written", async () => {
    await bed.change({ image: "nginx:2", maps: { keep: "2", fresh: "1" } });
    const { plan } = await planned();
    expect(plan.stages?.map(({ name, state, waves }) => [name, state, waves])).to.deep.equal([
      ["canary", "now", [["st-a"]]],
      ["second", "held", [["st-b"]]],
      ["rest", "held", [["st-c"]]],
    ]);
    const all = (action: CellAction) => [action, action, action];
    expect(actionsOf(plan, "web")).to.deep.equal(all("update"));
    expect(actionsOf(plan, "fresh")).to.deep.equal(all("create"));
    expect(actionsOf(plan, "old")).to.deep.equal(all("delete"));
    expect(cellsOf(plan, "web").map(({ held }) => held !== undefined)).to.deep.equal([
      false,
      true,
      true,
    ]);
    const web = plan.objects.find(({ resource }) => resource === "web");
    // What is not secret in a list with a secret is shown.
    expect(
      web?.diffs.flatMap(({ clusters, changes }) =>
        changes.map((each) => [clusters.length, each.path, each.to]),
      ),
    ).to.deep.equal([[3, "spec.template.spec.containers[0].image", "nginx:2"]]);
    expect(JSON.stringify(plan)).to.not.include("first-word");
    expect(await live()).to.include({ "st-a": "nginx:1 keep=1 old=1" });
  });

  it("goes as far as its canary: changes, additions and deletes are held on all others", async () => {
    const preview = await bed.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    expect(says(preview)).to.match(
      /stage canary: 1 of 1 cluster to be updated in 1 wave \(st-a\) now/,
    );
    expect(says(preview)).to.match(
      /stage second: 1 of 1 cluster .* held: stage "canary" is not passed/,
    );
    expect(await live()).to.include({ "st-a": "nginx:1 keep=1 old=1" });
    // What shows the whole to a preview tells an update nothing.
    await bed.change({ whole: true });
    await up();
    expect(await live()).to.include({
      "st-a": "nginx:2 fresh=1 keep=2",
      "st-b": "nginx:1 keep=1 old=1",
      "st-c": "nginx:1 keep=1 old=1",
    });
  });

  let approval = "";
  it("keeps its gate closed when one joins and one leaves, and at an approval of something else", async () => {
    await bed.change({
      members: { "st-a": "eu", "st-b": "us", "st-d": "us" },
      approve: "canary@00000000",
    });
    const run = await up();
    approval = approvalIn(
      { ...run, output: says(run).replaceAll("canary@00000000", "") },
      "canary",
    );
    expect(approval, says(run)).to.match(/^canary@[0-9a-f]{8}$/);
    expect(says(run)).to.include("the approval canary@00000000 approves nothing of this update");
    expect(await live()).to.include({ "st-b": "nginx:1 keep=1 old=1", "st-d": "" });
  });

  it("goes on when it is approved, to all that are left, and deletes last", async () => {
    await bed.change({ approve: approval });
    await up();
    const everywhere = "nginx:2 fresh=1 keep=2";
    expect(await live()).to.include({ "st-a": everywhere, "st-b": everywhere, "st-d": everywhere });
    await bed.change({});
    expect((await up()).changes).to.deep.equal([]);
  });

  it("does not get past a canary that never becomes ready, and goes back in one update", async () => {
    await bed.change({ image: "never" });
    for (const turn of [1, 2]) {
      const run = await bed.up();
      expect(run.exitCode, `${turn}\n${run.output}`).to.equal(1);
      expect((await bed.live())["st-b"]?.image).to.equal("nginx:2");
    }
    await bed.change({ image: "nginx:2" });
    const back = await up();
    expect(back.changes.map(({ name }) => name)).to.include("web-st-a");
    expect(says(back)).to.match(/stage canary: 1 of 1 cluster .* now/);
    expect((await bed.live())["st-a"]?.image).to.equal("nginx:2");
  });

  it("skips the canary where only another cluster's part changes", async () => {
    await bed.change({ label: { "st-d": "other" } });
    expect((await up()).changes.map(({ name }) => name)).to.include("web-st-d");
  });

  it("does not take an approval of what was before for the next one", async () => {
    await bed.change({ image: "nginx:3", label: { "st-d": "other" }, approve: approval });
    await up();
    expect(await live()).to.include({ "st-b": "nginx:2 fresh=1 keep=2" });
    const run = await up();
    expect(says(run)).to.match(/waits for the approval canary@/);
    expect((await bed.live())["st-b"]?.image).to.equal("nginx:2");
  });

  it("says at preview that a value of an earlier stage comes from a later one, and waits for nothing", async () => {
    await bed.change({ leafFrom: "st-d" });
    const preview = await bed.preview();
    expect(preview.succeeded).to.equal(false);
    expect(preview.output).to.include('takes a value from an object on "st-d"');
  });
});
