import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { renderHtml } from "../../provider/report/page/renderHtml";
import type { FleetPlan } from "../../provider/report/plan/model";
import { scripts } from "../../package.json";

const root = resolve(__dirname, "../..");
let bundled: string | undefined;

/** The program of a plan's page from its sources, bundled as the build does it. */
export function planPageScript(): string {
  const [command = "", ...args] = scripts.page.split(" ");
  const toStandardOutput = args.filter((each) => !each.startsWith("--outfile="));
  bundled ??= execFileSync(join(root, "node_modules/.bin", command), toStandardOutput, {
    cwd: root,
    encoding: "utf8",
  });
  return bundled;
}

/** A plan's page as a person opens it. */
export function planPage(plan: FleetPlan): string {
  return renderHtml(plan, planPageScript());
}
