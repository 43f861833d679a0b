import { readKubeconfigFiles } from "../../adapters/files/kubeconfigFiles";
import type { Issue } from "../../core/issue";
import { messageOf } from "../../core/plain/text";

/** The text of a kubeconfig file, or the issue that says why there is none. */
export interface KubeconfigFile {
  readonly text?: string;
  readonly issues: readonly Issue[];
}

/** Reads a kubeconfig file, or a list of them, whose path a user wrote. Never throws. */
export function readKubeconfigFile(path: string | undefined): KubeconfigFile {
  if (path === undefined) return { issues: [] };
  try {
    return { text: readKubeconfigFiles(path), issues: [] };
  } catch (error) {
    const why = messageOf(error);
    return {
      issues: [
        { code: "cluster-credentials", path: "kubeconfigPath", message: `cannot be read: ${why}` },
      ],
    };
  }
}
