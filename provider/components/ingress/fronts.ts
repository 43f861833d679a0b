import * as pulumi from "@pulumi/pulumi";
import type { Issue } from "../../core/issue";
import type { MultiClusterBackend } from "../../core/ingress/model";
import type * as dnsFront from "./dnsFront";
import type { Front, FrontRequest } from "./front";
import type * as gatewayFront from "./gatewayFront";
import type * as gcpFront from "./gcpFront";
import type * as gkeFront from "./gkeFront";
import type * as haproxyFront from "./haproxyFront";

/** Of a plan with errors nothing is made. */
export const noFront: Front = {
  config: pulumi.output(""),
  resources: {},
  address: pulumi.output(undefined),
};

/** Declares what the chosen backend is made of. A program loads the one that it chose, and no other. */
export function declareFront(request: FrontRequest): Front {
  const { backend = "haproxy" } = request.args;
  switch (backend) {
    case "haproxy":
      return (require("./haproxyFront") as typeof haproxyFront).declareHaproxy(request);
    case "gateway":
      return (require("./gatewayFront") as typeof gatewayFront).declareGateway(request);
    case "dns":
      return (require("./dnsFront") as typeof dnsFront).declareRecords(request);
    case "gke":
      return (require("./gkeFront") as typeof gkeFront).declareGoogleObjects(request);
    case "gcp":
      return (require("./gcpFront") as typeof gcpFront).declareLoadBalancer(request);
  }
}

/** What a backend needs of this machine and does not find. */
export function missingParts(backend: MultiClusterBackend | undefined): readonly Issue[] {
  if (backend !== "gcp") return [];
  return (require("./gcpFront") as typeof gcpFront).missingPackage();
}
