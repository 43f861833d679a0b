import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Issue } from "../../core/issue";
import {
  registryApis,
  registryDefinition,
  type RegistryKind,
  registrySpec,
} from "../../core/membership/registry";
import type { ObjectKey } from "../../core/kinds/objectPath";
import { describeAccess } from "../../observe/registry";
import { fleetOf } from "../declare/fleet";
import { aliasesOf, findOn, formerObjectUrn } from "../declare/formerObject";
import { KubeFedCluster } from "./kubeFedCluster";
import { declare } from "../../engine/program";

/** Arguments of a ClusterRegistry. */
export interface ClusterRegistryArgs {
  /** The cluster that holds the registry; it need not be a member. */
  hostCluster: KubeFedCluster;
  /** The clusters to be registered, each given by a kubeconfig. */
  clusters: readonly KubeFedCluster[];
  /**
   * `"Cluster"`, of the Cluster Registry: endpoint, certificates and labels. `"KubeFedCluster"`, KubeFed's
   * own: a Secret with the token beside each, so that it can be worked with. @default "Cluster"
   */
  kind?: RegistryKind;
  /** @default the kind's own: `kube-multicluster-public`, `kube-federation-system` */
  namespace?: string;
  /** Who keeps the kind's definition and the namespace: this registry, or somebody else. @default "own" */
  definitions?: "own" | "existing";
}

/**
 * Member clusters written into a host cluster, for people and tools that look for them there, and for
 * programs that read them by `clustersFromRegistry`.
 */
export class ClusterRegistry extends pulumi.ComponentResource {
  /** The registered object of each cluster, by its name. */
  readonly resources: Readonly<Record<string, k8s.apiextensions.CustomResource>>;

  constructor(name: string, args: ClusterRegistryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubefed:index:ClusterRegistry", name, {}, opts);
    const { members, issues } = fleetOf(args.clusters);
    const all = [...issues, ...validateRegistry(args, members)];
    const gate = declare(this, `ClusterRegistry "${name}"`, all);
    const kind = args.kind ?? "Cluster";
    const namespace = args.namespace ?? registryApis[kind].namespace;
    this.resources = {};
    if (all.length === 0) {
      const registry = { parent: this, name, kind, namespace, host: args.hostCluster, gate };
      const known = args.definitions === "existing" ? [] : define(registry);
      this.resources = Object.fromEntries(
        members.map((member) => [member.name, register({ ...registry, known }, member)]),
      );
    }
    this.registerOutputs({ kind, namespace, clusters: members.map((each) => each.name) });
  }
}

interface Registry {
  readonly parent: pulumi.Resource;
  readonly name: string;
  readonly kind: RegistryKind;
  readonly namespace: string;
  readonly host: KubeFedCluster;
  readonly gate: Promise<void>;
}

/** The options of a resource that stands for an object on the host. */
function optionsOf(
  { parent, host }: Registry,
  child: string,
  key: ObjectKey,
): pulumi.CustomResourceOptions {
  const urn = formerObjectUrn({ parent, child, key, find: () => findOn(host, key) });
  return { parent, provider: host.provider, aliases: aliasesOf(urn) };
}

function define(registry: Registry): pulumi.Resource[] {
  const { name, kind, namespace, gate } = registry;
  const dependsOn: Promise<pulumi.Resource[]> = gate.then(() => []);
  const definition = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    ...registryDefinition(kind),
  };
  const keys = {
    namespace: { apiVersion: "v1", kind: "Namespace", name: namespace },
    definition: { ...definition, name: definition.metadata.name },
  };
  const optsOf = (part: keyof typeof keys): pulumi.CustomResourceOptions => {
    const key = { ...keys[part], scope: "Cluster" as const };
    return { ...optionsOf(registry, `${name}-${part}`, key), dependsOn };
  };
  return [
    new k8s.core.v1.Namespace(
      `${name}-namespace`,
      { metadata: { name: namespace } },
      optsOf("namespace"),
    ),
    new k8s.apiextensions.CustomResource(`${name}-definition`, definition, optsOf("definition")),
  ];
}

function register(
  registry: Registry & { readonly known: readonly pulumi.Resource[] },
  member: KubeFedCluster,
): k8s.apiextensions.CustomResource {
  const { name, kind, namespace, gate, known } = registry;
  const before = gate.then((): pulumi.Resource[] => [...known]);
  const secretName = `${member.name}-token`;
  const secretKey = { apiVersion: "v1", kind: "Secret", name: secretName, namespace };
  const { apiVersion } = registryApis[kind];
  const key = { apiVersion, kind, name: member.name, namespace, scope: "Namespaced" as const };
  const access = pulumi
    .output(member.memberKubeconfig ?? "")
    .apply((kubeconfig) => describeAccess(kubeconfig, member.context));
  const dependsOn = kind === "Cluster" ? before : before.then((each) => [...each, secret()]);
  const secret = (): pulumi.Resource =>
    new k8s.core.v1.Secret(
      `${name}-${secretName}`,
      {
        metadata: { name: secretName, namespace },
        stringData: { token: access.apply((known) => tokenOf(member, known.token)) },
      },
      { ...optionsOf(registry, `${name}-${secretName}`, secretKey), dependsOn: before },
    );
  const spec = access.apply(({ token, ...described }) =>
    registrySpec(kind, { name: member.name, labels: member.labels, secretName, ...described }),
  );
  return new k8s.apiextensions.CustomResource(
    `${name}-${member.name}`,
    {
      apiVersion,
      kind,
      metadata: { name: member.name, namespace, ...labelsOf(member) },
      // The kubeconfig is secret; where the server is and what it is recognised by is not.
      spec: pulumi.unsecret(spec),
    },
    { ...optionsOf(registry, `${name}-${member.name}`, key), dependsOn },
  );
}

/** No labels at all where there are none: an empty map would be a change in every update. */
function labelsOf({ labels }: KubeFedCluster): { labels?: Record<string, string> } {
  return Object.keys(labels).length === 0 ? {} : { labels: { ...labels } };
}

function tokenOf({ name }: KubeFedCluster, token: string | undefined): string {
  if (token !== undefined) return token;
  throw new pulumi.RunError(
    `ClusterRegistry: cluster "${name}" has credentials without a token, and a KubeFedCluster needs one; join it`,
  );
}

function validateRegistry(args: ClusterRegistryArgs, members: readonly KubeFedCluster[]): Issue[] {
  const issues: Issue[] = [];
  // Programs in JavaScript can give anything.
  const host: unknown = args.hostCluster;
  if (!KubeFedCluster.isInstance(host)) {
    const message = "must be a KubeFedCluster itself, not an Output or a description of one";
    issues.push({ code: "clusters-missing", path: "hostCluster", message });
  }
  if (args.kind !== undefined && !(args.kind in registryApis)) {
    const message = `must be "Cluster" or "KubeFedCluster", known at preview`;
    issues.push({ code: "join-invalid", path: "kind", message });
  }
  const unreadable = members.filter(({ memberKubeconfig }) => memberKubeconfig === undefined);
  for (const { name } of unreadable) {
    const message = `"${name}" has a provider of its own, whose credentials cannot be read; give it by kubeconfig`;
    issues.push({ code: "cluster-credentials", path: "clusters", message });
  }
  return issues;
}
