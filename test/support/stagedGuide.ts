import { renderRollout } from "../../provider/report/rollout/renderRollout";
import { rolloutStatus } from "../../provider/report/rollout/rolloutStatus";
import { plain } from "../../provider/report/text/paint";
import { currentRun } from "../../provider/engine/run";
import { runExample } from "./exampleRun";
import { StagedFleet } from "./stagedFleet";

const regions = { "ap-south": "ap", "eu-west": "eu", "us-east": "us" };
const halfAnHour = 30 * 60_000;

/** What `kubefed rollout` says of the guide's example: when its canary waits, and when it failed. */
export async function stagedUpdateTexts(): Promise<Record<"failed" | "waiting", string>> {
  const kubeconfigs = Object.keys(regions).map((name) => [`${name}-kubeconfig`, name]);
  const config = Object.fromEntries(kubeconfigs) as Record<string, string>;
  await runExample({ name: "staged-update", config });
  const settings = currentRun().stagedUpdates.get("careful")?.settings;
  if (settings === undefined) throw new Error("the example has no strategy called careful");
  const changed = (): StagedFleet => {
    const clusters = Object.entries(regions).map(([name, region]) => ({ name, region }));
    const fleet = new StagedFleet(settings, clusters, {});
    fleet.all("v1");
    fleet.settle();
    fleet.all("v2");
    return fleet;
  };
  const waiting = changed();
  waiting.update();
  waiting.now += halfAnHour;
  const failed = changed();
  failed.update(["ap-south"]);
  failed.health = { "ap-south": "Deployment shop/web: 1 replica of before is still there" };
  return { failed: textOf(failed), waiting: textOf(waiting) };
}

function textOf(fleet: StagedFleet): string {
  const status = rolloutStatus({
    strategy: "careful",
    request: fleet.request(),
    isRunning: false,
  });
  return renderRollout([status], { width: 120, paint: plain }).trimEnd();
}
