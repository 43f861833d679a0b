import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Issue } from "../../core/issue";
import {
  registryApis,
  registryDefinition,
  type RegistryKind,
  registrySpec,
} from "../../core/membership/registry";
import { ownerAnnotation } from "../../core/existing/ownerMark";
import type { ObjectKey } from "../../core/kinds/objectPath";
import { describeAccess } from "../../observe/registry";
import { fleetOf } from "../declare/fleet";
import { declareExisting } from "../existing/existingObjects";
import { afterGate } from "../declare/childOptions";
import { annotated } from "../declare/createObject";
import { aliasesOf } from "../existing/aliases";
import { KubeFedCluster } from "./kubeFedCluster";
import { declare, refusal } from "../../engine/program";
import { typeOf } from "../../engine/resourceType";

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
  readonly parent: pulumi.ComponentResource;
  readonly name: string;
  readonly kind: RegistryKind;
  readonly namespace: string;
  readonly host: KubeFedCluster;
  readonly gate: Promise<void>;
}

/** An object on the host: whether it is there already, and what its resource is given. */
interface RegistryObject {
  readonly child: string;
  readonly options: pulumi.CustomResourceOptions;
  /** The template with what says whose it is. */
  readonly bearing: <Template extends { readonly metadata: object }>(
    template: Template,
  ) => Template;
}

const advice = `delete it there, choose another name, or set definitions: "existing" where it is the namespace or the definition`;

function registryObject(
  { parent, name, host, gate }: Registry,
  child: string,
  key: ObjectKey,
): RegistryObject {
  const component = typeOf(parent);
  const subject = `ClusterRegistry "${name}"`;
  const sought = { parent, component, subject, child, key, member: host, adopt: false, advice };
  const { former, mark, settled } = declareExisting(sought);
  return {
    child,
    options: {
      parent,
      provider: host.provider,
      aliases: aliasesOf(former),
      dependsOn: afterGate(
        gate.then(() => settled),
        [],
      ),
    },
    bearing: (template) =>
      mark === undefined ? template : annotated(template, { [ownerAnnotation]: mark }),
  };
}

function define(registry: Registry): pulumi.Resource[] {
  const { name, kind, namespace } = registry;
  const definition = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    ...registryDefinition(kind),
  };
  const keys = {
    namespace: { apiVersion: "v1", kind: "Namespace", name: namespace },
    definition: { ...definition, name: definition.metadata.name },
  };
  const objectOf = (part: keyof typeof keys): RegistryObject =>
    registryObject(registry, `${name}-${part}`, { ...keys[part], scope: "Cluster" });
  const [space, kindDefinition] = [objectOf("namespace"), objectOf("definition")];
  return [
    new k8s.core.v1.Namespace(
      space.child,
      space.bearing({ metadata: { name: namespace } }),
      space.options,
    ),
    new k8s.apiextensions.CustomResource(
      kindDefinition.child,
      kindDefinition.bearing(definition),
      kindDefinition.options,
    ),
  ];
}

function register(
  registry: Registry & { readonly known: readonly pulumi.Resource[] },
  member: KubeFedCluster,
): k8s.apiextensions.CustomResource {
  const { name, kind, namespace, known } = registry;
  const secretName = `${member.name}-token`;
  const { apiVersion } = registryApis[kind];
  const key = { apiVersion, kind, name: member.name, namespace, scope: "Namespaced" as const };
  const access = pulumi
    .output(member.memberKubeconfig ?? "")
    .apply((kubeconfig) => describeAccess(kubeconfig, member.context));
  const tokens = kind === "Cluster" ? [] : [tokenSecret(registry, { member, secretName, access })];
  const spec = access.apply(({ token, ...described }) =>
    registrySpec(kind, { name: member.name, labels: member.labels, secretName, ...described }),
  );
  const { child, options, bearing } = registryObject(registry, `${name}-${member.name}`, key);
  return new k8s.apiextensions.CustomResource(
    child,
    bearing({
      apiVersion,
      kind,
      metadata: { name: member.name, namespace, ...labelsOf(member) },
      // The kubeconfig is secret; where the server is and what it is recognised by is not.
      spec: pulumi.unsecret(spec),
    }),
    after(options, [...known, ...tokens]),
  );
}

function tokenSecret(
  registry: Registry & { readonly known: readonly pulumi.Resource[] },
  of: {
    readonly member: KubeFedCluster;
    readonly secretName: string;
    readonly access: pulumi.Output<ReturnType<typeof describeAccess>>;
  },
): pulumi.Resource {
  const { member, secretName, access } = of;
  const { name, namespace, known } = registry;
  const key = { apiVersion: "v1", kind: "Secret", name: secretName, namespace };
  const { child, options, bearing } = registryObject(registry, `${name}-${secretName}`, key);
  return new k8s.core.v1.Secret(
    child,
    bearing({
      metadata: { name: secretName, namespace },
      stringData: { token: access.apply(({ token }) => tokenOf(member, token)) },
    }),
    after(options, known),
  );
}

function after(
  options: pulumi.CustomResourceOptions,
  resources: readonly pulumi.Resource[],
): pulumi.CustomResourceOptions {
  return pulumi.mergeOptions(options, { dependsOn: [...resources] });
}

/** No labels at all where there are none: an empty map would be a change in every update. */
function labelsOf({ labels }: KubeFedCluster): { labels?: Record<string, string> } {
  return Object.keys(labels).length === 0 ? {} : { labels: { ...labels } };
}

function tokenOf({ name }: KubeFedCluster, token: string | undefined): string {
  if (token !== undefined) return token;
  throw refusal(
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
