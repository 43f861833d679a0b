import pulumi
import pulumi_kubefed as kubefed
import pulumi_kubernetes as k8s

config = pulumi.Config()
members = config.require_object("members")

clusters = [
    kubefed.KubeFedCluster(
        name,
        kubeconfig=config.require_secret(f"{name}-kubeconfig"),
        labels=labels,
        region=labels["region"],
    )
    for name, labels in members.items()
]

shop = kubefed.FederatedNamespace(
    "shop",
    clusters=clusters,
    placement=kubefed.PlacementArgs(cluster_selector=kubefed.LabelSelectorArgs()),
)

settings = kubefed.FederatedConfigMap(
    "settings",
    namespace=shop,
    placement=kubefed.PlacementArgs(
        cluster_selector=kubefed.LabelSelectorArgs(
            match_expressions=[
                kubefed.LabelSelectorRequirementArgs(
                    key="tier",
                    operator=kubefed.LabelSelectorRequirementOperator.IN_,
                    values=(config.get("tiers") or "prod").split(","),
                )
            ],
        ),
    ),
    template=k8s.core.v1.ConfigMapArgs(data={"greeting": "hello", "currency": "USD"}),
    overrides=[
        kubefed.OverrideArgs(
            cluster_selector=kubefed.LabelSelectorArgs(match_labels={"region": "eu"}),
            merge={"data": {"currency": "EUR"}},
        ),
        kubefed.OverrideArgs(
            cluster_name="eu-west",
            cluster_overrides=[
                kubefed.ClusterOverrideArgs(
                    path="/data/greeting", value=config.get("euGreeting") or "bonjour"
                )
            ],
        ),
    ],
)

web = kubefed.FederatedDeployment(
    "web",
    namespace=shop,
    scheduling=kubefed.ReplicaSchedulingPreference(
        "web",
        total_replicas=config.get_int("totalReplicas") or 9,
        clusters={
            "us-east": kubefed.ReplicaPreferenceArgs(weight=2),
            "*": kubefed.ReplicaPreferenceArgs(weight=1),
        },
    ),
    template=k8s.apps.v1.DeploymentArgs(
        spec=k8s.apps.v1.DeploymentSpecArgs(
            selector=k8s.meta.v1.LabelSelectorArgs(match_labels={"app": "web"}),
            template=k8s.core.v1.PodTemplateSpecArgs(
                metadata=k8s.meta.v1.ObjectMetaArgs(labels={"app": "web"}),
                spec=k8s.core.v1.PodSpecArgs(
                    containers=[
                        k8s.core.v1.ContainerArgs(
                            name="web",
                            image="nginx:1.29",
                            ports=[k8s.core.v1.ContainerPortArgs(container_port=80)],
                        )
                    ],
                ),
            ),
        ),
    ),
)

entrance = kubefed.FederatedService(
    "web",
    namespace=shop,
    template=k8s.core.v1.ServiceArgs(
        spec=k8s.core.v1.ServiceSpecArgs(
            type="LoadBalancer",
            selector={"app": "web"},
            ports=[k8s.core.v1.ServicePortArgs(port=80)],
        ),
    ),
)

pulumi.export("plans", [shop.plan, settings.plan, web.plan, entrance.plan])
pulumi.export("status", web.status)
pulumi.export("addresses", entrance.status.load_balancer)
