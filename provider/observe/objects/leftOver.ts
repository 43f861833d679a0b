import { getMetadata } from "../../adapters/kubernetes/objects";
import { askApi } from "../../adapters/kubernetes/kubeStatusError";
import { releasedFields } from "../../core/existing/leftOver";
import type { ObjectKey } from "../../core/kinds/objectPath";
import { type AskedCluster, askedPath } from "./objectAnswer";

/**
 * Takes the fields of an object that an interrupted run of this stack has made from that run's field manager,
 * so that the resource that is registered for it now can own them. Values stay as they are.
 */
export async function releaseLeftOver(request: {
  readonly cluster: AskedCluster;
  readonly key: ObjectKey;
}): Promise<void> {
  const { cluster, key } = request;
  const path = await askedPath(cluster, key);
  const metadata = path === undefined ? undefined : await getMetadata(cluster.api, path);
  const managedFields = releasedFields(metadata?.managedFields);
  if (path === undefined || managedFields === undefined) return;
  const { uid, resourceVersion } = metadata ?? {};
  await askApi(cluster.api, {
    method: "PATCH",
    path,
    // Only that very object, as it was looked at.
    body: { metadata: { uid, resourceVersion, managedFields } },
    contentType: "application/merge-patch+json",
  });
}
