import { isDeepStrictEqual } from "node:util";
import { ownValue } from "../../../provider/core/plain/ownKey";
import { isPlainObject } from "../../../provider/core/plain/plainObject";
import { formatPointer } from "../../../provider/core/paths/jsonPointer";
import type { KubeObject } from "../../../provider/core/model";
import { defaultsAt, isMemberOwned } from "./apiDefaults";
import { isFreeKey, isQuantity } from "./kubernetesFields";
import { quantityOf } from "./quantity";
import { toStored } from "./storedForm";

/** A field that is not what it should be; `undefined` stands for absent. */
export interface FieldDifference {
  /** JSON pointer. */
  readonly path: string;
  readonly expected: unknown;
  readonly got: unknown;
}

/**
 * Where a planned object and the object that a member cluster has differ.
 *
 * - Every field of the planned one must be there with the same value, as the API server stores it.
 * - Every other field must be one that the API server fills in or the member cluster owns.
 */
export function compareObjects(planned: KubeObject, observed: KubeObject): FieldDifference[] {
  const kind = String(observed.kind);
  return compare(toStored(planned), observed, { object: observed, kind, path: [], siblings: {} });
}

interface Site {
  readonly object: KubeObject;
  readonly kind: string;
  readonly path: readonly string[];
  readonly siblings: KubeObject;
}

function compare(planned: unknown, observed: unknown, site: Site): FieldDifference[] {
  if (isMemberOwned(site) || isAssigned(observed, site)) return [];
  if (planned === undefined) return extra(observed, site);
  if (observed === undefined && isDropped(planned, site)) return [];
  return compareInside(planned, observed, site);
}

function compareInside(planned: unknown, observed: unknown, site: Site): FieldDifference[] {
  if (isPlainObject(planned) && isPlainObject(observed)) {
    const keys = [...new Set([...Object.keys(planned), ...Object.keys(observed)])].sort();
    return keys.flatMap((key) =>
      compare(ownValue(planned, key), ownValue(observed, key), below(site, key, observed)),
    );
  }
  if (Array.isArray(planned) && Array.isArray(observed)) {
    if (planned.length !== observed.length) return [differ(planned, observed, site)];
    return planned.flatMap((item: unknown, index) =>
      compare(item, observed[index], below(site, String(index), site.siblings)),
    );
  }
  return isSame(planned, observed, site) ? [] : [differ(planned, observed, site)];
}

/** What is there though we did not plan it: the API server's defaults, or a difference. */
function extra(observed: unknown, site: Site): FieldDifference[] {
  if (observed === undefined || observed === null || isMemberOwned(site)) return [];
  if (isAssigned(observed, site)) return [];
  if (defaultsAt(site).some((value) => isDeepStrictEqual(value, observed))) return [];
  if (isPlainObject(observed) && Object.keys(observed).length > 0) {
    return Object.entries(observed).flatMap(([key, value]) =>
      extra(value, below(site, key, observed)),
    );
  }
  if (Array.isArray(observed) && observed.length > 0) {
    return observed.flatMap((item: unknown, index) =>
      extra(item, below(site, String(index), site.siblings)),
    );
  }
  return [differ(undefined, observed, site)];
}

function below(site: Site, key: string, siblings: KubeObject): Site {
  return { ...site, path: [...site.path, key], siblings };
}

function differ(planned: unknown, observed: unknown, { path }: Site): FieldDifference {
  return { path: formatPointer(path), expected: observed, got: planned };
}

/** The recordings hide what each API server assigned. */
function isAssigned(observed: unknown, { kind, path }: Site): boolean {
  if (observed !== "<assigned>" || kind !== "Service") return false;
  const place = path.map((step) => (/^\d+$/.test(step) ? "*" : step)).join("/");
  return assignedPlaces.has(place);
}

const assignedPlaces = new Set([
  "spec/clusterIP",
  "spec/clusterIPs/*",
  "spec/healthCheckNodePort",
  "spec/ports/*/nodePort",
]);

/** Kubernetes leaves out empty fields of a structure when it writes JSON. */
function isDropped(planned: unknown, { kind, path }: Site): boolean {
  if (Array.isArray(planned)) return planned.length === 0;
  if (isPlainObject(planned)) {
    return Object.entries(planned).every(([key, value]) =>
      isDropped(value, { kind, path: [...path, key], object: {}, siblings: {} }),
    );
  }
  const isZero = planned === "" || planned === 0 || planned === false;
  return isZero && !isFreeKey(kind, path);
}

function isSame(planned: unknown, observed: unknown, { kind, path }: Site): boolean {
  if (planned === observed) return true;
  if (!isQuantity(kind, path)) return false;
  const [ours, theirs] = [quantityOf(planned), quantityOf(observed)];
  return ours !== undefined && ours === theirs;
}
