/*
 * Joining and unjoining: the dynamic resource, and its handlers in plain functions.
 */

import * as pulumi from "@pulumi/pulumi";
import { customType } from "../../engine/served/customType";
import { withHandlers } from "../dynamicResource";
import type * as handlers from "pulumi-kubefed/handlers/clusterMembership";
import type { PolicyRule } from "../../core/membership/rules";

/** What a membership is given; see `MembershipInputs` of the handlers. */
export interface ClusterMembershipArgs {
  clusterName: string;
  hostClusterName: string;
  namespace: string;
  scope: "Cluster" | "Namespaced";
  owner: pulumi.Input<string>;
  adminKubeconfig: pulumi.Input<string>;
  context?: string | undefined;
  rules?: pulumi.Input<readonly PolicyRule[] | undefined>;
  rotate?: string | undefined;
  rotateGraceSeconds?: number | undefined;
  adopt?: boolean | undefined;
  forget?: boolean | undefined;
  identity?: string | undefined;
  apiEndpoint?: string | undefined;
  proxyURL?: string | undefined;
  disabledTLSValidations?: readonly string[] | undefined;
}

type Handlers = typeof handlers;
type Inputs = Parameters<Handlers["createMembership"]>[0];
type State = Parameters<Handlers["deleteMembership"]>[0];

/**
 * This class is written into the state, so it holds nothing and its methods load their code by the
 * package's name when they are called.
 */
class ClusterMembershipProvider implements pulumi.dynamic.ResourceProvider {
  check(_olds: Inputs, news: Inputs): ReturnType<Handlers["checkMembership"]> {
    return (require("pulumi-kubefed/handlers/clusterMembership") as Handlers).checkMembership(news);
  }
  diff(_id: string, olds: State, news: Inputs): ReturnType<Handlers["diffMembership"]> {
    return (require("pulumi-kubefed/handlers/clusterMembership") as Handlers).diffMembership(
      olds,
      news,
    );
  }
  create(inputs: Inputs): ReturnType<Handlers["createMembership"]> {
    return (require("pulumi-kubefed/handlers/clusterMembership") as Handlers).createMembership(
      inputs,
    );
  }
  read(id: string, known: State): ReturnType<Handlers["readMembership"]> {
    return (require("pulumi-kubefed/handlers/clusterMembership") as Handlers).readMembership(
      id,
      known,
    );
  }
  update(_id: string, olds: State, news: Inputs): ReturnType<Handlers["updateMembership"]> {
    return (require("pulumi-kubefed/handlers/clusterMembership") as Handlers).updateMembership(
      olds,
      news,
    );
  }
  delete(_id: string, known: State): ReturnType<Handlers["deleteMembership"]> {
    return (require("pulumi-kubefed/handlers/clusterMembership") as Handlers).deleteMembership(
      known,
    );
  }
}

/** The membership of one cluster: created by joining it, deleted by unjoining it. */
export class ClusterMembership extends pulumi.CustomResource {
  /** The scoped kubeconfig, a secret. */
  declare readonly kubeconfig: pulumi.Output<string>;

  constructor(name: string, args: ClusterMembershipArgs, opts?: pulumi.CustomResourceOptions) {
    const outputs = { kubeconfig: undefined, clusterUid: undefined, drift: undefined };
    super(
      customType("ClusterMembership"),
      name,
      withHandlers({ ...args, ...outputs }, ClusterMembershipProvider),
      pulumi.mergeOptions(opts, { additionalSecretOutputs: ["adminKubeconfig", "kubeconfig"] }),
    );
  }
}
