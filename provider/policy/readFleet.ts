import { objectTitle } from "../core/kinds/objectTitle";
import { childName } from "../core/kinds/federatedTypes";
import { ownType, parseUrn } from "../core/kinds/urn";
import type { KubeObject } from "../core/model";
import type { PolicyRule } from "../core/membership/rules";
import { mapAt, mapsAt, textAt, textsAt } from "../core/plain/fields";
import { isPlainObject } from "../core/plain/plainObject";
import { compareText } from "../core/plain/text";
import { plainText } from "../core/plain/plainText";
import {
  type MemberAccess,
  type RuledCopy,
  type RuledFleet,
  type RuledMember,
  type RuledObject,
  unknownValue,
} from "../core/policy/fleet";
import { knownProps } from "./knownProps";

/** A resource of the stack as a policy sees it, as far as rules need it. */
export interface StackResource {
  readonly type: string;
  readonly urn: string;
  readonly props: unknown;
  readonly parent?: StackResource | undefined;
  readonly provider?: { readonly urn: string } | undefined;
}

const clusterType = "kubefed:index:KubeFedCluster";
const providerType = "pulumi:providers:kubernetes";
/** In a Node program a dynamic resource, else one of the plugin's. */
const membershipType = /\bkubefed:(index:)?ClusterMembership$/;
const serviceRecordType = "kubefed:index:ServiceDNSRecord";
const federatedType = /^kubefed:index:Federated/;

/**
 * The fleet that a stack's resources make: members, the objects on them, and which Services have a record.
 *
 * @param declared what the program gives each object, by URN: a preview knows no more of one whose cluster
 *   is only about to be joined
 */
export function readFleet(
  resources: readonly StackResource[],
  declared: ReadonlyMap<string, KubeObject> = new Map(),
): RuledFleet {
  const known = new Map<string, KubeObject>();
  const propsOf = (resource: StackResource): KubeObject => {
    const { urn } = resource;
    const props =
      known.get(urn) ?? objectProps(mapAt(knownProps(resource.props)), declared.get(urn));
    known.set(urn, props);
    return props;
  };
  const members = resources
    .filter(({ type }) => type === clusterType)
    .map((cluster) => memberOf(cluster, resources, propsOf))
    .sort((a, b) => compareText(a.name, b.name));
  const recorded = resources
    .filter(({ type }) => type === serviceRecordType)
    .map((record) => textAt(propsOf(record), "service"));
  return {
    members,
    objects: objectsOf(resources, propsOf),
    recorded: [...new Set(recorded)].sort(compareText),
  };
}

function objectProps(outputs: KubeObject, declared: KubeObject | undefined): KubeObject {
  return isKnownText(outputs.kind) ? outputs : (declared ?? outputs);
}

function isKnownText(value: unknown): value is string {
  return typeof value === "string" && value !== unknownValue;
}

type PropsOf = (resource: StackResource) => KubeObject;

function memberOf(
  cluster: StackResource,
  resources: readonly StackResource[],
  propsOf: PropsOf,
): RuledMember {
  const { region } = propsOf(cluster);
  const membership = resources.find(
    ({ type, parent }) => membershipType.test(type) && parent?.urn === cluster.urn,
  );
  return {
    name: parseUrn(cluster.urn).name,
    urn: cluster.urn,
    ...(isKnownText(region) ? { region } : {}),
    access: membership === undefined ? { isJoined: false } : accessOf(propsOf(membership)),
  };
}

function accessOf(membership: KubeObject): MemberAccess | undefined {
  const scope = textAt(membership, "scope");
  const { rules } = membership;
  if (rules === unknownValue || scope === unknownValue) return undefined;
  if (!Array.isArray(rules)) return { isJoined: true, scope };
  const read = mapsAt(membership, "rules").map((rule): PolicyRule => ({
    verbs: [...textsAt(rule, "verbs")],
    apiGroups: [...textsAt(rule, "apiGroups")],
    resources: [...textsAt(rule, "resources")],
    resourceNames: [...textsAt(rule, "resourceNames")],
  }));
  return { isJoined: true, scope, rules: read };
}

