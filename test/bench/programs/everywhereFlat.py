import pulumi
import pulumi_kubernetes as k8s

# What a team writes in Python without federation: the resources of everywhere.ts, by a loop.
config = pulumi.Config()
providers = {
    name: k8s.Provider(
        name,
        kubeconfig=config.require_secret(name),
        enable_config_map_mutable=True,
        enable_secret_mutable=True,
        enable_server_side_apply=True,
    )
    for name in ["us-east", "eu-west"]
}

for i in range(40):
    name = f"settings-{i:02}"
    for cluster, provider in providers.items():
        k8s.core.v1.ConfigMap(
            f"{name}-{cluster}",
            metadata=k8s.meta.v1.ObjectMetaArgs(
                name=name,
                namespace="default",
                labels={"app": "shop", "pulumi-kubefed/managed": "true"},
            ),
            data={
                "currency": "EUR" if cluster == "eu-west" else "USD",
                "number": str(i),
                "shop.properties": "cache.size=200\ncache.ttl=60\nretries=3\n",
            },
            opts=pulumi.ResourceOptions(provider=provider),
        )
