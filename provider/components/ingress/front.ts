import type * as pulumi from "@pulumi/pulumi";
import type { IngressPlan, IngressRequest } from "../../core/ingress/model";
import type { CertificatePair } from "../../observe/certificates";
import type { FederatedOptions } from "../objects/federatedOptions";
import type { MultiClusterIngressArgs } from "./ingressArgs";

/** What a backend is declared from: a plan without errors. */
export interface FrontRequest {
  readonly parent: pulumi.ComponentResource;
  readonly request: IngressRequest;
  readonly plan: IngressPlan;
  readonly args: MultiClusterIngressArgs;
  /** By name. Secret. */
  readonly certificates: pulumi.Output<Readonly<Record<string, CertificatePair>>>;
  readonly opts: FederatedOptions;
  /** Resolves when resources may be registered. */
  readonly gate: Promise<void>;
}

/** What a backend has made of a plan. */
export interface Front {
  /** HAProxy's configuration; empty for other backends. */
  readonly config: pulumi.Output<string>;
  /** What it is made of, by kind; by kind and name where there are several. */
  readonly resources: Readonly<Record<string, pulumi.Resource>>;
  /** Where requests go to; undefined where that is not known or not one place. */
  readonly address: pulumi.Output<string | undefined>;
}
