import { type FederatedType, federatedTypes } from "../../core/kinds/federatedTypes";
import type { PropertySpec } from "./spec";

/** Types of the kubernetes package that arguments have and that are no kind: their tokens there. */
const others: Readonly<Record<string, string>> = {
  PostRenderer: "types/kubernetes:helm.sh%2Fv4:PostRenderer",
  RepositoryOpts: "types/kubernetes:helm.sh%2Fv4:RepositoryOpts",
  Provider: "provider",
  ChartResource: "resources/kubernetes:helm.sh%2Fv4:Chart",
};

/** References into the schema of the kubernetes package, of the version that this package is built with. */
export interface KubernetesTypes {
  /** The type of a kind's template. */
  readonly template: (kind: string) => PropertySpec | undefined;
  /** The resource of a kind. */
  readonly resource: (kind: string) => PropertySpec | undefined;
  /** Any other type, by its name in TypeScript. */
  readonly other: (name: string) => PropertySpec | undefined;
}

/** Knows what the kubernetes package calls its types. */
export function kubernetesTypes(version: string): KubernetesTypes {
  const refTo = (place: string): PropertySpec => ({
    $ref: `/kubernetes/v${version}/schema.json#/${place}`,
  });
  const ofKind = (room: string) => (kind: string) => {
    const type = federatedTypes.find((each) => each.kind === kind);
    return type === undefined ? undefined : refTo(`${room}/${tokenOf(type)}`);
  };
  return {
    template: ofKind("types"),
    resource: ofKind("resources"),
    other: (name) =>
      Object.hasOwn(others, name) && others[name] !== undefined ? refTo(others[name]) : undefined,
  };
}

/** The token of a kind, with its slash escaped for use in a reference. */
function tokenOf({ apiVersion, kind }: FederatedType): string {
  const module = apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
  return `kubernetes:${module.replace("/", "%2F")}:${kind}`;
}
