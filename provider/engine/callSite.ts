import { dirname, sep } from "node:path";

const ownFolder = dirname(__dirname) + sep;

/** `callsites`, `stackTrace` and the constructors of Pulumi's classes, by whose number the runtime counts. */
const constructorFrames = 5;

/**
 * Declares a resource as at the line of the program that asked for it. Pulumi's runtime writes the stack of
 * every declaration into the state and shows its top with an error: a dozen frames of this package and of the
 * runtime in each copy would be a third of a stack's state, which is written anew after each step, and would
 * lead a reader here.
 *
 * @param declare constructs the resource, at once
 */
export function atCallSite<Declared>(declare: () => Declared): Declared {
  const before = preparation();
  // Node maps lines by itself only where nobody prepares stacks.
  if (before === undefined && isMappedByNode()) return declare();
  Error.prepareStackTrace = (error, frames) => {
    // Asked for a position, the runtime wants all frames. What it notes beside, of every promise, is read only
    // when one never ends, and was a quarter of a program's work.
    if (Number.isFinite(Error.stackTraceLimit)) return String(error);
    const shown = frames.filter((frame, index) => index < constructorFrames || isProgram(frame));
    if (before !== undefined) return before(error, shown);
    return [
      String(error),
      ...shown.map((frame) => `    at ${(frame as { toString(): string }).toString()}`),
    ].join("\n");
  };
  try {
    return declare();
  } finally {
    if (before === undefined) Reflect.deleteProperty(Error, "prepareStackTrace");
    else Error.prepareStackTrace = before;
  }
}

type Preparation = (error: Error, frames: NodeJS.CallSite[]) => unknown;

/** What a program's loader of TypeScript has set, to show lines as they were written. */
function preparation(): Preparation | undefined {
  return Object.getOwnPropertyDescriptor(Error, "prepareStackTrace")?.value as
    Preparation | undefined;
}

function isMappedByNode(): boolean {
  return (process as { sourceMapsEnabled?: boolean }).sourceMapsEnabled === true;
}

function isProgram(frame: NodeJS.CallSite): boolean {
  const file = frame.getFileName() ?? "node:";
  const isRuntime = file.startsWith("node:") || /[\\/]@pulumi[\\/]pulumi[\\/]/.test(file);
  return !isRuntime && !file.startsWith(ownFolder);
}
