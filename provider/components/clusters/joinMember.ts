import * as pulumi from "@pulumi/pulumi";
import type { Issue } from "../../core/issue";
import { identityKind } from "../../core/membership/identity";
import {
  defaultJoinNamespace,
  usualRotateGraceSeconds,
  validateJoin,
} from "../../core/membership/join";
import type { JoinRights } from "../../core/membership/rights";
import { ClusterMembership } from "../../resources/membership/clusterMembership";
import { stackOwner } from "../../engine/owner/stackOwner";
import {
  formerMembership,
  formerMembershipUrn,
  type MembershipNames,
} from "../../engine/state/stateMemberships";
import { hasRealEngine } from "../../engine/engine";
import { grantRights } from "./joinedRights";
import { aliasesOf } from "../existing/aliases";

/** How a cluster is joined. Everything is plain, so that names are known at preview. */
export interface JoinArgs {
  /** The name of the host cluster, or of whoever joins; a part of the names of what is made. */
  hostClusterName: string;
  /**
   * Where the scoped credentials may do something: in the whole cluster, or in one namespace, as KubeFed's
   * two control planes. @default "Cluster"
   */
  scope?: "Cluster" | "Namespaced";
  /**
   * Where the service account is; with scope `"Namespaced"` also the only namespace in which it may do
   * something. Made if it is not there. @default "kube-federation-system"
   */
  namespace?: string;
  /**
   * What they may do there. `"federated-kinds"`: write the kinds that have a component of their own, and
   * read what tells whether they are ready. `"everything"`, which with scope `"Cluster"` is cluster-admin.
   * Or only what is listed; `rulesForKinds` gives what federating some kinds takes. Listing nodes and
   * reading `/healthz` are always added, for the status, and reading the namespace `kube-system`, by which
   * the cluster is recognised.
   *
   * A cluster that was joined before there was this choice keeps everything until a word is said.
   * @default "federated-kinds"
   */
  rules?: JoinRights;
  /**
   * Another text than before gives a new token. The old one works for `rotateGraceSeconds` more, and goes
   * with the first update after that.
   */
  rotate?: string;
  /**
   * How long the token of before a rotation still works, for whoever has it from elsewhere: a registry, a
   * pipeline. 0 ends it as soon as the new one works, as after a leak. @default 3600
   */
  rotateGraceSeconds?: number;
  /** Takes over objects of our names that others have made, and joins beside another host. @default false */
  adopt?: boolean;
  /**
   * Lets a cluster that cannot be reached be forgotten instead of unjoined. Set it, update, then remove
   * the cluster. One that answers is unjoined all the same; credentials, certificates and proxies that do not
   * work say nothing about the cluster, and are not forgiven. @default false
   */
  forget?: boolean;
  /** Where the cluster is reached from now on: host, host:port or URL. @default the kubeconfig's server */
  apiEndpoint?: string;
  /** An `http://`, `https://` or `socks5://` proxy to use from now on. @default the kubeconfig's */
  proxyURL?: string;
  /**
   * As in KubeFed: `["*"]` trusts any certificate, `["SubjectName"]` one for any name.
   * @default []
   */
  disabledTLSValidations?: readonly string[];
}

/** A cluster's arguments, as far as joining needs them. */
export interface JoinedClusterArgs {
  readonly join?: JoinArgs;
  readonly context?: string;
  readonly provider?: unknown;
  readonly identity?: string;
}

/** Joins a cluster once the program is known to be right; its scoped kubeconfig, or undefined without `join`. */
export function joinMember(
  parent: pulumi.Resource,
  member: {
    readonly name: string;
    readonly args: JoinedClusterArgs;
    readonly kubeconfig: pulumi.Output<string> | undefined;
    readonly gate: Promise<void>;
  },
): pulumi.Output<string> | undefined {
  const { name, args, kubeconfig, gate } = member;
  if (args.join === undefined || kubeconfig === undefined) return undefined;
  if (validateMembership(name, args).length > 0) return undefined;
  const afterGate: Promise<pulumi.Resource[]> = gate.then(() => []);
  const scope = args.join.scope ?? "Cluster";
  const namespace = args.join.namespace ?? defaultJoinNamespace;
  const { hostClusterName, rules: rights } = args.join;
  const wanted = {
    ...args.join,
    scope,
    namespace,
    rules: grantRights(parent, { clusterName: name, hostClusterName, namespace, scope, rights }),
    clusterName: name,
    owner: stackOwner().output,
    adminKubeconfig: kubeconfig,
    context: args.context,
    identity: ofCluster(args.identity),
  };
  void tellOfRotation(parent, wanted);
  const urn = formerMembershipUrn({ parent, ...wanted }).catch(() => undefined);
  const opts = { parent, dependsOn: afterGate, aliases: aliasesOf(urn) };
  const membership = new ClusterMembership(name, wanted, opts);
  return pulumi.secret(membership.kubeconfig);
}

/** Says what becomes of the token that is in use, where this run makes another. */
async function tellOfRotation(
  parent: pulumi.Resource,
  wanted: MembershipNames & Pick<JoinArgs, "rotate" | "rotateGraceSeconds">,
): Promise<void> {
  if (!hasRealEngine()) return;
  const known = await formerMembership(wanted).catch(() => undefined);
  if (known === undefined || (known.rotate ?? "") === (wanted.rotate ?? "")) return;
  const { rotateGraceSeconds: seconds = usualRotateGraceSeconds } = wanted;
  const until =
    seconds === 0
      ? "ends as soon as the new one works"
      : `works for ${seconds} s more (join.rotateGraceSeconds), and goes with the first update after that`;
  void pulumi.log.info(
    `KubeFedCluster "${wanted.clusterName}": it gets a new token; the one of before ${until}`,
    parent,
  );
}

/** Who may join may read the uid of `kube-system`; another kind of identity says nothing to a join. */
function ofCluster(identity: string | undefined): string | undefined {
  return identity !== undefined && identityKind(identity) === "cluster" ? identity : undefined;
}

/** What is wrong with how a cluster is to be joined. */
export function validateMembership(name: string, args: JoinedClusterArgs): Issue[] {
  if (args.join === undefined) return [];
  const issues = validateJoin(name, args.join);
  if (args.provider === undefined) return issues;
  const message =
    "needs kubeconfig or kubeconfigPath; the credentials of a provider cannot be read";
  return [...issues, { code: "join-invalid", path: "join", message }];
}
