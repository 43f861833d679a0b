import { readPackage } from "./components";
import { componentSchema } from "./componentSchema";
import { kubernetesTypes } from "./kubernetesTypes";
import { languages, type SchemaVersions } from "./languages";
import { functionsSchema, resourcesSchema } from "./servedSchema";
import type { SchemaContext } from "./typeSchema";

/*
 * Where one argument in TypeScript is something else in other languages, which is what the plugin must put
 * together again. Everything else has the same name and the same form on the wire.
 *
 * | in TypeScript                                    | inputs in schema.json                                     |
 * | ------------------------------------------------ | --------------------------------------------------------- |
 * | `namespace`: a `FederatedNamespace` or a name    | `namespace`: the reference; `namespaceName`: the name     |
 * | `dns`: an `ExternalDns` or an `Rfc2136Zone`      | `externalDns`, `rfc2136Zone`                              |
 * | `target.clusters` of a preference                | `targetClusters`, beside `target`                         |
 * | `scheduling[].preference` of `FederatedYaml`     | a key into `replicaSchedulingPreferences`,                |
 * |                                                  | `jobSchedulingPreferences` or                             |
 * |                                                  | `horizontalPodAutoscalerPreferences`, maps of references  |
 * | one or a list (`yaml`, `files`, `server`, …)     | a list                                                    |
 * | `healthy` of a `StagedUpdateStrategy`, functions | nothing                                                   |
 * | `managedLabel: false`                            | nothing: a label has a name                               |
 *
 * Nothing has a default there: what is not given is not sent, and the class decides.
 */

/**
 * Builds the package schema from the types of the components and their docstrings, so that there is one
 * truth for both. Throws where an argument has no docstring. `root` is the package's folder.
 */
export function buildSchema(root: string, versions: SchemaVersions): object {
  const { checker, components, ...served } = readPackage(root);
  const context: SchemaContext = {
    checker,
    kubernetes: kubernetesTypes(versions.kubernetes),
    components: new Set(components.map(({ name }) => name)),
    types: new Map(),
    undescribed: new Set(),
  };
  const resources = components.map((each) => [each.name, componentSchema(each, context)] as const);
  const own = resourcesSchema(served.resources, context);
  const functions = functionsSchema(served.functions, context);
  if (context.undescribed.size > 0)
    throw new Error(`no docstring: ${[...context.undescribed].sort().join(", ")}`);
  return {
    name: "kubefed",
    version: versions.package,
    displayName: "KubeFed",
    description: "One definition, previewed and deployed to every member cluster.",
    license: "Apache-2.0",
    keywords: ["pulumi", "kubernetes", "kubefed", "category/infrastructure", "kind/component"],
    meta: { moduleFormat: "(.*)" },
    language: languages(versions),
    types: byToken([...context.types]),
    resources: byToken([...resources, ...Object.entries(own)]),
    functions: byToken(Object.entries(functions)),
  };
}

function byToken(named: readonly (readonly [string, object])[]): Readonly<Record<string, object>> {
  const sorted = [...named].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, spec]) => [`kubefed:index:${name}`, spec]));
}
