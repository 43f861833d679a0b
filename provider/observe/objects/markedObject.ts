import type { KubeApi } from "../../adapters/kubernetes/apiClient";
import { giveObjectsBack } from "../../adapters/deletion/givenBack";
import { liveObjects } from "../../adapters/kubernetes/liveObjects";
import { deleteObject } from "../../adapters/kubernetes/objects";
import type { GuardedObject } from "../../core/deletion/guardedObject";
import { ownerOfObject } from "../../core/existing/ownerMark";
import type { KubeObject } from "../../core/model";
import { isPlainObject } from "../../core/plain/plainObject";

/** The objects of one cluster that bear an owner's mark. */
export interface MarkedObjects {
  /**
   * The object of a name, where it bears the mark; undefined where there is none, where it is on its way out, and
   * where it is anybody else's.
   *
   * @throws Error where that cannot be said
   */
  find(key: Omit<GuardedObject, "uid">): Promise<GuardedObject | undefined>;
  /** Deletes the very object of that uid. */
  remove(object: GuardedObject): Promise<void>;
  /** Leaves it there, with nothing of its owner on it. */
  giveBack(object: GuardedObject): Promise<void>;
}

/** Objects of a cluster that bear the mark of an owner. */
export function markedObjects(api: KubeApi, ownerId: string): MarkedObjects {
  const objects = liveObjects(api);
  return {
    find: async (key) => {
      const found = await api.inTurn(() => objects.read(manifestOf(key)));
      if (!isPlainObject(found) || !isPlainObject(found.metadata)) return undefined;
      const { uid, deletionTimestamp } = found.metadata;
      const isOwn = ownerOfObject({ ...found, kind: key.kind }) === ownerId;
      if (typeof uid !== "string" || deletionTimestamp !== undefined || !isOwn) return undefined;
      return { ...key, uid };
    },
    remove: async (object) => {
      const path = await objects.pathOf(manifestOf(object));
      if (path !== undefined) await api.inTurn(() => deleteObject(api, path, object.uid));
    },
    giveBack: async (object) => {
      const [failure] = await giveObjectsBack(api, { objects: [object], ownerId });
      if (failure !== undefined) throw new Error(failure);
    },
  };
}

function manifestOf({ apiVersion, kind, name, namespace }: Omit<GuardedObject, "uid">): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace } };
}
