/*
 * Member clusters: their provider, whether they are there, which cluster they are, joining and registries.
 * Membership is the same subject in core/membership and resources/membership.
 */

import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Issue } from "../../core/issue";
import { isPlainObject } from "../../core/plain/plainObject";
import { validateName } from "../../core/kinds/federatedTypes";
import { validateLabels } from "../../core/kinds/labels";
import type { MemberCluster } from "../../core/model";
import type { ClusterStatus } from "../../core/status/clusterStatus";
import {
  type AvailabilityArgs,
  type Unreachable,
  validateAvailability,
} from "./clusterAvailability";
import { watchClusterDeletions } from "../deletion/deletionTerms";
import { keepObjects } from "../declare/keptObjects";
import { type JoinArgs, validateMembership } from "./joinMember";
import { readKubeconfigFile } from "./kubeconfigFile";
import { connectElsewhere, elsewhereIssues, withoutProvider } from "./elsewhere";
import { connectMember } from "./memberConnection";
import { readOwnProvider } from "./memberProvider";
import { currentRun } from "../../engine/run";
import { stackOwner } from "../../engine/owner/stackOwner";
import { declare } from "../../engine/program";
import { isResourceOf } from "../../engine/resourceType";

/** How a member cluster is reached: exactly one of `kubeconfig`, `kubeconfigPath`, `provider`. */
export interface KubeFedClusterArgs extends AvailabilityArgs {
  /** A kubeconfig, as text or as an object. Kept as a secret. @secret */
  kubeconfig?: pulumi.Input<string> | pulumi.Input<Record<string, unknown>>;
  /**
   * The path of a kubeconfig file, or a list of them as `KUBECONFIG` has it (`a:b`); a leading `~` is the
   * home directory. Relative files that it names are beside it.
   */
  kubeconfigPath?: string;
  /** The context of the kubeconfig. @default its current context */
  context?: string;
  /**
   * A provider of your own. Its arguments are taken over into the cluster's own `provider`, under which
   * nothing is replaced when they change, and ConfigMaps and Secrets change in place.
   */
  provider?: k8s.Provider;
  /**
   * Which cluster it is: the uid of its namespace `kube-system`. The first update finds that out and the
   * stack remembers it; another cluster behind the same credentials is an error ever after. Give the new
   * one when the cluster was really built anew: what the stack has there is then made again where it is
   * missing, and nothing is deleted. @default the one of the last update
   */
  identity?: string;
  /** What a `clusterSelector` matches. Plain strings. */
  labels?: Readonly<Record<string, string>>;
  /** Plain, as in `topology.kubernetes.io/region`. */
  region?: string;
  /** Plain, as in `topology.kubernetes.io/zone`. */
  zones?: readonly string[];
  /**
   * Joins the cluster: the credentials given make a service account of its own there, and only its
   * scoped credentials are used for everything else. Removing the cluster unjoins it.
   */
  join?: JoinArgs;
  /**
   * The shard that has the cluster, where that is another stack of the same program: it is planned for here as
   * for every other one, and has no credentials, no provider and no objects here. `clustersFromStack` sets it.
   * @default the cluster is this stack's
   */
  elsewhere?: string;
}

const type = "kubefed:index:KubeFedCluster";

/**
 * A member cluster: its provider, its labels, its place in the world. Federated components put their
 * objects on it through `provider`, under which ConfigMaps and Secrets change in place and objects are
 * written by server-side apply.
 *
 * Names, labels, region and zones are plain, so that the selection of clusters is known at preview.
 *
 * @example
 * const us = new kubefed.KubeFedCluster("us-west", {
 *   kubeconfig: config.requireSecret("kubeconfig"),
 *   labels: { tier: "prod" },
 *   region: "us-west1",
 * });
 * const place = { clusters: [us], placement: { clusterSelector: { matchLabels: { tier: "prod" } } } };
 * new kubefed.FederatedNamespace("prod", place).plan.clusters.map(({ reason }) => reason);
 * //=> ["matched by tier=prod"]
 */
export class KubeFedCluster extends pulumi.ComponentResource implements MemberCluster {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly region: string | undefined;
  readonly zones: readonly string[];
  readonly provider: k8s.Provider;
  /** The kubeconfig in use, a secret; absent with a provider of your own. @secret */
  readonly memberKubeconfig: pulumi.Output<string> | undefined;
  /** The context of `memberKubeconfig` in use. @default its current-context */
  readonly context: string | undefined;
  readonly unreachable: Unreachable;
  readonly retire: boolean;
  /** The shard that has it, where that is another stack. */
  readonly elsewhere: string | undefined;
  /** How it is, its version and its place, asked in this run. */
  readonly status: pulumi.Output<ClusterStatus>;

