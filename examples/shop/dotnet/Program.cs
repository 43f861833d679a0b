using System.Collections.Generic;
using System.Linq;
using Pulumi;
using Pulumi.Kubefed;
using Pulumi.Kubefed.Inputs;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using ClusterSelectorArgs = Pulumi.Kubefed.Inputs.LabelSelectorArgs;
using PodSelectorArgs = Pulumi.Kubernetes.Types.Inputs.Meta.V1.LabelSelectorArgs;
using Requirement = Pulumi.Kubefed.Inputs.LabelSelectorRequirementArgs;
using RequirementOperator = Pulumi.Kubefed.LabelSelectorRequirementOperator;

return await Deployment.RunAsync(() =>
{
    var config = new Config();
    var members = config.RequireObject<Dictionary<string, Dictionary<string, string>>>("members");

    var clusters = members
        .Select(member => new KubeFedCluster(member.Key, new KubeFedClusterArgs
        {
            Kubeconfig = config.RequireSecret($"{member.Key}-kubeconfig"),
            Labels = member.Value,
            Region = member.Value["region"],
        }))
        .ToArray();

    var shop = new FederatedNamespace("shop", new FederatedNamespaceArgs
    {
        Clusters = clusters,
        Placement = new PlacementArgs { ClusterSelector = new ClusterSelectorArgs() },
    });

    _ = new FederatedConfigMap("settings", new FederatedConfigMapArgs
    {
        Namespace = shop,
        Placement = new PlacementArgs
        {
            ClusterSelector = new ClusterSelectorArgs
            {
                MatchExpressions =
                {
                    new Requirement
                    {
                        Key = "tier",
                        Operator = RequirementOperator.In,
                        Values = (config.Get("tiers") ?? "prod").Split(',').ToList(),
                    },
                },
            },
        },
        Template = new ConfigMapArgs { Data = { ["greeting"] = "hello", ["currency"] = "USD" } },
        Overrides =
        {
            new OverrideArgs
            {
                ClusterSelector = new ClusterSelectorArgs { MatchLabels = { ["region"] = "eu" } },
                Merge = new Dictionary<string, object>
                {
                    ["data"] = new Dictionary<string, object> { ["currency"] = "EUR" },
                },
            },
            new OverrideArgs
            {
                ClusterName = "eu-west",
                ClusterOverrides =
                {
                    new ClusterOverrideArgs { Path = "/data/greeting", Value = config.Get("euGreeting") ?? "bonjour" },
                },
            },
        },
    });

    var app = new InputMap<string> { ["app"] = "web" };
    _ = new FederatedDeployment("web", new FederatedDeploymentArgs
    {
        Namespace = shop,
        Scheduling = new ReplicaSchedulingPreference("web", new ReplicaSchedulingPreferenceArgs
        {
            TotalReplicas = config.GetInt32("totalReplicas") ?? 9,
            Clusters =
            {
                ["us-east"] = new ReplicaPreferenceArgs { Weight = 2 },
                ["*"] = new ReplicaPreferenceArgs { Weight = 1 },
            },
        }),
        Template = new DeploymentArgs
        {
            Spec = new DeploymentSpecArgs
            {
                Selector = new PodSelectorArgs { MatchLabels = app },
                Template = new PodTemplateSpecArgs
                {
                    Metadata = new ObjectMetaArgs { Labels = app },
                    Spec = new PodSpecArgs
                    {
                        Containers =
                        {
                            new ContainerArgs
                            {
                                Name = "web",
                                Image = "nginx:1.29",
                                Ports = { new ContainerPortArgs { ContainerPortValue = 80 } },
                            },
                        },
                    },
                },
            },
        },
    });

    var entrance = new FederatedService("web", new FederatedServiceArgs
    {
        Namespace = shop,
        Template = new ServiceArgs
        {
            Spec = new ServiceSpecArgs
            {
                Type = "LoadBalancer",
                Selector = app,
                Ports = { new ServicePortArgs { Port = 80 } },
            },
        },
    });

    return new Dictionary<string, object?>
    {
        // Pulumi for .NET exports plain values, no objects of a package such as plans.
        ["addresses"] = entrance.Status.Apply(status => status.LoadBalancer),
    };
});
