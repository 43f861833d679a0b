import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, delimiter, join, resolve, sep } from "node:path";
import type { CommandModule } from "yargs";
import { readKubeconfigFiles } from "../../adapters/files/kubeconfigFiles";
import { contextsOf, parseKubeconfig } from "../../adapters/kubernetes/kubeconfig/kubeconfig";
import { isPlainObject } from "../../core/plain/plainObject";
import { plainText } from "../../core/plain/plainText";
import { alignedLines, messageOf } from "../../core/plain/text";
import { chooseContexts, type FoundContext } from "../../migration/start/chosenContexts";
import { firstProjectFiles, nextCommands } from "../../migration/start/firstProject";
import type { FirstMembers } from "../../migration/start/firstProgram";
import { memberNames } from "../../migration/start/memberNames";
import { oneLine } from "../../migration/project/shellWord";
import { CommandFailure } from "../options/commandFailure";
import { projectName } from "../terminal/migrationOutput";
import { print } from "../terminal/output";
import { writeNewFiles } from "../terminal/newFiles";

interface InitArguments {
  readonly context: readonly string[];
  readonly all: boolean;
  readonly kubeconfig: string | undefined;
  readonly out: string;
  readonly force: boolean;
}

/** `kubefed init`: the contexts of a kubeconfig become a project to begin with. */
export const initCommand: CommandModule<object, InitArguments> = {
  command: "init",
  describe: "Write a project to begin with, from the contexts of your kubeconfig",
  builder: (yargs) =>
    yargs
      .option("context", {
        type: "string",
        array: true,
        requiresArg: true,
        default: [],
        describe: "A context that is a member cluster; may be given again",
      })
      .option("all", { type: "boolean", default: false, describe: "Every context is one" })
      .option("kubeconfig", {
        type: "string",
        requiresArg: true,
        describe: "The kubeconfig; default: KUBECONFIG, else ~/.kube/config",
      })
      .option("out", {
        alias: "o",
        type: "string",
        default: ".",
        describe: "The project's folder; default: this one",
      })
      .option("force", {
        type: "boolean",
        default: false,
        describe: "Overwrite files of the same names, but package.json",
      })
      .epilogue(
        "Without --context and --all it lists the contexts and writes nothing. No cluster is asked, and no credentials are copied: the program names the kubeconfig.",
      )
      .example("$0 init", "which contexts there are, and what they would be called")
      .example("$0 init --context us --context eu", "a project of two member clusters, here"),
  handler: runInit,
};

async function runInit(args: InitArguments): Promise<void> {
  if (args.all && args.context.length > 0) {
    throw new CommandFailure("--all and --context: give one of them");
  }
  const path = args.kubeconfig ?? (process.env["KUBECONFIG"] || "~/.kube/config");
  const found = readContexts(path);
  const asked = args.context.length > 0 ? args.context : "all";
  const { chosen, left, problems } = chooseContexts(found, asked);
  if (problems.length > 0) {
    throw new CommandFailure([`"${path}":`, ...problems.map((each) => `  - ${each}`)].join("\n"));
  }
  const members = memberNames(chosen.map(({ context }) => context));
  await print(tableOf({ members, found, left: asked === "all" ? left : [] }));
  if (args.all || asked !== "all") await writeProject(args, { path: writtenPath(path), members });
  else {
    await print(
      "\nNothing was written. Say which are member clusters: kubefed init --all, or --context NAME for each.\n",
    );
    process.exitCode = 1;
  }
}

async function writeProject({ out, force }: InitArguments, first: FirstMembers): Promise<void> {
  const folder = resolve(out);
  const commands = nextCommands({ folder: out, already: packagesOf(folder) });
  const { written, kept } = writeNewFiles({
    folder,
    shown: out,
    files: firstProjectFiles({ name: projectName(basename(folder)), ...first }),
    isOverwriting: force,
    kept: ["package.json", ".gitignore"],
  });
  const stays = kept.map((name) => `; ${name} was there and stays`).join("");
  const next = commands.map((each) => `  ${each}\n`).join("");
  await print(`\nwrote ${written.join(", ")} to ${plainText(out)}${stays}\n\nNext:\n${next}`);
}

function readContexts(path: string): FoundContext[] {
  try {
    const text = readKubeconfigFiles(path);
    return contextsOf(text).map((context) => {
      try {
        // It stands in a program and on a screen.
        if (shown(context) !== context) throw new Error("its name has control characters");
        const { server, namespace } = parseKubeconfig(text, context);
        return { context, server, ...(namespace === undefined ? {} : { namespace }) };
      } catch (error) {
        return { context, problem: messageOf(error) };
      }
    });
  } catch (error) {
    const why = messageOf(error);
    throw new CommandFailure(`"${path}": ${why}; --kubeconfig names another one`);
  }
}

function tableOf(of: {
  members: readonly { readonly context: string; readonly name: string }[];
  found: readonly FoundContext[];
  left: readonly { readonly context: string; readonly reason: string }[];
}): string {
  const serverOf = (context: string) =>
    of.found.find((each) => each.context === context)?.server ?? "";
  const rows = [
    ["member cluster", "context", "server"],
    ...of.members.map(({ name, context }) => [name, context, serverOf(context)]),
  ].map((row) => row.map(shown));
  const others = of.left.map(
    ({ context, reason }) => `left out: ${shown(context)}: ${shown(reason)}`,
  );
  return `${[...alignedLines(rows), ...others].join("\n")}\n`;
}

/** What is on one line, and nothing for a terminal to obey. */
function shown(text: string): string {
  return oneLine(plainText(text));
}

/** The path as a program reads it from anywhere: from the root or from the home directory. */
function writtenPath(path: string): string {
  const home = homedir() + sep;
  return path
    .split(delimiter)
    .filter((each) => each !== "")
    .map((each) => (each.startsWith("~/") ? each : resolve(each)))
    .map((each) => (each.startsWith(home) ? `~/${each.slice(home.length)}` : each))
    .join(delimiter);
}

/** The packages that the folder's `package.json` asks for; undefined where there is none. */
function packagesOf(folder: string): string[] | undefined {
  const path = join(folder, "package.json");
  if (!existsSync(path)) return undefined;
  const content: unknown = JSON.parse(readFileSync(path, "utf8"));
  const fields = ["dependencies", "devDependencies"];
  return fields.flatMap((field) => {
    const map = isPlainObject(content) ? content[field] : undefined;
    return isPlainObject(map) ? Object.keys(map) : [];
  });
}