  /** Whether a value is a member cluster, by its type and not by its class. */
  static override isInstance(value: unknown): value is KubeFedCluster {
    return isResourceOf(type, value);
  }

  constructor(name: string, args: KubeFedClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super(type, name, {}, opts);
    const file = readKubeconfigFile(args.kubeconfigPath);
    const gate = declare(this, `KubeFedCluster "${name}"`, [
      ...validateArgs(name, args),
      ...validateMembership(name, args),
      ...validateAvailability(args),
      ...file.issues,
    ]);
    this.name = name;
    this.labels = { ...args.labels };
    this.region = args.region;
    this.zones = [...(args.zones ?? [])];
    this.unreachable = args.unreachable ?? "fail";
    this.retire = args.retire ?? false;
    this.elsewhere = args.elsewhere;
    const isHere = args.elsewhere === undefined;
    const kubeconfig = args.kubeconfig ?? file.text;
    const connected =
      args.elsewhere === undefined
        ? connectMember(this, { args, kubeconfig, gate })
        : connectElsewhere(this, args.elsewhere);
    this.status = connected.status;
    this.memberKubeconfig = connected.kubeconfig;
    this.context = connected.context;
    this.provider = connected.provider;
    if (args.elsewhere !== undefined) withoutProvider(this, args.elsewhere);
    if (isHere) {
      void keepObjects(this);
      watchClusterDeletions(this);
    }
    this.registerOutputs({
      clusterName: name,
      labels: this.labels,
      region: this.region,
      zones: this.zones,
      retire: this.retire,
      ...(isHere ? { status: this.status } : { elsewhere: this.elsewhere }),
      identity: connected.identity,
      registry: currentRun().registries.get(name),
      ...(isHere ? { owner: stackOwner().output } : {}),
    });
  }
}

function validateArgs(name: string, args: KubeFedClusterArgs): Issue[] {
  const ways = (["kubeconfig", "kubeconfigPath", "provider"] as const).filter(
    (way) => args[way] !== undefined,
  );
  const issues: Issue[] = [
    ...validateName({ kind: "KubeFedCluster", name, path: "" }),
    ...validateLabels(args.labels, "labels"),
    ...plainLabels(args.labels),
    ...validateIdentity(args),
  ];
  if (args.elsewhere !== undefined) issues.push(...elsewhereIssues(args, ways));
  else if (ways.length !== 1) {
    const came = ways.length === 0 ? "none" : ways.join(" and ");
    issues.push({
      code: "cluster-credentials",
      path: "",
      message: `exactly one of kubeconfig, kubeconfigPath, provider is needed; given: ${came}`,
    });
  }
  if (args.region !== undefined && typeof args.region !== "string")
    issues.push(notPlain("region", "a string"));
  if (
    args.zones !== undefined &&
    !(Array.isArray(args.zones) && args.zones.every((zone) => typeof zone === "string"))
  ) {
    issues.push(notPlain("zones", "a list of strings"));
  }
  return issues;
}

/** Whether the cluster can be told from every other one. */
function validateIdentity({ identity, provider }: KubeFedClusterArgs): Issue[] {
  const isPlain = identity === undefined || (typeof identity === "string" && identity !== "");
  const isReadable = provider === undefined || readOwnProvider(provider) !== undefined;
  return [
    ...(isPlain ? [] : [notPlain("identity", "a text")]),
    ...(isReadable ? [] : [unreadableProvider]),
  ];
}

const unreadableProvider: Issue = {
  code: "cluster-identity",
  path: "provider",
  severity: "warning",
  message:
    "its arguments cannot be read, so its identity is not checked; give it by kubeconfig, so that nothing is ever written to another cluster",
};

/** A label unknown at preview would make the preview announce deletions; it is refused instead. */
function plainLabels(labels: unknown): Issue[] {
  if (!isPlainObject(labels)) return [];
  return Object.entries(labels)
    .filter(([, value]) => typeof value === "object" || typeof value === "function")
    .map(([key]) => notPlain(`labels["${key}"]`, "a string"));
}

function notPlain(path: string, what: string): Issue {
  return { code: "not-plain", path, message: `must be ${what}, known at preview` };
}
