/*
 * The project around a program: its files, and the README that says what to do in which order.
 */

import { leavingKarmada } from "./leavingKarmada";
import { codeBlock, inCode, listItem } from "./markdown";
import type { IngressDeclaration, Migration, MigrationNote } from "../migration";
import { compilerFile, packageFile } from "./packageFiles";
import { oneLine, shellWord } from "./shellWord";
import { kubeconfigKey, type Program } from "../program/programText";
import { addressesKey, certificateKeys } from "../program/ingressCode";
import { dnsKeys } from "../program/recordCode";

/** What a project is written from. */
export interface ProjectRequest {
  /** The project's name. */
  readonly name: string;
  readonly migration: Migration;
  readonly program: Program;
  /** The command that made it, for its README. */
  readonly command: string;
  readonly isAdopting: boolean;
}

/**
 * The files of a complete Pulumi project by name: program, project, package, compiler settings, and a
 * README with the commands to run and all notes. No secret value is in any of them.
 */
export function projectFiles(request: ProjectRequest): Readonly<Record<string, string>> {
  const { name, migration, program } = request;
  return {
    "index.ts": program.text,
    "Pulumi.yaml": `name: ${name}\ndescription: ${descriptions[migration.system]}\nruntime: nodejs\n`,
    "package.json": packageFile(name),
    "tsconfig.json": compilerFile,
    ".gitignore": "node_modules/\n",
    "README.md": readme(request),
  };
}

const descriptions: Readonly<Record<Migration["system"], string>> = {
  kubernetes: "Kubernetes manifests, federated over member clusters",
  kubefed: "What KubeFed propagated, declared with Pulumi",
  kubemci: "What kubemci served, declared with Pulumi",
  karmada: "What Karmada propagated, declared with Pulumi",
};

function readme(request: ProjectRequest): string {
  const { name, migration } = request;
  return (
    [
      `# ${oneLine(name)}`,
      `${descriptions[migration.system]}. Made by ${inCode(request.command)}.`,
      "## Run it",
      codeBlock("sh", commands(request)),
      ...(request.isAdopting ? ["## Taking over", takingOver[migration.system]] : []),
      ...(migration.system === "karmada" ? leavingKarmada(migration) : []),
      ...(migration.notes.length === 0 ? [] : ["## What to know", notesList(migration.notes)]),
      "",
    ]
      .join("\n\n")
      .trimEnd() + "\n"
  );
}

function commands({ migration, program, command }: ProjectRequest): string[] {
  const clusters =
    migration.clusters.length === 0
      ? [
          `pulumi config set --path members.CLUSTER.LABEL VALUE   # one for each label of each member cluster`,
          `pulumi config set --secret ${kubeconfigKey("CLUSTER")} < CLUSTER.kubeconfig`,
        ]
      : migration.clusters.map(
          ({ name }) =>
            `pulumi config set --secret ${shellWord(kubeconfigKey(name))} < ${shellWord(`${name}.kubeconfig`)}`,
        );
  const secrets = program.secrets.map(
    ({ key, source }) =>
      `npx ${oneLine(command)} --secret ${key} | pulumi config set --secret ${key}   # ${oneLine(source)}`,
  );
  const { records = [], ingresses = [] } = migration;
  const names = records.length === 0 ? [] : nameServerCommands;
  const settings = [...clusters, ...secrets, ...names, ...frontCommands(migration, ingresses)];
  return ["npm install", "pulumi stack init dev", ...settings, "pulumi preview"];
}

function frontCommands(
  { clusters }: Migration,
  ingresses: readonly IngressDeclaration[],
): string[] {
  const certificates = [...new Set(ingresses.flatMap((each) => each.certificates))];
  const addresses = clusters.map(
    ({ name }) =>
      `pulumi config set --path ${shellWord(`${addressesKey}["${name}"][0]`)} ADDRESS   # of a node; [1] for a second one`,
  );
  return [
    ...(ingresses.some(({ isOnNodes }) => isOnNodes) ? addresses : []),
    ...certificates.flatMap((each) => {
      const { certificate, key } = certificateKeys(each);
      return [
        `pulumi config set ${shellWord(certificate)} < CERTIFICATE.pem`,
        `pulumi config set --secret ${shellWord(key)} < KEY.pem`,
      ];
    }),
  ];
}

const nameServerCommands = [
  `pulumi config set ${dnsKeys.server} HOST:PORT   # of the name server that takes updates`,
  `pulumi config set ${dnsKeys.zone} ZONE`,
  `pulumi config set ${dnsKeys.keyName} NAME   # of the TSIG key`,
  `pulumi config set --secret ${dnsKeys.keySecret} SECRET`,
];

const takingOver: Readonly<Record<Migration["system"], string>> = {
  kubernetes:
    "`adopt: true` takes over objects that are on the member clusters already, without making them anew. Take it out after the first update.",
  kubefed:
    "`adopt: true` takes over the objects that KubeFed made, without making them anew. First stop KubeFed's controller manager (scale it to 0), then run `pulumi up`, then take the finalizers off the federated objects and delete them. Take `adopt` out after the first update.",
  kubemci:
    "`adopt: true` takes over the objects that are on the clusters already, without making them anew. kubemci's load balancer goes on until you delete it: point the names to the new front first, then run `kubemci delete`. Take `adopt` out after the first update.",
  karmada:
    "`adopt: true` takes over the objects that Karmada made, without making them anew. Do the steps of the next section first; they say when to run `pulumi up`. Take `adopt` out after the first update.",
};

function notesList(notes: readonly MigrationNote[]): string {
  return notes
    .map(({ source, sort, message }) => listItem(`${source} (${sort}): ${message}.`))
    .join("\n");
}
