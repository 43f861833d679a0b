import * as pulumi from "@pulumi/pulumi";
import type { KubeObject } from "../../core/model";
import { mapAt } from "../../core/plain/fields";
import type { KubeFedCluster } from "../clusters/kubeFedCluster";
import { optionsWithin } from "../declare/childOptions";
import { allOf } from "../declare/memberResource";
import { FederatedCustomResource } from "../objects/federatedCustomResource";
import type { WhereArgs } from "../objects/federatedArgs";
import * as kinds from "../objects/federatedKinds";
import { FederatedNamespace } from "../objects/federatedNamespace";
import type { FederatedObject } from "../objects/federatedObject";
import type { FrontRequest } from "./front";

/** Where in its host cluster a backend puts its objects. */
export interface HostPlace {
  readonly host: KubeFedCluster;
  readonly where: WhereArgs;
  /** Declares an object there, after others. */
  readonly custom: (what: {
    readonly name: string;
    readonly apiVersion: string;
    readonly kind: string;
    readonly template: KubeObject;
    readonly after?: readonly pulumi.Resource[];
  }) => FederatedObject;
  /** Declares the Secrets of certificates there, by certificate; none for one that is there already. */
  readonly secrets: (nameOf: (certificate: string) => string) => Record<string, FederatedObject>;
  /** A text of what a controller wrote into an object's status, as of the last update or refresh. */
  readonly statusText: (
    object: FederatedObject,
    read: (status: KubeObject) => unknown,
  ) => pulumi.Output<string | undefined>;
}

/** The place of a backend's objects; a bug of ours without a host cluster, which the plan asks for. */
export function hostPlace(request: FrontRequest): HostPlace {
  const { hostCluster: host } = request.args;
  if (host === undefined) throw new Error("bug in kubefed: a backend without its host cluster");
  const where = placeOf(request, host);
  const within = (after: readonly pulumi.Resource[] = []) => optionsWithin({ ...request, after });
  const made = request.plan.tls.filter(({ secretName }) => secretName === undefined);
  const used = [...new Set(made.map(({ certificate }) => certificate))].sort();
  return {
    host,
    where,
    // Kinds without a class of their own have one type in a state: their names tell them apart.
    custom: ({ name, after, ...what }) =>
      new FederatedCustomResource(
        `${name}-${what.kind.toLowerCase()}`,
        { ...where, ...what },
        within(after),
      ),
    secrets: (nameOf) =>
      Object.fromEntries(
        used.map((certificate) => {
          const name = nameOf(certificate);
          const pair = request.certificates.apply((known) => known[certificate]);
          const stringData = {
            "tls.crt": pair.apply((each) => each?.certificate ?? ""),
            "tls.key": pair.apply((each) => each?.key ?? ""),
          };
          const template = { metadata: { name }, type: "kubernetes.io/tls", stringData };
          return [certificate, new kinds.FederatedSecret(name, { ...where, template }, within())];
        }),
      ),
    statusText: (object, read) =>
      pulumi.output(allOf(object)[host.name]).apply((resource) => {
        // Fields that its class does not have are there once the engine has answered.
        const status: unknown = Reflect.get(Object(resource), "status");
        return pulumi.output(status as pulumi.Input<KubeObject | undefined>).apply((known) => {
          const text = read(mapAt(known));
          return typeof text === "string" ? text : undefined;
        });
      }),
  };
}

function placeOf({ args }: FrontRequest, host: KubeFedCluster): WhereArgs {
  const { namespace = "default" } = args;
  const placement = { clusterNames: [host.name] };
  return FederatedNamespace.isInstance(namespace)
    ? { namespace, placement }
    : { clusters: [host], namespace, placement };
}
