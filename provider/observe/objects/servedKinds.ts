import { liveObjects } from "../../adapters/kubernetes/liveObjects";
import type { ObjectKey } from "../../core/kinds/objectPath";
import type { Reached } from "./memberObject";

/** Whether a cluster serves a kind; undefined where it does not say. */
export async function isServed(request: {
  readonly cluster: Reached;
  readonly key: ObjectKey;
}): Promise<boolean | undefined> {
  const { apiVersion, kind, name } = request.key;
  const manifest = { apiVersion, kind, metadata: { name } };
  return liveObjects(request.cluster.api)
    .pathOf(manifest)
    .then(
      (path) => path !== undefined,
      () => undefined,
    );
}
