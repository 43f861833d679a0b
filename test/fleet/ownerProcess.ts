/**
 * A process that starts a fleet of one cluster, for tests of how such a process may end:
 * `node ownerProcess.ts <directory> wait|return`. It prints a line when the fleet is ready.
 */
import { startFleet } from "./fleet";
import { clusterNamed } from "./locations";

const [directory = "", then = "wait"] = process.argv.slice(2);

startFleet({ clusters: [clusterNamed("lab")], directory }).then(
  () => {
    process.stdout.write("ready\n");
    if (then === "wait") setInterval(() => undefined, 60_000);
  },
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
);
