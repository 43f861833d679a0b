import { PolicyPack } from "@pulumi/policy";
import { fleetPolicies } from "pulumi-kubefed/policy";

// Only the rules that are named are asked. A mandatory one stops the preview, and so the update.
new PolicyPack("fleet", {
  policies: fleetPolicies({
    imageRegistries: { registries: ["docker.io/library", "ghcr.io/acme"] },
    // Says it and lets it pass; "mandatory" is what a rule is where nothing is said.
    disruptionBudgets: { enforcementLevel: "advisory" },
    regions: { atLeast: 3 },
    replicaShares: { perClusterPercent: 50, perRegionPercent: 60 },
    serviceRecords: { except: ["shop/internal"] },
    secretPlaces: {},
    memberRights: {},
  }),
});
