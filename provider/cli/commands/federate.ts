import type { CommandModule } from "yargs";
import { federateManifests } from "../../migration/federateManifests";
import { writeProgram } from "../../migration/program/programText";
import { shellWord } from "../../migration/project/shellWord";
import { parseClusters } from "../options/clusterOption";
import { CommandFailure } from "../options/commandFailure";
import { readManifests } from "../engine/manifestFiles";
import { type MigrationArguments, migrationOptions } from "../options/migrationOptions";
import { writeMigration } from "../terminal/migrationOutput";

interface FederateArguments extends MigrationArguments {
  readonly contents: boolean;
}

/** `kubefed federate`: plain Kubernetes YAML becomes a program of federated components. */
export const federateCommand: CommandModule<object, FederateArguments> = {
  command: "federate",
  describe: "Turn plain Kubernetes YAML into a program that federates it",
  builder: (yargs) =>
    migrationOptions(yargs, {
      cluster:
        "A member cluster, NAME or NAME:LABEL=VALUE,…; default: read from the stack's configuration",
    })
      .option("contents", {
        type: "boolean",
        alias: "c",
        default: false,
        describe: "The input is what a cluster holds: leave out what clusters make themselves",
      })
      .example("$0 federate -f shop/ --out shop-fleet", "a project from all manifests of a folder")
      .example(
        "helm template redis | $0 federate -f - --stdout",
        "a program from what Helm renders",
      )
      .example(
        "kubectl get all,cm,secret -n shop -o yaml | $0 federate -f - --contents",
        "a program from what runs in a namespace",
      )
      .example(
        "$0 federate -f shop/ --secret db-password | pulumi config set --secret db-password",
        "a secret that never touches a file",
      ),
  handler: async (args) => {
    const documents = readManifests(args.filename);
    const migration = federateManifests({
      documents,
      clusters: parseClusters(args.cluster),
      contents: args.contents,
    });
    if (migration.declarations.length === 0) {
      throw new CommandFailure(`${args.filename.join(", ")}: there is no Kubernetes object in it`);
    }
    const program = writeProgram({ migration, existing: args.adopt ? "adopt" : "refuse" });
    const command = `kubefed federate ${args.filename.map((name) => `-f ${shellWord(name)}`).join(" ")}${args.contents ? " --contents" : ""}`;
    await writeMigration(args, { migration, program, command, isAdopting: args.adopt });
  },
};
