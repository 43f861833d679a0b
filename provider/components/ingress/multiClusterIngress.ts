/*
 * One Ingress over many clusters: what it leads to is planned by the core, what balances is a backend's own.
 */

import * as pulumi from "@pulumi/pulumi";
import type { FailsOver } from "../../core/dns/policy/policy";
import { validateProxy } from "../../core/ingress/haproxy/proxySettings";
import type { IngressPlan } from "../../core/ingress/model";
import { planIngress } from "../../core/ingress/plan";
import { renderIngressLine } from "../../core/ingress/planLine";
import { errorsOf, type Issue } from "../../core/issue";
import { isPreview } from "../../engine/engine";
import { declare } from "../../engine/program";
import { KubeFedCluster } from "../clusters/kubeFedCluster";
import { componentOptions } from "../declare/childOptions";
import { type FederatedOptions, validateOptions } from "../objects/federatedOptions";
import { declareFront, missingParts, noFront } from "./fronts";
import type { MultiClusterIngressArgs } from "./ingressArgs";
import {
  certificatePairs,
  goodCertificates,
  judgeCertificates,
  proxyTexts,
  validateCertificates,
} from "./ingressCertificates";
import { ingressRequest, isBroken, servicesOf } from "./ingressRequest";
import { ownClustersOnly } from "../clusters/elsewhere";

/**
 * One Ingress spec served over many clusters. The backend balances: HAProxy in a host cluster or on a machine
 * of one's own, which fails over by itself, a Gateway of any implementation, names in DNS, or Google's load
 * balancer in two ways. What a backend cannot do it refuses at preview.
 *
 * - What paths lead to are federated Services; each cluster that has one serves, at the address of its load balancer.
 * - A cluster is never left out because its API server is away: whether it serves is asked of the Service.
 * - `weights` share requests out, 0 drains a cluster; `failoverOrder` has one serve after another.
 *
 * Source: kubemci's `gce-multi-cluster` Ingress, without its cloud.
 *
 * @example
 * const service = new kubefed.FederatedService("web", {
 *   namespace: shop,
 *   template: { spec: { type: "LoadBalancer", ports: [{ port: 80 }] } },
 * });
 * const ingress = new kubefed.MultiClusterIngress("shop", {
 *   service,
 *   host: "shop.example.com",
 *   weights: { "us-east": 2, "*": 1 },
 *   healthCheck: { path: "/healthz" },
 * });
 * ingress.plan.clusters.map(({ cluster, weight, because }) => [cluster, weight, because]);
 * //=> [["eu-west", 1, "weight 1 of 3"], ["us-east", 2, "weight 2 of 3"]]
 */
export class MultiClusterIngress extends pulumi.ComponentResource {
  /** Who serves what with which weight and why. Plain. */
  readonly plan: IngressPlan;
  /** Whether requests go elsewhere by themselves when a cluster fails. Plain. */
  readonly failsOver: FailsOver;
  /** With backend `haproxy` its configuration, which has no secret in it; empty with others. */
  readonly config: pulumi.Output<string>;
  /** What HAProxy finds beside it, by certificate: `<name>.pem` with certificate and key. Secret. */
  readonly certificates: pulumi.Output<Readonly<Record<string, string>>>;
  /** Where requests go to; undefined while that is not known, without a host cluster, or with names. */
  readonly address: pulumi.Output<string | undefined>;
  /** What the backend is made of, by kind; by kind and name, `HTTPRoute/shop`, where there may be several. */
  readonly resources: Readonly<Record<string, pulumi.Resource>>;

  constructor(name: string, args: MultiClusterIngressArgs, opts: FederatedOptions = {}) {
    super("kubefed:index:MultiClusterIngress", name, {}, componentOptions(opts));
    const subject = `MultiClusterIngress "${name}"`;
    const request = ingressRequest(name, args);
    const plan = planIngress(request);
    const issues = [...validateOptions(opts), ...issuesOf(args, plan)];
    const gate = declare(this, subject, issues);
    const isUsable = !isBroken(args) && errorsOf(issues).length === 0;
    const certificates = certificatePairs({
      component: this,
      name,
      certificates: args.certificates ?? {},
      backend: request.backend,
      namespace: request.hostNamespace ?? "default",
      host: isUsable ? args.hostCluster : undefined,
    });
    const judged = { component: this, subject, tls: plan.tls, certificates };
    judgeCertificates(judged);
    if (isUsable && isPreview())
      void pulumi.log.info(renderIngressLine(plan, pulumi.getStack()), this);
    this.plan = plan;
    this.failsOver = plan.failsOver;
    const pairs = goodCertificates(judged);
    this.certificates = proxyTexts(pairs);
    const made = { parent: this, request, plan, args, certificates: pairs, opts, gate };
    const front = isUsable ? declareFront(made) : noFront;
    this.config = front.config;
    this.resources = front.resources;
    this.address = front.address;
    const { failsOver, address, config } = this;
    this.registerOutputs({ plan: withoutIssues(plan), failsOver, config, address });
  }
}

/** What is wrong with it; nothing where what it is made of is wrong already. */
function issuesOf(args: MultiClusterIngressArgs, plan: IngressPlan): readonly Issue[] {
  const host = validateHostCluster(args.hostCluster);
  if (isBroken(args)) return host;
  const alone = servicesOf(args).flatMap((each) =>
    ownClustersOnly(each, { path: "service", instead }),
  );
  // What their objects are is known to other shards alone.
  if (alone.length > 0) return [...host, ...alone];
  return [
    ...host,
    ...plan.issues,
    ...validateProxy(args.haproxy ?? {}),
    ...bothWeights(args),
    ...validateCertificates(args.certificates ?? {}),
    ...missingParts(args.backend),
  ];
}

const instead = "balance in front of all of them by what is outside of the fleet's stacks";

function validateHostCluster(host: unknown): Issue[] {
  if (host === undefined) return [];
  if (KubeFedCluster.isInstance(host)) {
    if (host.elsewhere === undefined) return [];
    const there = `is in shard "${host.elsewhere}", which alone can write there; declare this in that shard`;
    return [{ code: "plan-unsupported", path: "hostCluster", message: there }];
  }
  const message = "must be a KubeFedCluster itself, not an Output or a description of one";
  return [{ code: "clusters-missing", path: "hostCluster", message }];
}

function bothWeights({ weights, weightsFrom }: MultiClusterIngressArgs): Issue[] {
  if (weights === undefined || weightsFrom === undefined) return [];
  const message = "the weights are given already; leave out one of them";
  return [{ code: "ingress-setting", path: "weightsFrom", message }];
}

/** Warnings were shown; a state need not repeat them. */
function withoutIssues({ issues, ...plan }: IngressPlan): Omit<IngressPlan, "issues"> {
  return plan;
}
