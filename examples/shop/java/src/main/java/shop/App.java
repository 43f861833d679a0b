package shop;

import com.pulumi.Config;
import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.kubefed.FederatedConfigMap;
import com.pulumi.kubefed.FederatedConfigMapArgs;
import com.pulumi.kubefed.FederatedDeployment;
import com.pulumi.kubefed.FederatedDeploymentArgs;
import com.pulumi.kubefed.FederatedNamespace;
import com.pulumi.kubefed.FederatedNamespaceArgs;
import com.pulumi.kubefed.FederatedService;
import com.pulumi.kubefed.FederatedServiceArgs;
import com.pulumi.kubefed.KubeFedCluster;
import com.pulumi.kubefed.KubeFedClusterArgs;
import com.pulumi.kubefed.ReplicaSchedulingPreference;
import com.pulumi.kubefed.ReplicaSchedulingPreferenceArgs;
import com.pulumi.kubefed.enums.LabelSelectorRequirementOperator;
import com.pulumi.kubefed.inputs.ClusterOverrideArgs;
import com.pulumi.kubefed.inputs.LabelSelectorArgs;
import com.pulumi.kubefed.inputs.LabelSelectorRequirementArgs;
import com.pulumi.kubefed.inputs.OverrideArgs;
import com.pulumi.kubefed.inputs.PlacementArgs;
import com.pulumi.kubefed.inputs.ReplicaPreferenceArgs;
import com.pulumi.kubernetes.apps.v1.inputs.DeploymentArgs;
import com.pulumi.kubernetes.apps.v1.inputs.DeploymentSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.ConfigMapArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerPortArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodTemplateSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.ServiceArgs;
import com.pulumi.kubernetes.core.v1.inputs.ServicePortArgs;
import com.pulumi.kubernetes.core.v1.inputs.ServiceSpecArgs;
import com.pulumi.kubernetes.meta.v1.inputs.ObjectMetaArgs;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

public final class App {
    /** The labels of each member cluster, by its name. */
    public static final class Members extends TreeMap<String, Map<String, String>> {}

    private static final Map<String, String> APP = Map.of("app", "web");

    public static void main(String[] args) {
        Pulumi.run(App::shop);
    }

    private static void shop(Context context) {
        var config = context.config();
        var namespace = new FederatedNamespace("shop", FederatedNamespaceArgs.builder()
            .clusters(clusters(config))
            .placement(PlacementArgs.builder().clusterSelector(LabelSelectorArgs.builder().build()).build())
            .build());
        settings(config, namespace);
        web(config, namespace);
        var entrance = entrance(namespace);
        // Pulumi for Java exports plain values, no objects of a package such as plans.
        context.export("addresses", entrance.status().applyValue(status -> status.loadBalancer()));
    }

    private static List<KubeFedCluster> clusters(Config config) {
        return config.requireObject("members", Members.class).entrySet().stream()
            .map(member -> new KubeFedCluster(member.getKey(), KubeFedClusterArgs.builder()
                .kubeconfig(config.requireSecret(member.getKey() + "-kubeconfig"))
                .labels(member.getValue())
                .region(member.getValue().get("region"))
                .build()))
            .collect(Collectors.toList());
    }

    private static FederatedConfigMap settings(Config config, FederatedNamespace namespace) {
        return new FederatedConfigMap("settings", FederatedConfigMapArgs.builder()
            .namespace(namespace)
            .placement(PlacementArgs.builder()
                .clusterSelector(LabelSelectorArgs.builder()
                    .matchExpressions(LabelSelectorRequirementArgs.builder()
                        .key("tier")
                        .operator(LabelSelectorRequirementOperator.In)
                        .values(config.get("tiers").orElse("prod").split(","))
                        .build())
                    .build())
                .build())
            .template(ConfigMapArgs.builder().data(Map.of("greeting", "hello", "currency", "USD")).build())
            .overrides(
                OverrideArgs.builder()
                    .clusterSelector(LabelSelectorArgs.builder().matchLabels(Map.of("region", "eu")).build())
                    .merge(Map.of("data", Map.of("currency", "EUR")))
                    .build(),
                OverrideArgs.builder()
                    .clusterName("eu-west")
                    .clusterOverrides(ClusterOverrideArgs.builder()
                        .path("/data/greeting")
                        .value(config.get("euGreeting").orElse("bonjour"))
                        .build())
                    .build())
            .build());
    }

    private static FederatedDeployment web(Config config, FederatedNamespace namespace) {
        var division = new ReplicaSchedulingPreference("web", ReplicaSchedulingPreferenceArgs.builder()
            .totalReplicas(config.getInteger("totalReplicas").orElse(9))
            .clusters(Map.of(
                "us-east", ReplicaPreferenceArgs.builder().weight(2).build(),
                "*", ReplicaPreferenceArgs.builder().weight(1).build()))
            .build());
        var container = ContainerArgs.builder()
            .name("web")
            .image("nginx:1.29")
            .ports(ContainerPortArgs.builder().containerPort(80).build())
            .build();
        return new FederatedDeployment("web", FederatedDeploymentArgs.builder()
            .namespace(namespace)
            .scheduling(division)
            .template(DeploymentArgs.builder()
                .spec(DeploymentSpecArgs.builder()
                    .selector(com.pulumi.kubernetes.meta.v1.inputs.LabelSelectorArgs.builder().matchLabels(APP).build())
                    .template(PodTemplateSpecArgs.builder()
                        .metadata(ObjectMetaArgs.builder().labels(APP).build())
                        .spec(PodSpecArgs.builder().containers(container).build())
                        .build())
                    .build())
                .build())
            .build());
    }

    private static FederatedService entrance(FederatedNamespace namespace) {
        return new FederatedService("web", FederatedServiceArgs.builder()
            .namespace(namespace)
            .template(ServiceArgs.builder()
                .spec(ServiceSpecArgs.builder()
                    .type("LoadBalancer")
                    .selector(APP)
                    .ports(ServicePortArgs.builder().port(80).build())
                    .build())
                .build())
            .build());
    }
}
