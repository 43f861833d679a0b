import type { CommandModule } from "yargs";
import { convertDocuments } from "../../migration/convertObjects";
import { karmadaDumpCommand } from "../../migration/project/leavingKarmada";
import { writeProgram } from "../../migration/program/programText";
import { shellWord } from "../../migration/project/shellWord";
import { type Proof, proveMigration } from "../../migration/proof/proof";
import { renderProof } from "../../migration/proof/proofText";
import { parseClusters } from "../options/clusterOption";
import { CommandFailure } from "../options/commandFailure";
import { readManifests, yamlText } from "../engine/manifestFiles";
import { type MigrationArguments, migrationOptions } from "../options/migrationOptions";
import { writeMigration } from "../terminal/migrationOutput";
import { tell } from "../terminal/output";
import { expectedCopies, readExpected } from "../engine/expectedCopies";

interface ConvertArguments extends MigrationArguments {
  readonly expect: readonly string[];
}

/** Whether the program would not give what the input says, as far as the input says it. */
function isContradicted({ verdicts, errors }: Proof): boolean {
  return errors.length > 0 || verdicts.some(({ verdict }) => verdict === "differs");
}

/** `kubefed convert`: objects of KubeFed or Karmada, or what kubemci was called with, become a program, with proof of equality. */
export const convertCommand: CommandModule<object, ConvertArguments> = {
  command: "convert",
  describe:
    "Turn objects of KubeFed, Karmada or kubemci into a program, and prove that it gives the same",
  builder: (yargs) =>
    migrationOptions(yargs, {
      cluster: "A member cluster that is not among the objects, NAME or NAME:LABEL=VALUE,…",
    })
      .option("expect", {
        type: "string",
        array: true,
        requiresArg: true,
        default: [],
        describe:
          "CLUSTER=FILE with objects as they are there; the program must agree with them too",
      })
      .epilogue(
        `Karmada: read its API server with its ResourceBindings; without them nothing is proved, because only they tell what was done:\n\n  ${karmadaDumpCommand("karmada.yaml")}\n\nand name your custom kinds too. What a member holds, for --expect: kubectl get TYPES -A -o yaml.\n\nExit code: 0 when all is proved, or agrees with what --expect gives for every member cluster; else 1.`,
      )
      .example(
        "$0 convert -f kubefed/ --adopt --out fleet",
        "a project that takes over what KubeFed made",
      )
      .example(
        "$0 convert -f ingress.yaml -f services.yaml --cluster us-east --cluster eu-west",
        "what kubemci was called with: an Ingress of its class, and the clusters of its contexts",
      )
      .example("$0 convert -f karmada/ > index.ts", "a program; the verdict goes to standard error")
      .example(
        "$0 convert -f kubefed/ --expect eu=eu.yaml > index.ts",
        "compared with what kubectl get -o yaml said on eu, too",
      ),
  handler: async (args) => {
    const documents = readManifests(args.filename);
    const migration = convertDocuments({
      documents,
      clusters: parseClusters(args.cluster),
      yaml: yamlText,
    });
    if (migration === undefined) {
      const place = args.filename.join(", ");
      throw new CommandFailure(
        `${place}: there is no object of KubeFed or Karmada in it, and no Ingress of kubemci's class; for plain manifests use kubefed federate`,
      );
    }
    if (migration.clusters.length === 0) {
      throw new CommandFailure(
        "no member cluster is known: give the KubeFedCluster or Cluster objects too, or --cluster NAME:LABEL=VALUE",
      );
    }
    const program = writeProgram({ migration, existing: args.adopt ? "adopt" : "refuse" });
    const command = `kubefed convert ${args.filename.map((name) => `-f ${shellWord(name)}`).join(" ")}`;
    await writeMigration(args, { migration, program, command, isAdopting: args.adopt });
    if (args.secret !== undefined) return;
    const proof = proveMigration(migration);
    await tell(renderProof(proof));
    const live = expectedCopies(migration, readExpected(args.expect));
    await tell(live.text);
    // What all member clusters hold, where it is given, tells what the input leaves open.
    const isKnown = proof.isProved || (live.isComplete && !isContradicted(proof));
    if (!isKnown || !live.isEqual) process.exitCode = 1;
  },
};
