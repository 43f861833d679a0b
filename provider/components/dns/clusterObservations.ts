import * as pulumi from "@pulumi/pulumi";
import { parseAddress } from "../../core/dns/records/address";
import { whenAllAreSilent } from "../../core/dns/records/silence";
import type { ClusterObservation } from "../../core/dns/records/status";
import type { FederatedStatus } from "../../core/status/status";
import { type EndpointsAnswer, observeServiceEndpoints } from "../../observe/serviceEndpoints";
import type { KubeFedCluster } from "../clusters/kubeFedCluster";

/** A federated Service or Ingress, as far as records look at it. */
export interface FederatedTarget {
  readonly clusters: readonly KubeFedCluster[];
  readonly status: pulumi.Output<FederatedStatus>;
}

/** The Service whose endpoints are asked for, once its objects are there. */
export interface ServiceInQuestion {
  readonly component: pulumi.ComponentResource;
  readonly namespace: string;
  readonly name: string;
}

/**
 * What is known of a federated Service or Ingress in each of its member clusters, after its objects
 * are there. With `service` each cluster that has it is asked whether its endpoints are ready.
 */
export function observeClusters(
  target: FederatedTarget,
  service: ServiceInQuestion | undefined,
): pulumi.Output<ClusterObservation[]> {
  const observations = target.clusters.map((member) => observeCluster(member, target, service));
  const answering = target.clusters.map(({ status }) =>
    status.apply(({ reason }) => reason !== "ClusterNotReachable"),
  );
  return pulumi.all([pulumi.output(observations), pulumi.all(answering)]).apply(([all, answer]) => {
    const heard = all.map((observation, index) => ({
      observation,
      answers: answer[index] ?? true,
    }));
    const { areSilent, observations } = whenAllAreSilent(heard);
    if (areSilent) {
      const text = `none of the member clusters answers, so it may be this machine that has no way to them; each counts as ready, and names keep their addresses`;
      void pulumi.log.warn(text, service?.component);
    }
    return observations;
  });
}

function observeCluster(
  member: KubeFedCluster,
  { status }: FederatedTarget,
  service: ServiceInQuestion | undefined,
): pulumi.Output<ClusterObservation> {
  const addresses = status.apply(({ clusters }) => clusters[member.name]?.loadBalancer);
  const isReady = readinessOf(member);
  const endpoints = service && askForEndpoints({ member, service, addresses, isReady });
  return pulumi.all([addresses, isReady, endpoints]).apply(([hosts, ready, answer]) => ({
    cluster: member.name,
    isReady: ready && answer?.isReady !== false,
    ...(member.region !== undefined && { region: member.region }),
    zones: member.zones,
    loadBalancer: (hosts ?? []).map((text) =>
      parseAddress(text) === undefined ? { hostname: text } : { ip: text },
    ),
    ...(hosts !== undefined && { hasReadyEndpoints: answer?.hasReadyEndpoints ?? true }),
  }));
}

/** Whether a cluster is ready; one that could not be asked is taken to be. */
function readinessOf({ status }: KubeFedCluster): pulumi.Output<boolean> {
  return status.apply(({ ready, reason }) => ready || reason === "ClusterNotProbed");
}

interface EndpointsQuestion {
  readonly member: KubeFedCluster;
  readonly service: ServiceInQuestion;
  /** Undefined where the cluster does not have the Service. */
  readonly addresses: pulumi.Output<readonly string[] | undefined>;
  readonly isReady: pulumi.Output<boolean>;
}

type Answer = Pick<ClusterObservation, "isReady" | "hasReadyEndpoints">;

function askForEndpoints(question: EndpointsQuestion): pulumi.Output<Answer | undefined> {
  const { member, service, addresses, isReady } = question;
  const { memberKubeconfig, context } = member;
  // A provider of the user's own cannot be asked; the engine has waited for the endpoints.
  if (memberKubeconfig === undefined) return pulumi.output(undefined);
  const answer = pulumi
    .all([addresses, isReady, memberKubeconfig])
    .apply(async ([hosts, ready, kubeconfig]) => {
      if (hosts === undefined || !ready) return undefined;
      const { namespace, name } = service;
      const said = await observeServiceEndpoints({ kubeconfig, context, namespace, name });
      return judge({ member, service, said });
    });
  // Nothing of the kubeconfig is in it.
  return pulumi.unsecret(answer);
}

function judge(of: {
  readonly member: KubeFedCluster;
  readonly service: ServiceInQuestion;
  readonly said: EndpointsAnswer;
}): Answer {
  const { member, service, said } = of;
  if (said.known) return { isReady: true, hasReadyEndpoints: said.ready };
  const text = `endpoints of Service "${service.name}" on "${member.name}" are not known: ${said.because}`;
  void pulumi.log.warn(text, service.component);
  // Who may not ask has no reason to think that the Service is down.
  return { isReady: said.answered, hasReadyEndpoints: said.answered };
}
