import * as pulumi from "@pulumi/pulumi";
import type { Issue } from "../../core/issue";
import { readChartOverrides } from "../../core/manifests/chartOverrides";
import { planPropagation } from "../../core/objects/propagation";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import { createChart } from "./chart";
import type { ChartResource, FederatedHelmChartArgs } from "./chartArgs";
import { type FederatedOptions } from "../objects/federatedOptions";
import type { FederatedObject } from "../objects/federatedObject";
import type { KubeFedCluster } from "../clusters/kubeFedCluster";
import type { FederatedStatus } from "../../core/status/status";
import { chartStatus } from "./chartStatus";
import type { Members } from "../declare/fleet";
import { membersOf } from "../declare/members";
import { componentOptions } from "../declare/childOptions";
import { declareObjects } from "../declare/declareObjects";

/**
 * A Helm chart on the member clusters that its placement selects: one `k8s.helm.v4.Chart` per cluster,
 * rendered for that cluster, with its values.
 *
 * - Values are merged here and known at preview: maps are merged, lists are replaced, `null` removes what
 *   the values say, so that the chart's own default holds again.
 * - An object of a chart that exists already and is not this stack's ends the preview, as soon as the chart
 *   is rendered.
 * - Hooks are not run, as with `k8s.helm.v4.Chart` itself.
 *
 * @example
 * const redis = new kubefed.FederatedHelmChart("redis", {
 *   namespace: shop,
 *   chart: "./charts/redis",
 *   values: { replicas: 1 },
 *   overrides: [{ clusterName: "us-east", values: { replicas: 3 } }],
 * });
 * redis.plan.clusters.map(({ cluster, overrides }) => [cluster, overrides.length]);
 * //=> [["eu-west", 0], ["us-east", 1]]
 */
export class FederatedHelmChart
  extends pulumi.ComponentResource
  implements FederatedObject<ChartResource>
{
  /** Plain: per cluster selected or not and why, overrides applied. Its kind is `Chart`. */
  readonly plan: PropagationPlan;
  /** That of all objects of the chart together, per cluster and rolled up. */
  readonly status: pulumi.Output<FederatedStatus>;
  readonly clusters: readonly KubeFedCluster[];
  /** Of clusters with a provider of your own. */
  readonly resources: FederatedObject<ChartResource>["resources"];
  /**
   * Of clusters with a kubeconfig, by which it is known only in the run itself whether the cluster can be
   * asked to render its chart.
   */
  readonly deferred: FederatedObject<ChartResource>["deferred"];

  constructor(name: string, args: FederatedHelmChartArgs, opts: FederatedOptions = {}) {
    super("kubefed:index:FederatedHelmChart", name, {}, componentOptions(opts));
    const where = membersOf(args);
    const { overrides, issues } = readChartOverrides(args.overrides);
    const template = { version: args.version, values: args.values ?? {} };
    const placement =
      args.placement ?? (where.within === undefined ? undefined : { clusterSelector: {} });
    const plan = planPropagation({
      kind: "Chart",
      apiVersion: "helm.sh/v4",
      name: args.name ?? name,
      namespace: where.namespace,
      template,
      clusters: where.members,
      placement,
      namespacePlacement: where.within === undefined ? undefined : { clusterNames: where.within },
      overrides,
      managedLabel: false,
    });
    const subject = `FederatedHelmChart "${name}"`;
    const declared = declareObjects({
      component: this,
      subject,
      name,
      // Its problems are told as the user wrote them.
      plan: { ...plan, issues: plan.issues.map(asWritten) },
      where,
      opts,
      issues: [...issues, ...checked(plan, opts), ...unstaged(where)],
      // Which objects a chart has, nobody knows before it is rendered.
      claims: "nothing",
      after: (cluster) => where.namespaceObjects[cluster],
      decisions: {
        template,
        placement: args.placement,
        within: where.within,
        overrides,
        scheduling: undefined,
      },
      create: (place) => createChart({ component: this, subject, args, plan }, place),
    });
    this.plan = declared.plan;
    this.resources = declared.resources;
    this.deferred = declared.deferred;
    this.clusters = where.members;
    this.status = chartStatus(declared.children);
    this.registerOutputs(declared.outputs);
  }
}

/** Helm's own limit, so that the names that charts make of it stay names. */
const longestRelease = 53;

/** Says a place as the user wrote it. */
function asWritten(issue: Issue): Issue {
  return { ...issue, path: issue.path.replace(/\.merge\b/, "") };
}

/** What a chart renders is known only when it is written, so that nothing of it can be held. */
function unstaged({ stagedUpdate }: Members): Issue[] {
  if (stagedUpdate === undefined) return [];
  const message =
    "its FederatedNamespace has a staged update, and a chart cannot be staged: what it renders is known only when it is written, so nothing of it could be held; put it into a namespace without one, or declare its objects by FederatedYaml";
  return [{ code: "stages-invalid", path: "namespace", message }];
}

function checked({ name }: PropagationPlan, opts: FederatedOptions): Issue[] {
  const issues: Issue[] = [];
  if (name.length > longestRelease) {
    const message = `"${name}" has ${name.length} characters; a release's name has at most ${longestRelease}`;
    issues.push({ code: "chart-invalid", path: "name", message });
  }
  if (opts.import !== undefined) {
    const message = "is one identity for many objects; a chart's objects cannot be imported";
    issues.push({ code: "chart-invalid", path: "import", message });
  }
  return issues;
}
