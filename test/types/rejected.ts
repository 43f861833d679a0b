// A program of mistakes: each must be refused where it is announced. It is never run.
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

const text = pulumi.output("unknown before the update");
const template = { data: { greeting: "hello" } };
const placement = { clusterSelector: {} };
const us = new kubefed.KubeFedCluster("us-east", { kubeconfigPath: "kubeconfig" });
const clusters = [us];
const shop = new kubefed.FederatedNamespace("shop", { clusters, placement });

// Structure is plain.
// @ts-expect-error a label must be known at preview
new kubefed.KubeFedCluster("a", { kubeconfig: text, labels: { tier: text } });
// @ts-expect-error a region must be known at preview
new kubefed.KubeFedCluster("a", { kubeconfig: text, region: text });
// @ts-expect-error zones are a list
new kubefed.KubeFedCluster("a", { kubeconfig: text, zones: "us-east1-b" });
// @ts-expect-error a name in a placement must be known at preview
new kubefed.FederatedNamespace("b", { clusters, placement: { clusterNames: [text] } });
// @ts-expect-error a total must be known at preview
new kubefed.ReplicaSchedulingPreference("c", { totalReplicas: pulumi.output(9) });
// @ts-expect-error a weight must be known at preview
const unknownWeight: kubefed.ReplicaPreference = { weight: pulumi.output(2) };
new kubefed.ReplicaSchedulingPreference("c", {
  totalReplicas: 9,
  clusters: { "*": unknownWeight },
});

// Where an object lives.
// @ts-expect-error with clusters, a placement is needed
new kubefed.FederatedConfigMap("d", { clusters, template });
// @ts-expect-error a namespace of its own needs a placement
new kubefed.FederatedNamespace("d", { clusters });
// @ts-expect-error neither clusters nor a federated namespace
new kubefed.FederatedConfigMap("d", { placement, template });
// @ts-expect-error the name of a namespace does not say which clusters
new kubefed.FederatedConfigMap("d", { namespace: "shop", template });
// @ts-expect-error the clusters are those of the federated namespace
new kubefed.FederatedConfigMap("d", { namespace: shop, clusters, template });
// @ts-expect-error a fleet is a list of clusters
new kubefed.FederatedConfigMap("d", { clusters: us, placement, template });
// @ts-expect-error no such way to place
new kubefed.FederatedNamespace("d", { clusters, placement: { clusters: ["us-east"] } });

// What is written.
// @ts-expect-error a template is needed
new kubefed.FederatedConfigMap("e", { namespace: shop });
// @ts-expect-error a ConfigMap has no such field
new kubefed.FederatedConfigMap("e", { namespace: shop, template: { datum: {} } });
// @ts-expect-error data are texts
new kubefed.FederatedConfigMap("e", { namespace: shop, template: { data: { replicas: 3 } } });
// @ts-expect-error a namespace has no replicas to divide
new kubefed.FederatedNamespace("e", { clusters, placement, retainReplicas: true });
// @ts-expect-error a custom resource has a kind
new kubefed.FederatedCustomResource("e", { namespace: shop, apiVersion: "a/v1", template: {} });

// What cannot be divided.
const workload = { spec: { selector: {}, template: {} } };
const replicas = new kubefed.ReplicaSchedulingPreference("i", { totalReplicas: 3 });
const work = new kubefed.JobSchedulingPreference("i", {
  totalParallelism: 2,
  totalCompletions: 4,
});
// @ts-expect-error a ConfigMap has no replicas
new kubefed.FederatedConfigMap("i", { namespace: shop, template, scheduling: replicas });
// @ts-expect-error nor can a member cluster own those that it has not
new kubefed.FederatedConfigMap("i", { namespace: shop, template, retainReplicas: true });
// @ts-expect-error nor are they anywhere
new kubefed.FederatedConfigMap("i", { namespace: shop, template, scale: { path: "/data/a" } });
// @ts-expect-error each cluster has as many pods of a DaemonSet as it has nodes
new kubefed.FederatedDaemonSet("i", { namespace: shop, template: workload, scheduling: replicas });
// @ts-expect-error the work of a Job is divided otherwise than replicas
new kubefed.FederatedJob("i", { namespace: shop, template: workload, scheduling: replicas });
// @ts-expect-error replicas are divided otherwise than the work of a Job
new kubefed.FederatedDeployment("i", { namespace: shop, template: workload, scheduling: work });
// @ts-expect-error a Job has no count for the member cluster to own
new kubefed.FederatedJob("i", { namespace: shop, template: workload, retainReplicas: true });

// What cannot work on a component whose objects go through the providers of their member clusters.
const ofOne = new k8s.Provider("one");
const plain: pulumi.ComponentResourceOptions = {};
// @ts-expect-error an object goes through the provider of its own cluster
new kubefed.FederatedConfigMap("h", { namespace: shop, template }, { provider: ofOne });
// @ts-expect-error neither are providers handed down
new kubefed.FederatedNamespace("h", { clusters, placement }, { providers: [ofOne] });
// @ts-expect-error a version is one of a provider
new kubefed.FederatedYaml("h", { namespace: shop, files: "a.yaml" }, { version: "4.0.0" });
// @ts-expect-error so is where its plugin comes from
new kubefed.FederatedHelmChart("h", { namespace: shop, chart: "redis" }, { pluginDownloadURL: "" });
// @ts-expect-error options of any component may hold a provider
new kubefed.FederatedConfigMap("h", { namespace: shop, template }, plain);

// What differs.
function override(overrides: kubefed.OverrideArgs<k8s.types.input.core.v1.ConfigMap>[]): void {
  new kubefed.FederatedConfigMap("f", { namespace: shop, template, overrides });
}
override([{ clusterName: "us-east", merge: { data: { greeting: text } } }]);
// @ts-expect-error a ConfigMap has no such field
override([{ clusterName: "us-east", merge: { datum: {} } }]);
// @ts-expect-error data are texts
override([{ clusterName: "us-east", merge: { data: { greeting: 3 } } }]);
// @ts-expect-error labels are texts
override([{ clusterName: "us-east", merge: { metadata: { labels: { app: true } } } }]);
// @ts-expect-error a path must be known at preview
override([{ clusterName: "us-east", clusterOverrides: [{ path: text, value: "hi" }] }]);
// @ts-expect-error no such operation
override([{ clusterName: "us-east", clusterOverrides: [{ op: "copy", path: "/data/a" }] }]);
// @ts-expect-error a cluster's name must be known at preview
override([{ clusterName: text, merge: {} }]);

const FederatedLimitRange = kubefed.federate(k8s.core.v1.LimitRange);
// @ts-expect-error a LimitRange has no such field
new FederatedLimitRange("g", { namespace: shop, template: { spec: { limit: [] } } });
// @ts-expect-error a limit has a type
new FederatedLimitRange("g", { namespace: shop, template: { spec: { limits: [{}] } } });
// @ts-expect-error the name of an output is needed
void kubefed.clustersFromStack(new pulumi.StackReference("org/fleet/dev"));
// @ts-expect-error what kind is missing
kubefed.federate({});

// One Ingress over many clusters.
// @ts-expect-error no such backend
new kubefed.MultiClusterIngress("q", { backend: "nginx" });
// @ts-expect-error a Gateway is of a class
new kubefed.MultiClusterIngress("q", { backend: "gateway", gateway: {} });
// @ts-expect-error a weight must be known at preview
new kubefed.MultiClusterIngress("q", { weights: { "us-east": pulumi.output(1) } });
