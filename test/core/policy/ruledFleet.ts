import type { RuledFleet, RuledMember, RuledObject } from "../../../provider/core/policy/fleet";
import { deepFreeze } from "../../support/deepFreeze";

/** A member, joined with little unless a test says otherwise. */
export function member(name: string, rest: Partial<RuledMember> = {}): RuledMember {
  const rules = [{ apiGroups: [""], resources: ["configmaps"], verbs: ["*"] }];
  const access = { isJoined: true, scope: "Cluster", rules } as const;
  return { name, urn: `urn:${name}`, access, ...rest };
}

/** An object of namespace `shop`, the same on some clusters, or as it is on each. */
export function ruled(
  kind: string,
  name: string,
  on: readonly string[] | Readonly<Record<string, object>>,
  rest: Partial<RuledObject> & { readonly object?: object } = {},
): RuledObject {
  const { object = {}, ...about } = rest;
  const same = (clusters: readonly string[]) =>
    clusters.map((cluster): [string, object] => [cluster, object]);
  const entries = isList(on) ? same(on) : Object.entries(on);
  return {
    title: `${kind} shop/${name}`,
    kind,
    namespace: "shop",
    name,
    urn: `urn:${kind}/${name}`,
    isFederated: true,
    copies: entries.map(([cluster, each]) => ({ cluster, object: { kind, ...each } })),
    secretFields: {},
    ...about,
  };
}

/** A Deployment's object with replicas and pods labelled `app: web`. */
export function pods(replicas: unknown, image: unknown = "nginx:1.29"): object {
  const template = {
    metadata: { labels: { app: "web" } },
    spec: { containers: [{ name: "web", image }] },
  };
  return { spec: { replicas, template } };
}

/** Three members in two regions, one in none, and some objects. */
export function fleetOf(
  objects: readonly RuledObject[],
  rest: Partial<RuledFleet> = {},
): RuledFleet {
  const members = [
    member("ap-south"),
    member("eu-west", { region: "europe-west1" }),
    member("us-east", { region: "us-east1" }),
    member("us-west", { region: "us-east1" }),
  ];
  return deepFreeze({ members, objects, recorded: [], ...rest });
}

function isList(on: readonly string[] | Readonly<Record<string, object>>): on is readonly string[] {
  return Array.isArray(on);
}
