import type { ShardManifestRequest } from "./manifestRequest";

/** A `Stack` of the Pulumi Kubernetes Operator for each shard. */
export function operatorManifest(request: ShardManifestRequest): string {
  const { shards, fleet, memoryMebibytes, namespace } = request;
  const head = `# The shards of a fleet as Stacks of the Pulumi Kubernetes Operator 2, one each.
#
# The operator runs pulumi up of each by itself and again: without the comparison of what all shards divide, and with
# as many at a time as it has workers. A staged update goes its way all the same, because the program decides that.
# The fleet's own stack (${fleet}) comes first: have it level before these are applied.
apiVersion: v1
kind: ServiceAccount
metadata:
  name: kubefed-shards
  namespace: ${JSON.stringify(namespace)}
---
# The operator's workspaces ask the API server who they are.
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: kubefed-shards:system:auth-delegator
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: system:auth-delegator
subjects:
  - kind: ServiceAccount
    name: kubefed-shards
    namespace: ${JSON.stringify(namespace)}
`;
  const stacks = shards.map(
    ({ name, stack }) => `---
apiVersion: pulumi.com/v1
kind: Stack
metadata:
  name: ${JSON.stringify(objectName(stack))}
  namespace: ${JSON.stringify(namespace)}
spec:
  serviceAccountName: kubefed-shards
  stack: ${JSON.stringify(stack)}
  # Where the program is; the same commit for every shard.
  projectRepo: https://github.com/ORGANISATION/REPOSITORY
  branch: main
  repoDir: app
  config:
    shard: ${JSON.stringify(name)}
  # Nothing is taken away because somebody deletes this object.
  destroyOnFinalize: false
  # Also where nothing was committed: a staged update goes on with time, and what others changed is put right.
  continueResyncOnCommitMatch: true
  resyncFrequencySeconds: 900
  envRefs:
    PULUMI_ACCESS_TOKEN:
      type: Secret
      secret:
        name: kubefed-shards
        key: PULUMI_ACCESS_TOKEN
  workspaceTemplate:
    spec:
      image: pulumi/pulumi:latest-nonroot
      podTemplate:
        spec:
          containers:
            - name: pulumi
              resources:
                requests:
                  cpu: "1"
                  memory: ${memoryMebibytes}Mi
                limits:
                  memory: ${memoryMebibytes}Mi
`,
  );
  return [head, ...stacks].join("");
}

/** The name of a stack as a Kubernetes object can have it. */
function objectName(stack: string): string {
  return stack.toLowerCase().replace(/[^a-z0-9.-]+/g, "-");
}
