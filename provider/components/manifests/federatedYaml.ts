/*
 * Many objects at once: plain YAML as federated components, and Helm charts rendered for each cluster.
 */

import * as pulumi from "@pulumi/pulumi";
import { mapValues } from "../../core/plain/records";
import type { Issue } from "../../core/issue";
import { validateManifestOverrides } from "../../core/manifests/manifestOverrides";
import { planManifests } from "../../core/manifests/manifestPlan";
import { picksObject, unmatchedPick } from "../../core/manifests/objectPick";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import type { WhereArgs } from "../objects/federatedArgs";
import { type FederatedOptions, validateOptions } from "../objects/federatedOptions";
import type { FederatedSettings, OverrideArgs } from "../objects/federatedSettings";
import type { ReplicaSchedulingArgs, SchedulingPreference } from "../objects/schedulingArgs";
import { type ManifestArgs, readManifests } from "./manifestDocuments";
import { declareManifest, type ManifestObject } from "./manifestObject";
import { stagedUpdateOf } from "../declare/members";
import { placeManifests } from "./manifestPlace";
import { declare } from "../../engine/program";
import { componentOptions } from "../declare/childOptions";

/** An override of objects in a manifest. `apiVersion`, `kind`, `namespace` and `name` narrow which. */
export interface ManifestOverrideArgs extends OverrideArgs<Record<string, unknown>> {
  /** Picks objects of this group and version. @default all */
  apiVersion?: string;
  /** Picks objects of this kind. @default all */
  kind?: string;
  /** Picks objects in this namespace. @default all */
  namespace?: string;
  /** Picks objects of this name. @default all */
  name?: string;
}

/** A preference for objects of a manifest. `apiVersion`, `kind`, `namespace` and `name` narrow which. */
export interface ManifestSchedulingArgs {
  /** Picks objects of this group and version. @default all */
  apiVersion?: string;
  /** Picks objects of this kind. @default all */
  kind?: string;
  /** Picks objects in this namespace. @default all */
  namespace?: string;
  /** Picks objects of this name. @default all */
  name?: string;
  /** What divides them. */
  preference: SchedulingPreference;
}

/** Arguments of a FederatedYaml. */
export type FederatedYamlArgs = ManifestArgs &
  WhereArgs &
  Pick<FederatedSettings<unknown>, "adopt" | "managedLabel" | "stagedUpdate"> &
  Pick<ReplicaSchedulingArgs, "retainReplicas"> & {
    /** Changes per cluster, of the objects that each of them picks. One that picks none is an error. */
    overrides?: readonly ManifestOverrideArgs[];
    /** What divides numbers of which objects over the clusters; the first that picks an object counts. */
    scheduling?: readonly ManifestSchedulingArgs[];
  };

/**
 * Manifests as they are, on the member clusters that the placement selects: one federated component per
 * object, of the class of its kind where there is one.
 *
 * - Namespaces and CustomResourceDefinitions come first, and what needs them waits for them.
 * - With a `namespace`, every namespaced object lives there; one that says another is refused.
 * - What a cluster adds to an object (status, uid, node ports) is left out, so that what
 *   `kubectl get -o yaml` printed can be used.
 * - A child is called `<name>-<kind>-<object>`, in lower case; its namespace is before the object where
 *   only the manifest says it.
 *
 * @example
 * const manifests = new kubefed.FederatedYaml("guestbook", {
 *   namespace: shop,
 *   yaml: "{ apiVersion: v1, kind: ConfigMap, metadata: { name: entries }, data: {} }",
 * });
 * Object.keys(manifests.objects);
 * //=> ["ConfigMap shop/entries"]
 */
export class FederatedYaml extends pulumi.ComponentResource {
  /** The federated components, by `Kind namespace/name`. */
  readonly objects: Readonly<Record<string, ManifestObject>>;
  /** Their plans, by the same names. Plain. */
  readonly plans: Readonly<Record<string, PropagationPlan>>;

  constructor(name: string, args: FederatedYamlArgs, opts: FederatedOptions = {}) {
    super("kubefed:index:FederatedYaml", name, {}, componentOptions(opts, stagedUpdateOf(args)));
    const place = placeManifests(args);
    const read = readManifests(args);
    const { overrides = [], scheduling = [], adopt, managedLabel, retainReplicas } = args;
    const { stagedUpdate } = args;
    const manifests = planManifests({
      name,
      documents: read.documents,
      namespace: place.namespace,
      ownsNamespace: place.federatedNamespace !== undefined,
      overrides,
    });
    const clusters = place.members.map((member) => member.name);
    const issues = [
      ...place.issues,
      ...read.issues,
      ...manifests.issues,
      ...validateManifestOverrides({ overrides, objects: manifests.parts, clusters }),
      ...scheduling.flatMap((pick, index) =>
        unmatchedPick({ pick, objects: manifests.parts, path: `scheduling[${index}]` }),
      ),
      ...validateOptions(opts),
      ...refusedImport(opts),
    ];
    void declare(this, `FederatedYaml "${name}"`, issues);
    const objects = new Map<string, ManifestObject>();
    // With a problem nothing is written; objects without their place would only repeat it.
    for (const part of issues.length > 0 ? [] : manifests.parts) {
      const preference = scheduling.find((pick) => picksObject(pick, part))?.preference;
      const divided = { retainReplicas, scheduling: preference };
      const settings = { adopt, managedLabel, stagedUpdate, ...divided };
      const object = { parent: this, part, place, settings, opts, earlier: objects };
      objects.set(part.title, declareManifest(object));
    }
    this.objects = Object.fromEntries(objects);
    this.plans = mapValues(this.objects, ({ plan }) => plan);
    this.registerOutputs({ plans: this.plans });
  }
}

function refusedImport(opts: FederatedOptions): Issue[] {
  if (opts.import === undefined) return [];
  const message = "is one identity for many objects; adopt: true takes over what exists";
  return [{ code: "manifest-invalid", path: "import", message }];
}
