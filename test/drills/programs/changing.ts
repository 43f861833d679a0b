import { appendFileSync, existsSync, readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What the stack's configuration says under `with`. */
export interface Changing {
  /** A file in which each run of the program leaves a line. */
  runs: string;
  /** ConfigMaps that there are, by run, from the first on; those of the last for all later ones. */
  objects: string[][];
  greeting: string;
}

const config = new pulumi.Config();
const { runs, objects, greeting } = config.requireObject<Changing>("with");
const run = existsSync(runs) ? readFileSync(runs, "utf8").split("\n").length - 1 : 0;
appendFileSync(runs, `${pulumi.runtime.isDryRun() ? "preview" : "update"}\n`);

const clusters = [
  new kubefed.KubeFedCluster("us-east", { kubeconfig: config.requireSecret("us-east") }),
];
for (const name of objects[Math.min(run, objects.length - 1)] ?? []) {
  new kubefed.FederatedConfigMap(name, {
    clusters,
    namespace: "default",
    placement: { clusterSelector: {} },
    template: { data: { greeting } },
  });
}
