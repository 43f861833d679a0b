import pulumi
import pulumi_kubefed as kubefed
import pulumi_kubernetes as k8s

# The program of everywhere.ts.
config = pulumi.Config()
clusters = [
    kubefed.KubeFedCluster(name, kubeconfig=config.require_secret(name))
    for name in ["us-east", "eu-west"]
]

for i in range(40):
    kubefed.FederatedConfigMap(
        f"settings-{i:02}",
        clusters=clusters,
        placement=kubefed.PlacementArgs(cluster_selector=kubefed.LabelSelectorArgs()),
        namespace_name="default",
        template=k8s.core.v1.ConfigMapArgs(
            metadata=k8s.meta.v1.ObjectMetaArgs(labels={"app": "shop"}),
            data={
                "currency": "USD",
                "number": str(i),
                "shop.properties": "cache.size=200\ncache.ttl=60\nretries=3\n",
            },
        ),
        overrides=[
            kubefed.OverrideArgs(
                cluster_name="eu-west",
                cluster_overrides=[kubefed.ClusterOverrideArgs(path="/data/currency", value="EUR")],
            )
        ],
    )
