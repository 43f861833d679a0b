import * as pulumi from "@pulumi/pulumi";
import {
  gkeApiVersion,
  multiClusterIngress,
  multiClusterServices,
} from "../../core/ingress/gke/gkeObjects";
import { certificateSecretName } from "../../core/ingress/certificates";
import type { Front, FrontRequest } from "./front";
import { hostPlace } from "./hostPlace";

/** Declares Google's objects in the config cluster: the Services, then the Ingress that leads to them. */
export function declareGoogleObjects(request: FrontRequest): Front {
  const { plan, args } = request;
  if (args.gke === undefined) throw new Error("bug in kubefed: Google's objects without settings");
  const place = hostPlace(request);
  const of = { plan, request: request.request, settings: args.gke };
  const secrets = place.secrets((certificate) => certificateSecretName(plan, certificate));
  const services = multiClusterServices(of).map(({ name, template }) => {
    const what = { name, apiVersion: gkeApiVersion, kind: "MultiClusterService", template };
    return [`MultiClusterService/${name}`, place.custom(what)] as const;
  });
  const ingress = place.custom({
    name: plan.name,
    apiVersion: gkeApiVersion,
    kind: "MultiClusterIngress",
    template: multiClusterIngress(of),
    after: [...services.map(([, service]) => service), ...Object.values(secrets)],
  });
  return {
    config: pulumi.output(""),
    resources: {
      MultiClusterIngress: ingress,
      ...Object.fromEntries(services),
      ...Object.fromEntries(
        Object.entries(secrets).map(([name, each]) => [`Secret/${name}`, each]),
      ),
    },
    address: place.statusText(ingress, ({ VIP: address }) => address),
  };
}
