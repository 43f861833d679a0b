import * as pulumi from "@pulumi/pulumi";
import { certificateFile, renderProxyConfig } from "../../core/ingress/haproxy/config";
import { hostObjects } from "../../core/ingress/haproxy/hostObjects";
import { type PlannedProxy, plannedProxy } from "../../core/ingress/haproxy/proxySettings";
import { checksumOf } from "../../observe/certificates";
import { optionsWithin } from "../declare/childOptions";
import * as kinds from "../objects/federatedKinds";
import { planAsServed } from "./awayWeights";
import type { Front, FrontRequest } from "./front";
import { hostPlace } from "./hostPlace";
import { proxyTexts } from "./ingressCertificates";
import { ingressTargets } from "./ingressTargets";

const usualImage = "docker.io/library/haproxy:3.0.8";

/** HAProxy's configuration, and with a host cluster the objects that run it there. */
export function declareHaproxy(request: FrontRequest): Front {
  const { parent: component, args } = request;
  const { haproxy = {}, hostCluster, weightsFrom } = args;
  const settings = plannedProxy(haproxy);
  const targets = ingressTargets(request);
  const served = planAsServed({ ...request, component, workload: weightsFrom });
  const config = pulumi
    .all([served, targets])
    .apply(([now, at]) => renderProxyConfig({ plan: now, targets: at, settings }));
  if (hostCluster === undefined)
    return { config, resources: {}, address: pulumi.output(undefined) };
  return { config, ...proxyObjects({ ...request, settings, config }) };
}

/**
 * Declares the objects that run HAProxy. Its pods are replaced where configuration or certificates change,
 * which is what an update waits for: when it has ended, the change is live.
 */
function proxyObjects(
  request: FrontRequest & {
    readonly settings: PlannedProxy;
    readonly config: pulumi.Output<string>;
  },
): Omit<Front, "config"> {
  const { plan, settings, config, args } = request;
  const { haproxy = {} } = args;
  const name = `${plan.name}-haproxy`;
  const { host, where } = hostPlace(request);
  const certificates = proxyTexts(request.certificates);
  const texts = certificates.apply((known) => Object.entries(known).sort().flat());
  const checksum = pulumi
    .unsecret(pulumi.all([config, texts]))
    .apply(([text, pems]) => checksumOf([text, ...pems]));
  const { image = usualImage, replicas = 2, serviceType = "LoadBalancer" } = haproxy;
  const objects = hostObjects({ plan, settings, name, image, replicas, serviceType, checksum });
  const within = (after: readonly pulumi.Resource[]) => optionsWithin({ ...request, after });
  const opts = within([]);
  const map = new kinds.FederatedConfigMap(
    name,
    { ...where, template: { metadata: { name }, data: { "haproxy.cfg": config } } },
    opts,
  );
  const stringData = certificates.apply((known) =>
    Object.fromEntries(Object.entries(known).map(([name, text]) => [certificateFile(name), text])),
  );
  const secret =
    plan.tls.length === 0
      ? undefined
      : new kinds.FederatedSecret(
          name,
          { ...where, template: { metadata: { name }, stringData } },
          opts,
        );
  const first = secret === undefined ? [map] : [map, secret];
  const deployment = new kinds.FederatedDeployment(
    name,
    { ...where, template: objects.deployment },
    within(first),
  );
  const service = new kinds.FederatedService(
    name,
    { ...where, template: objects.service },
    // Its endpoints are waited for, which the pods are.
    within([deployment]),
  );
  const budget = new kinds.FederatedPodDisruptionBudget(
    name,
    { ...where, template: objects.budget },
    opts,
  );
  return {
    resources: {
      ConfigMap: map,
      Deployment: deployment,
      PodDisruptionBudget: budget,
      ...(secret === undefined ? {} : { Secret: secret }),
      Service: service,
    },
    address: service.status.apply(({ clusters }) => clusters[host.name]?.loadBalancer[0]),
  };
}