/** The objects on member clusters, each with all its copies. */
function objectsOf(resources: readonly StackResource[], propsOf: PropsOf): RuledObject[] {
  const found = new Map<string, { about: Omit<RuledObject, "copies">; copies: RuledCopy[] }>();
  for (const resource of resources) {
    const cluster = clusterOf({ ...resource, parentUrn: resource.parent?.urn });
    const object = propsOf(resource);
    const about = cluster === undefined ? undefined : aboutOf(resource, object, propsOf);
    if (cluster === undefined || about === undefined) continue;
    const key = `${textAt(object, "apiVersion")} ${about.title} ${about.urn}`;
    const known = found.get(key) ?? { about, copies: [] };
    known.copies.push({ cluster, object });
    found.set(key, known);
  }
  return [...found.values()]
    .map(({ about, copies }) => ({
      ...about,
      copies: copies.sort((a, b) => compareText(a.cluster, b.cluster)),
    }))
    .sort((a, b) => compareText(a.title, b.title) || compareText(a.urn, b.urn));
}

/**
 * The member that an object is on: a component calls its object after it, and all that a chart renders has the
 * member's provider; undefined for all other resources.
 */
export function clusterOf(resource: {
  readonly type: string;
  readonly urn: string;
  readonly parentUrn: string | undefined;
  readonly provider?: { readonly urn: string } | undefined;
}): string | undefined {
  const { type, urn, parentUrn = "", provider } = resource;
  // A patch is of an object that others make.
  if (!type.startsWith("kubernetes:") || type.endsWith("Patch")) return undefined;
  const parent = parseUrn(parentUrn);
  const stem = childName(parent.name, "");
  const { name } = parseUrn(urn);
  // Its provider may be the program's own.
  if (federatedType.test(ownType(parent.type)) && name.startsWith(stem)) {
    return name.slice(stem.length);
  }
  const { type: types, name: member } = parseUrn(provider?.urn ?? "");
  const isMembers = ownType(types) === providerType && types.split("$").includes(clusterType);
  return isMembers ? member : undefined;
}

function aboutOf(
  resource: StackResource,
  object: KubeObject,
  propsOf: PropsOf,
): Omit<RuledObject, "copies"> | undefined {
  const { kind } = object;
  const { name, namespace } = mapAt(object, "metadata");
  // Charts and files of manifests are made with a provider too, and are no objects.
  if (!isKnownText(kind) || !isKnownText(name)) return undefined;
  const component = federatedParent(resource);
  const isOwn = component !== undefined && component.urn === resource.parent?.urn;
  const place = typeof namespace === "string" ? namespace : undefined;
  return {
    title: plainText(objectTitle({ kind, namespace: place, name })),
    kind,
    namespace: place ?? "default",
    name,
    urn: component?.urn ?? resource.urn,
    isFederated: component !== undefined,
    // Of what a component does not make itself, a chart, it does not say what is secret.
    ...(isOwn ? { secretFields: secretFieldsOf(propsOf(component)) } : {}),
  };
}

function federatedParent(resource: StackResource): StackResource | undefined {
  for (let each = resource.parent; each !== undefined; each = each.parent) {
    if (federatedType.test(each.type)) return each;
  }
  return undefined;
}

function secretFieldsOf(component: KubeObject): NonNullable<RuledObject["secretFields"]> {
  const { secretFields } = component;
  if (!isPlainObject(secretFields)) return {};
  const fields = Object.keys(secretFields).map((path) => {
    const isKnown = Array.isArray(secretFields[path]);
    return [path, isKnown ? textsAt(secretFields, path) : undefined] as const;
  });
  return Object.fromEntries(fields);
}
