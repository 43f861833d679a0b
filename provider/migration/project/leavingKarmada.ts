import type { Migration } from "../migration";
import { codeBlock } from "./markdown";
import { shellWord } from "./shellWord";

/**
 * How to leave Karmada without losing anything, in order, with a check, as sections of a README.
 *
 * Deleting a Cluster (`karmadactl unjoin`) or a namespace in Karmada deletes the namespace on the member and
 * everything in it: a controller that no policy reaches propagates namespaces, so `preserveResourcesOnDeletion`
 * of the policies does not cover them.
 */
export function leavingKarmada(migration: Migration): string[] {
  const namespaces = migration.declarations
    .filter(({ kind, apiVersion }) => kind === "Namespace" && apiVersion === "v1")
    .map(({ name }) => name);
  const steps = [
    {
      text: "With the controllers running, set `preserveResourcesOnDeletion: true` in every policy:",
      commands: preserveCommands,
    },
    ...(namespaces.length === 0
      ? []
      : [
          {
            text: "Let a policy select the namespaces too, so that they are kept as well:",
            commands: namespacePolicy(namespaces),
          },
        ]),
    {
      text: "Check. This prints what a clean-up would still delete on the members, and must print nothing; wait and look again until it does:",
      commands: [check],
    },
    {
      text: "Stop Karmada's controllers for good, in the cluster that they run in (and `karmada-agent` on members that pull):",
      commands: [
        "kubectl -n karmada-system scale deployment karmada-controller-manager karmada-scheduler --replicas=0",
      ],
    },
    {
      text: "Run `pulumi preview`: it must say that nothing but the stack's own resources changes. Then run `pulumi up`.",
    },
    {
      text: "Leave the controllers stopped. Take Karmada away by deleting its control plane as a whole, its API server and etcd included. Should the controllers have to run again, do the check above first: what it prints is deleted with the Cluster or the namespace.",
    },
  ];
  return [
    "## Leaving Karmada",
    [
      "**As long as Karmada's controllers run, never unjoin a cluster, delete a Cluster object or delete a namespace in Karmada: each of them deletes the namespaces on the members, with everything in them.**",
      "`preserveResourcesOnDeletion` in a policy keeps what that policy propagates; Karmada propagates namespaces by themselves, whatever policies say, so it does not keep them.",
      "Do this in order; in all of it, `karmada.kubeconfig` is that of Karmada's own API server.",
    ].join("\n"),
    ...steps.flatMap(({ text, commands }, index) => [
      `${index + 1}. ${text}`,
      ...(commands === undefined ? [] : [codeBlock("sh", commands)]),
    ]),
  ];
}

const preserveCommands = [
  "for policy in $(kubectl --kubeconfig karmada.kubeconfig get propagationpolicies.policy.karmada.io -A -o jsonpath='{range .items[*]}{.metadata.namespace}/{.metadata.name} {end}'); do",
  `  kubectl --kubeconfig karmada.kubeconfig -n "\${policy%/*}" patch propagationpolicies.policy.karmada.io "\${policy#*/}" --type merge -p '{"spec":{"preserveResourcesOnDeletion":true}}'`,
  "done",
  "for policy in $(kubectl --kubeconfig karmada.kubeconfig get clusterpropagationpolicies.policy.karmada.io -o name); do",
  `  kubectl --kubeconfig karmada.kubeconfig patch "$policy" --type merge -p '{"spec":{"preserveResourcesOnDeletion":true}}'`,
  "done",
];

const check = `kubectl --kubeconfig karmada.kubeconfig get works.work.karmada.io -A -o json | jq -r '.items[] | select(.spec.preserveResourcesOnDeletion != true) | "\\(.metadata.namespace) \\(.spec.workload.manifests[0].kind) \\(.spec.workload.manifests[0].metadata.name)"'`;

function namespacePolicy(namespaces: readonly string[]): string[] {
  return [
    "kubectl --kubeconfig karmada.kubeconfig apply -f - <<'END'",
    "apiVersion: policy.karmada.io/v1alpha1",
    "kind: ClusterPropagationPolicy",
    "metadata:",
    "  name: keep-namespaces",
    "spec:",
    "  preserveResourcesOnDeletion: true",
    "  resourceSelectors:",
    ...namespaces.map(
      (name) => `    - { apiVersion: v1, kind: Namespace, name: ${JSON.stringify(name)} }`,
    ),
    "END",
  ];
}

/** The command that reads all that a conversion wants to know from Karmada's API server. */
export function karmadaDumpCommand(file: string): string {
  const types = [
    "clusters.cluster.karmada.io",
    "propagationpolicies.policy.karmada.io",
    "clusterpropagationpolicies.policy.karmada.io",
    "overridepolicies.policy.karmada.io",
    "clusteroverridepolicies.policy.karmada.io",
    "resourcebindings.work.karmada.io",
    "clusterresourcebindings.work.karmada.io",
    "works.work.karmada.io",
    "federatedresourcequotas.policy.karmada.io",
    "resourceinterpretercustomizations.config.karmada.io",
    "namespaces,configmaps,secrets,serviceaccounts,services,ingresses.networking.k8s.io",
    "deployments.apps,statefulsets.apps,daemonsets.apps,jobs.batch,cronjobs.batch",
    "persistentvolumeclaims,roles,rolebindings,clusterroles,clusterrolebindings",
  ];
  return `kubectl --kubeconfig karmada.kubeconfig get ${types.join(",")} -A -o yaml > ${shellWord(file)}`;
}
