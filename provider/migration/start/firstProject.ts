/*
 * A project to begin with, made from the contexts of a kubeconfig: what clusters are called, a program
 * with one of everything, its files and the commands that come next.
 */

import { compilerFile, neededForTypes, neededPackages, packageFile } from "../project/packageFiles";
import { shellWord } from "../project/shellWord";
import { type FirstMembers, firstProgram } from "./firstProgram";

/** The files of a first project by name. */
export function firstProjectFiles(
  request: FirstMembers & { readonly name: string },
): Readonly<Record<string, string>> {
  return {
    "index.ts": firstProgram(request),
    "Pulumi.yaml": `name: ${request.name}\ndescription: One definition for many clusters\nruntime: nodejs\n`,
    "package.json": packageFile(request.name),
    "tsconfig.json": compilerFile,
    ".gitignore": "node_modules/\n",
  };
}

/**
 * The commands from a project's files to its first plan: three, as they are typed.
 *
 * @param already packages that the project asks for; none where its `package.json` is new
 *
 * @example
 * nextCommands({ folder: ".", already: undefined })
 * //=> ["npm install", "pulumi stack init dev", "npx kubefed plan"]
 */
export function nextCommands(project: {
  readonly folder: string;
  readonly already: readonly string[] | undefined;
}): string[] {
  const { folder, already } = project;
  const needed = { ...neededPackages, ...neededForTypes };
  const missing = Object.entries(needed).flatMap(([name, version]) =>
    already === undefined || already.includes(name) ? [] : [shellWord(`${name}@${version}`)],
  );
  const go = folder === "." ? "" : `cd ${shellWord(folder)} && `;
  return [
    `${go}${["npm install", ...missing].join(" ")}`,
    "pulumi stack init dev",
    "npx kubefed plan",
  ];
}
