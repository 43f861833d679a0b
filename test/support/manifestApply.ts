import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import { objectPath } from "../../provider/core/kinds/objectPath";
import { callKubeApi, type Cluster, parseKubeconfig } from "../fleet";
import { changeLive } from "./live";

interface ManifestObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** The objects of a file of manifests, in its order. */
function objectsIn(file: string): ManifestObject[] {
  return parseAllDocuments(readFileSync(file, "utf8")).map(
    (document) => document.toJS() as ManifestObject,
  );
}

/**
 * Creates the objects of a file on a cluster, as `kubectl create -f` does, with the API server's own checks;
 * fails where it refuses one, or knows a field of one not.
 */
export async function createManifests(
  cluster: Cluster,
  file: string,
  { isDryRun = false }: { readonly isDryRun?: boolean } = {},
): Promise<void> {
  for (const object of objectsIn(file)) {
    const path = pathOf(object).replace(/\/[^/]+$/, "");
    const options = `fieldValidation=Strict${isDryRun ? "&dryRun=All" : ""}`;
    await changeLive(cluster, { method: "POST", path: `${path}?${options}`, body: object });
  }
}

/** Deletes what a file has, the last first. */
export async function deleteManifests(cluster: Cluster, file: string): Promise<void> {
  for (const object of objectsIn(file).reverse()) {
    const request = { method: "DELETE", path: pathOf(object) } as const;
    await callKubeApi(parseKubeconfig(cluster.kubeconfig), request);
  }
}

function pathOf({ apiVersion, kind, metadata }: ManifestObject): string {
  return objectPath({ apiVersion, kind, ...metadata });
}
