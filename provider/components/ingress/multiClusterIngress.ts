/*
 * One Ingress over many clusters: what it leads to is planned by the core, what balances is a backend's own.
 */

import * as pulumi from "@pulumi/pulumi";
import type { FailsOver } from "../../core/dns/policy/policy";
import { renderProxyConfig } from "../../core/ingress/haproxy/config";
import { plannedProxy, validateProxy } from "../../core/ingress/haproxy/proxySettings";
import type { IngressPlan } from "../../core/ingress/model";
import { planIngress } from "../../core/ingress/plan";
import { renderIngressLine } from "../../core/ingress/planLine";
import { errorsOf, type Issue } from "../../core/issue";
import { isPreview } from "../../engine/engine";
import { declare } from "../../engine/program";
import { KubeFedCluster } from "../clusters/kubeFedCluster";
import { componentOptions } from "../declare/childOptions";
import type { FederatedObject } from "../objects/federatedObject";
import { type FederatedOptions, validateOptions } from "../objects/federatedOptions";
import { declareFront, type Front, type FrontRequest } from "./haproxyFront";
import { planAsServed } from "./awayWeights";
import type { MultiClusterIngressArgs } from "./ingressArgs";
import { certificateTexts, judgeCertificates } from "./ingressCertificates";
import { ingressRequest, isBroken, servicesOf } from "./ingressRequest";
import { ingressTargets } from "./ingressTargets";

/**
 * One Ingress spec served over many clusters by real balancing that fails over by itself: HAProxy in a host
 * cluster, or its configuration for a machine of one's own.
 *
 * - Backends are federated Services; each cluster that has one serves, at the address of its load balancer.
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
  /** HAProxy's configuration; it has no secret in it. */
  readonly config: pulumi.Output<string>;
  /** What HAProxy finds beside it, by certificate: `<name>.pem` with certificate and key. Secret. */
  readonly certificates: pulumi.Output<Readonly<Record<string, string>>>;
  /** The front's own address; undefined without a host cluster. */
  readonly address: pulumi.Output<string | undefined>;
  /** The objects in the host cluster, by kind. */
  readonly resources: Readonly<Record<string, FederatedObject>>;

  constructor(name: string, args: MultiClusterIngressArgs, opts: FederatedOptions = {}) {
    super("kubefed:index:MultiClusterIngress", name, {}, componentOptions(opts));
    const subject = `MultiClusterIngress "${name}"`;
    const request = ingressRequest(name, args);
    const plan = planIngress(request);
    const { certificates = {}, addresses = {}, haproxy = {}, weightsFrom } = args;
    const issues = [...validateOptions(opts), ...issuesOf(args, plan)];
    void declare(this, subject, issues);
    const judged = { component: this, subject, tls: plan.tls, certificates };
    judgeCertificates(judged);
    const isUsable = !isBroken(args) && errorsOf(issues).length === 0;
    if (isUsable && isPreview())
      void pulumi.log.info(renderIngressLine(plan, pulumi.getStack()), this);
    this.plan = plan;
    this.failsOver = plan.failsOver;
    const settings = plannedProxy(haproxy);
    const services = servicesOf(args);
    const targets = ingressTargets({ component: this, plan, services, addresses });
    const served = planAsServed({ component: this, request, plan, workload: weightsFrom });
    this.config = pulumi
      .all([served, targets])
      .apply(([now, at]) =>
        isUsable ? renderProxyConfig({ plan: now, targets: at, settings }) : "",
      );
    this.certificates = certificateTexts(judged);
    const made = { config: this.config, certificates: this.certificates };
    const front = isUsable
      ? frontOf(args, { parent: this, plan, settings, haproxy, opts, ...made })
      : noFront;
    this.resources = front.resources;
    this.address = front.address;
    const { failsOver, address, config } = this;
    this.registerOutputs({ plan: withoutIssues(plan), failsOver, config, address });
  }
}

const noFront: Front = { resources: {}, address: pulumi.output(undefined) };

function frontOf(
  { hostCluster: host, namespace = "default" }: MultiClusterIngressArgs,
  made: Omit<FrontRequest, "host" | "namespace">,
): Front {
  return host === undefined ? noFront : declareFront({ ...made, host, namespace });
}

/** What is wrong with it; nothing where what it is made of is wrong already. */
function issuesOf(args: MultiClusterIngressArgs, plan: IngressPlan): readonly Issue[] {
  const host = validateHostCluster(args.hostCluster);
  if (isBroken(args)) return host;
  return [...host, ...plan.issues, ...validateProxy(args.haproxy ?? {}), ...bothWeights(args)];
}

function validateHostCluster(host: unknown): Issue[] {
  if (host === undefined || KubeFedCluster.isInstance(host)) return [];
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
