import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ChartOverride } from "../../core/manifests/chartOverrides";
import type { WhereArgs } from "../objects/federatedArgs";

/** What differs of a chart on some member clusters. */
export interface ChartOverrideArgs extends ChartOverride {
  /** Laid over the values; `null` removes what they say, a list replaces a list. */
  values?: Record<string, unknown>;
}

/** Arguments of a FederatedHelmChart: those of `k8s.helm.v4.Chart`, where, and how it differs per cluster. */
export type FederatedHelmChartArgs = WhereArgs &
  Omit<k8s.helm.v4.ChartArgs, "name" | "namespace" | "resourcePrefix" | "values" | "version"> & {
    /** The release's name, the same on every cluster. @default the resource's name */
    name?: string;
    /** The version of the chart. @default the latest */
    version?: string;
    /** Values may be Outputs; one that is unknown at preview leaves the chart's objects out of the preview. */
    values?: Record<string, unknown>;
    /** Changes per cluster, applied in order. */
    overrides?: readonly ChartOverrideArgs[];
    /**
     * Takes over objects of the chart that exist already, keeping their uid; fields that others own are taken
     * too. While it is set, objects that leave the program stay on their clusters.
     * Without it an object that is not this stack's is reported, before it is written.
     * @default false
     */
    adopt?: boolean;
  };

/** The chart of one member cluster: a `k8s.helm.v4.Chart`, or what stands in for it while that is away. */
export type ChartResource = pulumi.ComponentResource & Pick<k8s.helm.v4.Chart, "resources">;
