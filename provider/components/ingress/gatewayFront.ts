import * as pulumi from "@pulumi/pulumi";
import {
  type ClusterService,
  clusterServices,
  sliceAddresses,
} from "../../core/ingress/gateway/clusterServices";
import { certificateSecretName } from "../../core/ingress/certificates";
import { gatewayTemplate } from "../../core/ingress/gateway/gatewayObjects";
import { httpRoutes } from "../../core/ingress/gateway/httpRoutes";
import type { IngressTargets } from "../../core/ingress/model";
import { mapsAt } from "../../core/plain/fields";
import { optionsWithin } from "../declare/childOptions";
import * as kinds from "../objects/federatedKinds";
import type { FederatedObject } from "../objects/federatedObject";
import { planAsServed } from "./awayWeights";
import type { Front, FrontRequest } from "./front";
import { type HostPlace, hostPlace } from "./hostPlace";
import { ingressTargets } from "./ingressTargets";
import { refusal } from "../../engine/program";

const apiVersion = "gateway.networking.k8s.io/v1";

/**
 * Declares a Gateway in the host cluster and what it leads to: the addresses of each cluster, then the routes to
 * them, so that no route leads to nothing.
 */
export function declareGateway(request: FrontRequest): Front {
  const { plan, args } = request;
  const { gateway: settings } = args;
  if (settings === undefined) throw new Error("bug in kubefed: a Gateway without its settings");
  const place = hostPlace(request);
  const secrets = place.secrets((certificate) => certificateSecretName(plan, certificate));
  const gateway = place.custom({
    name: plan.name,
    apiVersion,
    kind: "Gateway",
    template: gatewayTemplate({ plan, settings }),
    after: Object.values(secrets),
  });
  const clusters = settings.importKind === "ServiceImport" ? {} : addressesOf(request, place);
  const now = args.weightsFrom === undefined ? undefined : served(request);
  const routes = httpRoutes({ plan, settings }).map(({ name, template }, index) => {
    const spec =
      now?.apply((known) => httpRoutes({ plan: known, settings })[index]?.template.spec) ??
      template.spec;
    const after = [gateway, ...Object.values(clusters)];
    const what = { name, apiVersion, kind: "HTTPRoute", template: { ...template, spec }, after };
    return [`HTTPRoute/${name}`, place.custom(what)] as const;
  });
  return {
    config: pulumi.output(""),
    resources: {
      Gateway: gateway,
      ...clusters,
      ...Object.fromEntries(routes),
      ...Object.fromEntries(
        Object.entries(secrets).map(([name, each]) => [`Secret/${name}`, each]),
      ),
    },
    address: place.statusText(gateway, (status) => mapsAt(status, "addresses")[0]?.value),
  };
}

/** The plan with the weights of clusters that are away; as many routes and rules as it has without. */
function served(request: FrontRequest) {
  const { parent: component, args } = request;
  return planAsServed({ ...request, component, workload: args.weightsFrom });
}

function addressesOf(request: FrontRequest, place: HostPlace): Record<string, FederatedObject> {
  const targets = ingressTargets(request);
  const entries = clusterServices(request.plan).flatMap((each) => {
    const slice = endpointSlice(targets, each);
    const metadata = each.sliceMetadata;
    const template = {
      metadata,
      addressType: slice.addressType,
      endpoints: slice.endpoints,
      ports: slice.ports,
    };
    const apiOfSlices = "discovery.k8s.io/v1";
    const what = { name: each.name, apiVersion: apiOfSlices, kind: "EndpointSlice", template };
    const addresses = place.custom(what);
    const service = new kinds.FederatedService(
      each.name,
      { ...place.where, template: each.service },
      optionsWithin({ ...request, after: [addresses] }),
    );
    return [
      [`EndpointSlice/${each.name}`, addresses],
      [`Service/${each.name}`, service],
    ] as const;
  });
  return Object.fromEntries(entries);
}

/** The addresses that a cluster's load balancer has now. */
function endpointSlice(targets: pulumi.Output<IngressTargets>, of: ClusterService) {
  return targets.apply((known) => {
    const target = known[of.key]?.[of.cluster] ?? { addresses: [] };
    const { slice, problems } = sliceAddresses(target, of.port);
    if (problems.length > 0) {
      const text = problems.map((each) => `Service ${of.key} on "${of.cluster}": ${each}`);
      throw refusal(text.join("\n"));
    }
    return slice;
  });
}
