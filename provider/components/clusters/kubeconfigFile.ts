import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Issue } from "../../core/issue";
import { messageOf } from "../../core/plain/text";

/** The text of a kubeconfig file, or the issue that says why there is none. */
export interface KubeconfigFile {
  readonly text?: string;
  readonly issues: readonly Issue[];
}

/** Reads a kubeconfig file whose path a user wrote; `~/` is the home directory. Never throws. */
export function readKubeconfigFile(path: string | undefined): KubeconfigFile {
  if (path === undefined) return { issues: [] };
  try {
    return {
      text: readFileSync(path.startsWith("~/") ? join(homedir(), path.slice(2)) : path, "utf8"),
      issues: [],
    };
  } catch (error) {
    const why = messageOf(error);
    return {
      issues: [
        { code: "cluster-credentials", path: "kubeconfigPath", message: `cannot be read: ${why}` },
      ],
    };
  }
}
