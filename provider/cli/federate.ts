import type { CommandModule } from "yargs";
import { federateManifests, writeProgram } from "../core";
import { parseClusters } from "./clusterOption";
import { CommandFailure } from "./commandFailure";
import { readManifests } from "./manifestFiles";
import { type OutputArguments, writeMigration } from "./migrationOutput";

interface FederateArguments extends OutputArguments {
  readonly filename: readonly string[];
  readonly cluster: readonly string[];
  readonly adopt: boolean;
}

/** `kubefed federate`: plain Kubernetes YAML becomes a program of federated components. */
export const federateCommand: CommandModule<object, FederateArguments> = {
  command: "federate",
  describe: "Turn plain Kubernetes YAML into a program that federates it",
  builder: (yargs) =>
    yargs
      .option("filename", {
        alias: "f",
        type: "string",
        requiresArg: true,
        demandOption: true,
        // A list by type would not take "-" for a value.
        coerce: (given: string | readonly string[]): readonly string[] => [given].flat(),
        describe: "A file, a folder, or - for standard input; may be given again",
      })
      .option("cluster", {
        type: "string",
        array: true,
        requiresArg: true,
        default: [],
        describe:
          "A member cluster, NAME or NAME:LABEL=VALUE,…; default: read from the stack's configuration",
      })
      .option("out", {
        alias: "o",
        type: "string",
        describe: "An empty or new folder for a whole project; default: print the program",
      })
      .option("stdout", { type: "boolean", conflicts: "out", describe: "Print the program" })
      .option("adopt", {
        type: "boolean",
        default: false,
        describe: "Take over the objects that are on the member clusters already",
      })
      .option("secret", {
        type: "string",
        describe:
          "Print the value for this configuration key instead, to pipe it to pulumi config set",
      })
      .example("$0 federate -f shop/ --out shop-fleet", "a project from all manifests of a folder")
      .example(
        "helm template redis | $0 federate -f - --stdout",
        "a program from what Helm renders",
      )
      .example(
        "$0 federate -f shop/ --secret db-password | pulumi config set --secret db-password",
        "a secret that never touches a file",
      ),
  handler: async (args) => {
    const documents = readManifests(args.filename);
    const migration = federateManifests({ documents, clusters: parseClusters(args.cluster) });
    if (migration.declarations.length === 0) {
      throw new CommandFailure(`${args.filename.join(", ")}: there is no Kubernetes object in it`);
    }
    const program = writeProgram({ migration, existing: args.adopt ? "adopt" : "refuse" });
    const command = `kubefed federate ${args.filename.map((name) => `-f ${name}`).join(" ")}`;
    await writeMigration(args, { migration, program, command, isAdopting: args.adopt });
  },
};
