import { writeFileSync } from "node:fs";
import isEqual from "lodash/isEqual";
import type { ArgumentsCamelCase, CommandModule } from "yargs";
import type { DeclaredFleet } from "../../report/status/declaredFleet";
import { fleetStatus, type FleetStatus, type StatusRow } from "../../report/status/fleetStatus";
import { renderImages } from "../../report/status/renderImages";
import { renderImagesHtml } from "../../report/status/renderImagesHtml";
import { renderStatus } from "../../report/status/renderStatus";
import { renderStatusHtml } from "../../report/status/renderStatusHtml";
import { CommandFailure } from "../options/commandFailure";
import { parseInterval } from "../options/interval";
import { observeFleet } from "../engine/observeFleet";
import { print } from "../terminal/output";
import { type StackArguments, withStack } from "../options/stackOptions";
import { type WatchArguments, withWatch } from "../options/watchOptions";
import { readDeclaredFleet } from "../engine/stackState";
import { textStyle } from "../terminal/terminal";
import { remembering, watch } from "../terminal/watching";

const formats = ["text", "json", "html"] as const;
type Format = (typeof formats)[number];

interface StatusArguments extends StackArguments, WatchArguments {
  readonly cluster: readonly string[] | undefined;
  readonly format: Format;
  readonly matrix: "image" | undefined;
  readonly out: string | undefined;
  readonly timeout: string;
  readonly "exit-code": boolean;
}

/** `kubefed status`: the live state of every federated object on every member cluster. */
export const statusCommand: CommandModule<object, StatusArguments> = {
  command: "status",
  describe: "Ask all member clusters how their federated objects are",
  builder: (yargs) =>
    withWatch(withStack(yargs))
      .option("cluster", { type: "string", array: true, describe: "Only these member clusters" })
      .option("format", { choices: formats, default: "text" as const, describe: "How to show it" })
      .option("matrix", {
        choices: ["image"] as const,
        describe:
          "What runs where instead, as text or html: which image each container has on each cluster",
      })
      .option("out", { type: "string", alias: "o", describe: "Write it to this file" })
      .option("timeout", {
        type: "string",
        default: "5s",
        describe: "The time that a cluster has for an answer: 5s, 1m",
      })
      .option("exit-code", {
        type: "boolean",
        default: false,
        describe: "Exit with 2 when anything is not healthy",
      })
      .example("$0 status", "the selected stack, now")
      .example("$0 status --watch --interval 2s", "again every two seconds")
      .example("$0 status --matrix image", "which versions run where, and what differs")
      .example("$0 status --exit-code --format json", "a health check")
      .epilogue(
        "Exit codes: 0 done; with --exit-code 2 when anything is not healthy: not ready, changed past Pulumi, missing, or on a cluster that does not answer; 1 when the state cannot be read.",
      ),
  handler: runStatus,
};

async function runStatus(given: ArgumentsCamelCase<StatusArguments>): Promise<void> {
  parseInterval("timeout", given.timeout);
  const intervalMs = parseInterval("interval", given.interval);
  if (given.matrix !== undefined && given.format === "json") {
    throw new CommandFailure(
      `--matrix: it is text or html; --format json has the images of every cell`,
    );
  }
  const read = async (): Promise<DeclaredFleet> => narrow(await readDeclaredFleet(given), given);
  const shown = (status: FleetStatus): Promise<void> => show(status, given);
  let status: FleetStatus;
  if (given.watch) {
    // An update may change meanwhile what there is to see.
    const remembered = remembering(read);
    const isElsewhere = given.out !== undefined;
    status = await watch({
      look: () => look(remembered, given),
      show: shown,
      intervalMs,
      isElsewhere,
    });
  } else {
    status = await look(read, given);
    await shown(status);
  }
  if (given.exitCode && !status.isHealthy) process.exitCode = 2;
}

function narrow(whole: DeclaredFleet, { cluster }: StatusArguments): DeclaredFleet {
  const clusters = cluster?.flatMap((names) => names.split(","));
  return {
    ...whole,
    objects: whole.objects.filter((object) => clusters?.includes(object.cluster) ?? true),
  };
}

type ReadFleet = () => Promise<DeclaredFleet>;

/** How often an update may change the state between a reading of it and of the clusters. */
const mostLooks = 3;

/**
 * Compares state and clusters. What differs is said only of a state that is still the same after the
 * clusters were read: else an update came between, and all is looked at once more.
 */
async function look(read: ReadFleet, { timeout }: StatusArguments): Promise<FleetStatus> {
  const deadlineMs = parseInterval("timeout", timeout);
  let fleet = await read();
  for (let looks = 1; ; looks += 1) {
    const status = fleetStatus(fleet, await observeFleet({ fleet, deadlineMs }));
    if (looks === mostLooks || !status.objects.some(differs)) return status;
    const now = await read();
    if (isEqual(now.objects, fleet.objects)) return status;
    fleet = now;
  }
}

function differs({ cells }: StatusRow): boolean {
  return cells.some(({ health }) => health === "drifted" || health === "missing");
}

async function show(
  status: FleetStatus,
  { format, matrix, out }: ArgumentsCamelCase<StatusArguments>,
): Promise<void> {
  const text = matrix === undefined ? render(status, format) : renderMatrix(status, format);
  if (out === undefined) await print(text);
  else writeFileSync(out, text);
}

function render(status: FleetStatus, format: Format): string {
  switch (format) {
    case "text":
      return renderStatus(status, textStyle());
    case "json":
      return `${JSON.stringify(status, null, 2)}\n`;
    case "html":
      return renderStatusHtml(status);
  }
}

function renderMatrix(status: FleetStatus, format: Format): string {
  return format === "html" ? renderImagesHtml(status) : renderImages(status, textStyle());
}
