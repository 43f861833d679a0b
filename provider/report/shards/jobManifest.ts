import type { ShardManifestRequest } from "./manifestRequest";

/** An Indexed Job that updates every shard once, with what it needs beside it. */
export function jobManifest(request: ShardManifestRequest): string {
  const { shards, fleet, prefix, parallel, memoryMebibytes, namespace, image } = request;
  const names = shards.map(({ name }) => name).join(",");
  const text = (value: string) => JSON.stringify(value);
  return `# The shards of a fleet as one Indexed Job: a shard is an index, and a pod runs its update.
#
#   kubectl apply -f job.yaml                                   the first time, for all but the Job
#   kubefed shards up --fleet ${fleet} --engine kubernetes --job job.yaml
#
# The second command compares what all shards divide, starts the Job anew and follows it to its end. kubectl create
# -f job.yaml starts it too, without that comparison. A staged update goes one step further each time.
apiVersion: v1
kind: Namespace
metadata:
  name: ${text(namespace)}
---
# The pods' own: it may do nothing here. Member clusters are reached with what the fleet's stack exports.
apiVersion: v1
kind: ServiceAccount
metadata:
  name: kubefed-shards
  namespace: ${text(namespace)}
automountServiceAccountToken: false
---
# Who starts the Job and follows it: bind it to a person, or to what runs the pipeline.
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: kubefed-shards-starter
  namespace: ${text(namespace)}
rules:
  - apiGroups: ["batch"]
    resources: ["jobs"]
    verbs: ["create", "get", "list", "watch", "delete", "patch"]
  - apiGroups: [""]
    resources: ["pods", "pods/log"]
    verbs: ["get", "list", "watch"]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: kubefed-shards-starter
  namespace: ${text(namespace)}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: kubefed-shards-starter
subjects:
  - kind: ServiceAccount
    name: kubefed-shards-starter
    namespace: ${text(namespace)}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: kubefed-shards-starter
  namespace: ${text(namespace)}
---
apiVersion: batch/v1
kind: Job
metadata:
  name: kubefed-shards
  namespace: ${text(namespace)}
spec:
  completionMode: Indexed
  completions: ${shards.length}
  # So many shards at a time; what one takes stands in resources below.
  parallelism: ${parallel}
  # A shard that fails is tried once more, on another node where there is one; then the Job fails, and no shard
  # that has not begun begins. Those that run end.
  backoffLimitPerIndex: 1
  maxFailedIndexes: 0
  # A pod is replaced only when it has ended, so that one process at most updates a shard: the reason why it may
  # cancel the lock that a dead one left. On a node that is gone nobody can know that; then say so:
  #   kubectl taint node NODE node.kubernetes.io/out-of-service=nodeshutdown:NoExecute
  podReplacementPolicy: Failed
  ttlSecondsAfterFinished: 86400
  template:
    metadata:
      labels:
        app.kubernetes.io/name: kubefed-shards
    spec:
      restartPolicy: Never
      serviceAccountName: kubefed-shards
      automountServiceAccountToken: false
      # Time for the engine to end an update in its own way when the pod is stopped.
      terminationGracePeriodSeconds: 300
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              app.kubernetes.io/name: kubefed-shards
      containers:
        - name: shard
          # Pulumi, Node.js and the program with its packages, in /app; the same for every shard.
          image: ${text(image)}
          workingDir: /app
          command: ["npx", "kubefed", "shards", "up"]
          args:
            - "--fleet"
            - ${text(fleet)}
            - "--prefix=${prefix}"
            # In the order of the indexes. A new shard needs a new manifest: kubefed shards manifests --for job.
            - "--only"
            - ${text(names)}
            - "--index"
            - "$(JOB_COMPLETION_INDEX)"
            - "--alone"
          env:
            - name: JOB_COMPLETION_INDEX
              valueFrom:
                fieldRef:
                  fieldPath: metadata.annotations['batch.kubernetes.io/job-completion-index']
            # What all shards must divide; kubefed shards up sets it.
            - name: PULUMI_KUBEFED_DIVISION
              value: ""
            # Where states are, for all pods the same: PULUMI_BACKEND_URL (s3://, gs://, azblob://, postgres://) or
            # PULUMI_ACCESS_TOKEN, and PULUMI_CONFIG_PASSPHRASE where the stacks have one.
            - name: PULUMI_SKIP_UPDATE_CHECK
              value: "true"
          envFrom:
            - secretRef:
                name: kubefed-shards
          resources:
            # Of the largest shard: the engine, a plugin a cluster, and its objects.
            requests:
              cpu: "1"
              memory: ${memoryMebibytes}Mi
            limits:
              memory: ${memoryMebibytes}Mi
          # What became of the shard is in the pod's status, where no log has to be read.
          terminationMessagePolicy: FallbackToLogsOnError
`;
}
