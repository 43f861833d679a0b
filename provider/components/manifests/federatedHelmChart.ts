import * as pulumi from "@pulumi/pulumi";
import type { Issue } from "../../core/issue";
import { readChartOverrides } from "../../core/manifests/chartOverrides";
import { planPropagation } from "../../core/objects/propagation";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import { createChart } from "./chart";
import type { ChartResource, FederatedHelmChartArgs } from "./chartArgs";
import type { FederatedOptions } from "../objects/federatedOptions";
import type { MemberResource } from "../declare/memberResource";
import { membersOf } from "../declare/members";
import { componentOptions } from "../declare/childOptions";
import { declareObjects } from "../declare/declareObjects";

/**
 * A Helm chart on the member clusters that its placement selects: one `k8s.helm.v4.Chart` per cluster,
 * rendered for that cluster, with its values.
 *
 * - Values are merged here and known at preview: maps are merged, lists are replaced, `null` removes what
 *   the values say, so that the chart's own default holds again.
 * - Whether the objects of a chart exist already is not asked before, and hooks are not run, as with
 *   `k8s.helm.v4.Chart` itself.
 */
export class FederatedHelmChart extends pulumi.ComponentResource {
  /** Plain: per cluster selected or not and why, overrides applied. Its kind is `Chart`. */
  readonly plan: PropagationPlan;
  /** The chart of every selected cluster, by cluster name. */
  readonly resources: Readonly<Record<string, MemberResource<ChartResource>>>;

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
      issues: [...issues, ...checked(plan, opts)],
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
    this.registerOutputs(declared.outputs);
  }
}

/** Helm's own limit, so that the names that charts make of it stay names. */
const longestRelease = 53;

/** Says a place as the user wrote it. */
function asWritten(issue: Issue): Issue {
  return { ...issue, path: issue.path.replace(/\.merge\b/, "") };
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
