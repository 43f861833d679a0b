package main

import (
	"sort"
	"strings"

	"github.com/pulumi-kubefed/pulumi-kubefed/sdk/go/kubefed"
	appsv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apps/v1"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(shop)
}

func shop(ctx *pulumi.Context) error {
	settings := config.New(ctx, "")
	clusters, err := memberClusters(ctx, settings)
	if err != nil {
		return err
	}
	namespace, err := kubefed.NewFederatedNamespace(ctx, "shop", &kubefed.FederatedNamespaceArgs{
		Clusters:  clusters,
		Placement: kubefed.PlacementArgs{ClusterSelector: &kubefed.LabelSelectorArgs{}},
	})
	if err != nil {
		return err
	}
	configMap, err := configMap(ctx, settings, namespace)
	if err != nil {
		return err
	}
	deployment, entrance, err := web(ctx, settings, namespace)
	if err != nil {
		return err
	}
	ctx.Export("plans", pulumi.Array{namespace.Plan, configMap.Plan, deployment.Plan, entrance.Plan})
	ctx.Export("status", deployment.Status)
	ctx.Export("addresses", entrance.Status.LoadBalancer())
	return nil
}

func memberClusters(ctx *pulumi.Context, settings *config.Config) (kubefed.KubeFedClusterArray, error) {
	var members map[string]map[string]string
	settings.RequireObject("members", &members)
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
	}
	sort.Strings(names)
	clusters := kubefed.KubeFedClusterArray{}
	for _, name := range names {
		cluster, err := kubefed.NewKubeFedCluster(ctx, name, &kubefed.KubeFedClusterArgs{
			Kubeconfig: settings.RequireSecret(name + "-kubeconfig"),
			Labels:     members[name],
			Region:     pulumi.StringRef(members[name]["region"]),
		})
		if err != nil {
			return nil, err
		}
		clusters = append(clusters, cluster)
	}
	return clusters, nil
}

func configMap(ctx *pulumi.Context, settings *config.Config, namespace *kubefed.FederatedNamespace) (*kubefed.FederatedConfigMap, error) {
	return kubefed.NewFederatedConfigMap(ctx, "settings", &kubefed.FederatedConfigMapArgs{
		Namespace: namespace,
		Placement: &kubefed.PlacementArgs{ClusterSelector: &kubefed.LabelSelectorArgs{
			MatchExpressions: []kubefed.LabelSelectorRequirementArgs{{
				Key:      "tier",
				Operator: kubefed.LabelSelectorRequirementOperatorIn,
				Values:   strings.Split(or(settings.Get("tiers"), "prod"), ","),
			}},
		}},
		Template: corev1.ConfigMapTypeArgs{
			Data: pulumi.StringMap{"greeting": pulumi.String("hello"), "currency": pulumi.String("USD")},
		},
		Overrides: []kubefed.OverrideArgs{
			{
				ClusterSelector: &kubefed.LabelSelectorArgs{MatchLabels: map[string]string{"region": "eu"}},
				Merge:           pulumi.Map{"data": pulumi.StringMap{"currency": pulumi.String("EUR")}},
			},
			{
				ClusterName: pulumi.StringRef("eu-west"),
				ClusterOverrides: []kubefed.ClusterOverrideArgs{
					{Path: "/data/greeting", Value: pulumi.String(or(settings.Get("euGreeting"), "bonjour"))},
				},
			},
		},
	})
}

func web(ctx *pulumi.Context, settings *config.Config, namespace *kubefed.FederatedNamespace) (*kubefed.FederatedDeployment, *kubefed.FederatedService, error) {
	total := settings.GetInt("totalReplicas")
	if total == 0 {
		total = 9
	}
	division, err := kubefed.NewReplicaSchedulingPreference(ctx, "web", &kubefed.ReplicaSchedulingPreferenceArgs{
		TotalReplicas: total,
		Clusters: map[string]kubefed.ReplicaPreferenceArgs{
			"us-east": {Weight: pulumi.IntRef(2)},
			"*":       {Weight: pulumi.IntRef(1)},
		},
	})
	if err != nil {
		return nil, nil, err
	}
	app := pulumi.StringMap{"app": pulumi.String("web")}
	deployment, err := kubefed.NewFederatedDeployment(ctx, "web", &kubefed.FederatedDeploymentArgs{
		Namespace:  namespace,
		Scheduling: division,
		Template: appsv1.DeploymentTypeArgs{
			Spec: appsv1.DeploymentSpecArgs{
				Selector: metav1.LabelSelectorArgs{MatchLabels: app},
				Template: corev1.PodTemplateSpecArgs{
					Metadata: metav1.ObjectMetaArgs{Labels: app},
					Spec: corev1.PodSpecArgs{
						Containers: corev1.ContainerArray{corev1.ContainerArgs{
							Name:  pulumi.String("web"),
							Image: pulumi.String("nginx:1.29"),
							Ports: corev1.ContainerPortArray{
								corev1.ContainerPortArgs{ContainerPort: pulumi.Int(80)},
							},
						}},
					},
				},
			},
		},
	})
	if err != nil {
		return nil, nil, err
	}
	entrance, err := kubefed.NewFederatedService(ctx, "web", &kubefed.FederatedServiceArgs{
		Namespace: namespace,
		Template: corev1.ServiceTypeArgs{
			Spec: corev1.ServiceSpecArgs{
				Type:     pulumi.String("LoadBalancer"),
				Selector: app,
				Ports:    corev1.ServicePortArray{corev1.ServicePortArgs{Port: pulumi.Int(80)}},
			},
		},
	})
	if err != nil {
		return nil, nil, err
	}
	return deployment, entrance, nil
}

func or(given, otherwise string) string {
	if given == "" {
		return otherwise
	}
	return given
}
