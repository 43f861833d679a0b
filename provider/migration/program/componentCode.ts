import type { ReplicaScheduling } from "../../core/scheduling/replicaScheduling";
import type { Override } from "../../core/model";
import { isPlainObject } from "../../core/plain/plainObject";
import { call, type Code, codeOf, mapOf, raw } from "./code";
import { componentClass } from "./componentClass";
import { type Declaration, keyOf } from "../migration";
import type { ProgramName } from "./programNames";
import { hideSecrets, type SecretSettings } from "./programSecrets";
import { dependenciesOf, namespaceAround } from "../objects/references";
import { typedTemplate } from "./typedTemplate";

/** One declaration among those of its program, on its way to code. */
export interface ComponentRequest {
  readonly declaration: Declaration;
  readonly declarations: readonly Declaration[];
  readonly names: ReadonlyMap<string, ProgramName>;
  readonly settings: SecretSettings;
  readonly existing: "refuse" | "adopt";
}

/** The arguments of a declaration's component. */
export function componentArgs(request: ComponentRequest): Code {
  const { declaration, declarations, names, settings, existing } = request;
  const { scheduling, overrides } = declaration;
  const resource = names.get(keyOf(declaration))?.resource ?? declaration.name;
  const [around] = namespaceAround(declaration, declarations);
  const secrets = hideSecrets(declaration, { resource, settings });
  return mapOf({
    ...(around === undefined
      ? placeWithin(declaration)
      : { namespace: raw(names.get(keyOf(around))?.variable ?? "") }),
    ...customKind(declaration),
    placement: placementCode(declaration, around),
    scheduling: scheduling && preferenceCode(resource, scheduling),
    template: templateCode(declaration, { resource, hide: secrets.template }),
    overrides: listOrNothing(overrides.map((override) => overrideCode(override, secrets.override))),
    retainReplicas: trueOrNothing(declaration.retainReplicas),
    adopt: trueOrNothing(existing === "adopt"),
  });
}

function placeWithin({ namespace }: Declaration): Readonly<Record<string, Code | undefined>> {
  return {
    clusters: raw("clusters"),
    namespace: namespace === undefined ? undefined : codeOf(namespace),
  };
}

function customKind({ apiVersion, kind, scope }: Declaration): Readonly<Record<string, Code>> {
  if (componentClass(apiVersion, kind).sort !== "custom") return {};
  return {
    apiVersion: codeOf(apiVersion),
    kind: codeOf(kind),
    ...(scope === "Cluster" ? { scope: codeOf(scope) } : {}),
  };
}

function preferenceCode(resource: string, scheduling: ReplicaScheduling): Code {
  return call("new kubefed.ReplicaSchedulingPreference", codeOf(resource), codeOf(scheduling));
}

/** An empty namespace needs no template. */
function templateCode(
  declaration: Declaration,
  { resource, hide }: { readonly resource: string; readonly hide: HideInTemplate },
): Code | undefined {
  const template = codeOf(templateOf(declaration, resource), hide);
  const isEmpty = template.sort === "map" && template.entries.length === 0;
  return isEmpty && declaration.kind === "Namespace" ? undefined : template;
}

type HideInTemplate = ReturnType<typeof hideSecrets>["template"];

function listOrNothing(items: readonly Code[]): Code | undefined {
  return items.length === 0 ? undefined : { sort: "list", items };
}

function trueOrNothing(value: unknown): Code | undefined {
  return value === true ? raw("true") : undefined;
}

/** The options of a declaration's component; undefined where it needs none. */
export function componentOptions(request: ComponentRequest): Code | undefined {
  const { declaration, declarations, names } = request;
  const before = dependenciesOf(declaration, declarations).map((each) =>
    raw(names.get(keyOf(each))?.variable ?? ""),
  );
  if (before.length === 0 && declaration.retainOnDelete !== true) return undefined;
  return mapOf({
    dependsOn: listOrNothing(before),
    retainOnDelete: trueOrNothing(declaration.retainOnDelete),
  });
}

/** In a federated namespace, absent means wherever the namespace is. */
function placementCode(
  { placement }: Declaration,
  around: Declaration | undefined,
): Code | undefined {
  const selector = placement.clusterSelector;
  const isEverywhere =
    placement.clusterNames === undefined &&
    isPlainObject(selector) &&
    Object.values(selector).every(
      (each) => each === undefined || Object.keys(each ?? {}).length === 0,
    );
  return around !== undefined && isEverywhere ? undefined : codeOf(placement);
}

function templateOf(declaration: Declaration, resource: string): Readonly<Record<string, unknown>> {
  const { apiVersion, kind, name } = declaration;
  const template =
    componentClass(apiVersion, kind).sort === "custom"
      ? declaration.template
      : typedTemplate(kind, declaration.template);
  const { metadata, ...body } = template;
  if (resource === name) return template;
  return { metadata: { name, ...(isPlainObject(metadata) ? metadata : {}) }, ...body };
}

function overrideCode(override: Override, hide: ReturnType<typeof hideSecrets>["override"]): Code {
  const { clusterName, clusterSelector, clusterOverrides } = override;
  const cluster = clusterName ?? "selected clusters";
  return mapOf({
    clusterName: clusterName ? codeOf(clusterName) : undefined,
    clusterSelector: clusterSelector ? codeOf(clusterSelector) : undefined,
    clusterOverrides: {
      sort: "list",
      items: (clusterOverrides ?? []).map(({ op, path, value }) =>
        mapOf({
          op: op ? codeOf(op) : undefined,
          path: codeOf(path),
          value:
            value === undefined
              ? undefined
              : codeOf(value, (each, below) => hide(each, { pointer: path, cluster }, below)),
        }),
      ),
    },
  });
}
