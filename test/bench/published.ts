import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import type { divideReplicas, planReplicas } from "../../provider/core/replicas/plan";

const ROOT = join(__dirname, "..", "..");
const SOURCE = join("provider", "core", "replicas", "plan.ts");

/** Both ways to divide replicas. */
export interface Planner {
  readonly planReplicas: typeof planReplicas;
  readonly divideReplicas: typeof divideReplicas;
}

/**
 * The planner compiled as the package ships it. What runs the tests compiles otherwise, with a getter
 * before every imported function, and that costs a fifth of the speed.
 */
export function publishedPlanner(): Planner {
  const outDir = mkdtempSync(join(tmpdir(), "kubefed-bench-"));
  try {
    const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: refuse };
    const config = ts.getParsedCommandLineOfConfigFile(join(ROOT, "tsconfig.json"), {}, host);
    const options = { ...config?.options, outDir, sourceMap: false };
    ts.createProgram([join(ROOT, SOURCE)], options).emit();
    const compiled: unknown = createRequire(__filename)(join(outDir, SOURCE.replace(/ts$/, "js")));
    if (hasPlanner(compiled)) return compiled;
    throw new Error(`${SOURCE} does not export the planner`);
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

function refuse({ messageText }: ts.Diagnostic): never {
  throw new Error(ts.flattenDiagnosticMessageText(messageText, "\n"));
}

function hasPlanner(module: unknown): module is Planner {
  if (typeof module !== "object" || module === null) return false;
  return "planReplicas" in module && "divideReplicas" in module;
}
