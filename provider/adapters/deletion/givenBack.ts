import type { GuardedObject } from "../../core/deletion/guardedObject";
import { isOwn } from "../../core/deletion/strangers";
import { giveBack } from "../../core/existing/giveBack";
import { objectTitle } from "../../core/kinds/objectTitle";
import { isPlainObject } from "../../core/plain/plainObject";
import { messageOf } from "../../core/plain/text";
import type { KubeApi } from "../kubernetes/apiClient";
import { askApi } from "../kubernetes/kubeStatusError";
import { type LiveObjects, liveObjects } from "../kubernetes/liveObjects";
import { unlessGone } from "../kubernetes/races";

/** Objects of one cluster that stay there when a stack lets go of them. */
export interface GivenBack {
  readonly objects: readonly GuardedObject[];
  /** The id that the stack's own objects bear; undefined where it has none yet. */
  readonly ownerId: string | undefined;
}

/**
 * Takes all that is a stack's own off objects that stay on their cluster. One that is somebody else's by now, such
 * as another stack's that has adopted it, is left as it is. Never rejects: gives a sentence for each object that
 * still bears what is the stack's, because its cluster did not let that be changed.
 */
export async function giveObjectsBack(api: KubeApi, given: GivenBack): Promise<string[]> {
  const objects = liveObjects(api);
  const found = given.objects.map((object) =>
    api
      .inTurn(() =>
        unlessGone(() => giveObjectBack({ api, objects, object, ownerId: given.ownerId })),
      )
      .then(
        () => [],
        (error: unknown) => [`${objectTitle(object)}: ${messageOf(error)}`],
      ),
  );
  return (await Promise.all(found)).flat();
}

interface Returning {
  readonly api: KubeApi;
  readonly objects: LiveObjects;
  readonly object: GuardedObject;
  readonly ownerId: string | undefined;
}

async function giveObjectBack({ api, objects, object, ownerId }: Returning): Promise<void> {
  const { apiVersion, kind, name, namespace, uid } = object;
  const manifest = { apiVersion, kind, metadata: { name, namespace } };
  const live = await objects.read(manifest);
  const path = await objects.pathOf(manifest);
  if (path === undefined || !isPlainObject(live)) return;
  if (!isOwn({ ...live, kind }, { uids: new Set([uid]), ownerId })) return;
  const body = giveBack(live);
  if (body === undefined) return;
  await askApi(api, { method: "PATCH", path, body, contentType: "application/merge-patch+json" });
}
