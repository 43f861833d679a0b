import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

export = async () => {
  const organization = pulumi.getOrganization();
  const environment = pulumi.getStack();
  const fleet = new pulumi.StackReference(`${organization}/environments-fleet/${environment}`);
  const clusters = await kubefed.clustersFromStack(fleet, "fleet");

  const settings = new kubefed.FederatedConfigMap("settings", {
    clusters,
    placement: { clusterSelector: { matchLabels: { tier: "web" } } },
    template: { data: { environment, greeting: "hello" } },
  });

  return { plan: settings.plan };
};
