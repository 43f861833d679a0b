import { parseArgs } from "node:util";
import { measureDemo } from "./measure";
import { endKept, runDemo } from "./run";
import { openScreen } from "./screen";

const help = `Usage: npm run demo [-- OPTIONS]

Starts three real Kubernetes clusters on this machine, previews and deploys the shop of examples/shop
to them, shows what each cluster got, changes it, and cleans up after itself. That takes about a minute;
the first run downloads the toolchain before or, where it cannot, builds it from Go: 25 minutes on two cores.

Options:
  --keep   leave clusters and stack up at the end and say how to look around; the next demo ends them
  --end    only end what was kept
  --measure  run it once as on a machine without the toolchain, from an empty cache that is removed, with what this
             machine has of it served as its makers publish it; print seconds and bytes
  --help   this text
`;

const interruption = new AbortController();
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** The command line of the demo. Returns the exit code. */
async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      keep: { type: "boolean", default: false },
      end: { type: "boolean", default: false },
      measure: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const screen = openScreen();
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  if (values.end) {
    if (!(await endKept(screen))) screen.say("no demo was kept");
    return 0;
  }
  if (values.measure) {
    screen.say(await measureDemo(interruption.signal));
    return 0;
  }
  await runDemo({ screen, signal: interruption.signal, keep: values.keep });
  return 0;
}

let interrupted: number | undefined;
for (const [signal, code] of Object.entries(signals)) {
  process.on(signal, () => {
    // Whoever insists does not wait: the clusters end with this process, the next demo removes the files.
    if (interrupted !== undefined) process.exit(code);
    interrupted = code;
    process.stderr.write("interrupted: cleaning up; once more to leave at once\n");
    interruption.abort(new Error("interrupted"));
  });
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (interrupted === undefined) {
      process.stderr.write(`demo: ${error instanceof Error ? error.message : String(error)}\n`);
    }
    process.exit(interrupted ?? 1);
  },
);
