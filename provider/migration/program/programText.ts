/*
 * A program in TypeScript: names, values, components and their order, printed so that a strict compiler takes it.
 */

import type { MemberCluster } from "../../core/model";
import { call, type Code, codeOf, mapOf, raw } from "./code";
import { componentClass } from "./componentClass";
import { componentArgs, componentOptions } from "./componentCode";
import { ingressStatements } from "./ingressCode";
import { type Declaration, keyOf, type Migration } from "../migration";
import { printCode } from "./printCode";
import { nameDeclarations } from "./programNames";
import { recordStatements } from "./recordCode";
import { SecretSettings, type SecretSetting } from "./programSecrets";
import { dependenciesOf, namespaceAround } from "../objects/references";

/** What is wanted of a program. */
export interface ProgramRequest {
  readonly migration: Migration;
  /** Takes over the objects that are on the member clusters already. @default "refuse" */
  readonly existing?: "refuse" | "adopt";
}

/** A program, and the configuration that it needs. */
export interface Program {
  /** TypeScript, as Prettier formats it at a width of 100. */
  readonly text: string;
  readonly secrets: readonly SecretSetting[];
}

/**
 * The Pulumi program that declares a migration: member clusters, then every declaration in order, each
 * as a component of this package. Secret values are read from the configuration and stand nowhere in it.
 */
export function writeProgram({ migration, existing = "refuse" }: ProgramRequest): Program {
  const { clusters, declarations, records = [], ingresses = [] } = migration;
  const names = nameDeclarations(declarations);
  const settings = new SecretSettings();
  const classes = classDefinitions(declarations);
  const spaces = ingresses.map(({ namespace: name }) =>
    keyOf({ apiVersion: "v1", kind: "Namespace", name }),
  );
  const named = new Set([
    ...records.map(({ target }) => target),
    ...ingresses.flatMap(({ services }) => services),
    ...spaces,
  ]);
  const referred = new Set([
    ...declarations.flatMap((each) => refersTo(each, declarations)),
    ...declarations.filter((each) => named.has(keyOf(each))),
  ]);
  const statements = declarations.map((declaration) => {
    const name = names.get(keyOf(declaration));
    if (name === undefined) throw new Error("bug in kubefed: a declaration without a name");
    const given = { declaration, declarations, names, settings, existing };
    const options = componentOptions(given);
    const created = call(
      `new ${classOf(declaration)}`,
      { sort: "text", value: name.resource },
      componentArgs(given),
      ...(options === undefined ? [] : [options]),
    );
    const head = referred.has(declaration) ? `const ${name.variable} = ` : "";
    return `${head}${printCode(created, { indent: 0, before: head.length, after: 1 })};\n`;
  });
  const text = [
    importsOf(classes),
    "const config = new pulumi.Config();\n",
    clusters.length === 0 ? clustersFromConfig : clusterList(clusters),
    ...(classes.length === 0 ? [] : [classes.join("")]),
    ...statements,
    ...recordStatements(records, names),
    ...ingressStatements(ingresses, names, declarations),
  ].join("\n");
  return { text, secrets: settings.all() };
}

function importsOf(classes: readonly string[]): string {
  return [
    ...(classes.length === 0 ? [] : [`import * as k8s from "@pulumi/kubernetes";\n`]),
    `import * as pulumi from "@pulumi/pulumi";\n`,
    `import * as kubefed from "pulumi-kubefed";\n`,
  ].join("");
}

/** Without any cluster at hand, the stack's configuration says which there are. */
const clustersFromConfig = `const members = config.requireObject<Record<string, Record<string, string>>>("members");

const clusters = Object.entries(members).map(
  ([name, labels]) =>
    new kubefed.KubeFedCluster(name, {
      kubeconfig: config.requireSecret(\`\${name}-kubeconfig\`),
      labels,
    }),
);
`;

/** The configuration key of a member cluster's kubeconfig. */
export function kubeconfigKey(cluster: string): string {
  return `${cluster}-kubeconfig`;
}

function clusterList(clusters: readonly MemberCluster[]): string {
  const items = clusters.map(({ name, labels, region, zones }): Code => {
    const hasLabels = labels !== undefined && Object.keys(labels).length > 0;
    const args = mapOf({
      kubeconfig: call("config.requireSecret", codeOf(kubeconfigKey(name))),
      labels: hasLabels ? codeOf(labels) : undefined,
      region: region === undefined ? undefined : codeOf(region),
      zones: zones === undefined ? undefined : codeOf(zones),
    });
    return call("new kubefed.KubeFedCluster", codeOf(name), args);
  });
  const lines = items.map((item) => `  ${printCode(item, { indent: 2, before: 2, after: 1 })},\n`);
  return `const clusters = [\n${lines.join("")}];\n`;
}

function classDefinitions(declarations: readonly Declaration[]): string[] {
  const definitions = declarations.flatMap(({ apiVersion, kind }) => {
    const component = componentClass(apiVersion, kind);
    if (component.sort !== "federated") return [];
    const made = call("kubefed.federate", raw(component.objectClass));
    const head = `const ${component.name} = `;
    return [`${head}${printCode(made, { indent: 0, before: head.length, after: 1 })};\n`];
  });
  return [...new Set(definitions)].sort();
}

function classOf({ apiVersion, kind }: Declaration): string {
  const component = componentClass(apiVersion, kind);
  return component.sort === "federated" ? component.name : `kubefed.${component.name}`;
}

/** The declarations that a declaration names in its arguments or options. */
function refersTo(declaration: Declaration, declarations: readonly Declaration[]): Declaration[] {
  return [
    ...dependenciesOf(declaration, declarations),
    ...namespaceAround(declaration, declarations),
  ];
}
