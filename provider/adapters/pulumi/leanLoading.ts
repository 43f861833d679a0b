/*
 * Loaded by Node before a program that the engine starts (`--require`). Leaves out of Pulumi's SDK what nobody
 * has asked for:
 *
 * - what it loads only in case a function is to be written down as text, a compiler and a package manager's tree
 *   reader, two thirds of its loading: that is loaded when it is first used;
 * - the stack that it writes down for every promise, to be read when one never ends;
 * - the messages for debugging that it sends to the engine, which drops them.
 *
 * The last two are a third of what a program of 200 resources costs. What a program itself asks for is not touched.
 */

import Module from "node:module";

/** Node's own way to load a module, which its types leave out. */
interface Loader {
  _load: (request: string, parent: unknown, isMain: boolean) => unknown;
}

const deferred = /(^@npmcli\/arborist|\/typescript-shim)$/;
const loader = Module as unknown as Loader;
const loadNow = loader._load;

loader._load = (request, parent, isMain) => {
  const now = (): unknown => loadNow(request, parent, isMain);
  if (deferred.test(request)) return whenUsed(now);
  const module = now();
  const leaveOut = leftOut.get(/[^/]*$/.exec(request)?.[0] ?? "");
  if (leaveOut !== undefined && isPulumis(parent)) leaveOut(module);
  return module;
};

const leftOut = new Map([
  ["debuggable", leaveOutStacks],
  ["log", leaveOutDebugging],
]);

function isPulumis(module: unknown): boolean {
  const file: unknown = Reflect.get(Object(module) as object, "filename");
  return typeof file === "string" && /[\\/]@pulumi[\\/]pulumi[\\/]/.test(file);
}

/** Each module that loads it comes by here, and finds it changed by the first. */
function leaveOutStacks(module: unknown): void {
  const note = functionOf(module, "debuggablePromise");
  if (note === undefined || note.name === "noteWithoutStack") return;
  const noteWithoutStack: Callable = (...of) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return note(...of);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
  Reflect.set(Object(module), "debuggablePromise", noteWithoutStack);
}

function leaveOutDebugging(module: unknown): void {
  if (functionOf(module, "debug") === undefined) return;
  Reflect.set(Object(module), "debug", () => Promise.resolve());
}

type Callable = (...of: unknown[]) => unknown;

function functionOf(module: unknown, name: string): Callable | undefined {
  const value: unknown = Reflect.get(Object(module) as object, name);
  return typeof value === "function" ? (value as Callable) : undefined;
}

/** Stands for a module until something of it is read. */
function whenUsed(load: () => unknown): object {
  let loaded: object | undefined;
  const module = (): object => (loaded ??= Object(load()) as object);
  return new Proxy(
    {},
    {
      get(_, key) {
        // Else a compiled import copies all that the module has, and so loads it.
        if (key === "__esModule") return true;
        const value: unknown = Reflect.get(module(), key);
        return key === "default" && value === undefined ? module() : value;
      },
      has: (_, key) => Reflect.has(module(), key),
      ownKeys: () => Reflect.ownKeys(module()),
      getOwnPropertyDescriptor(_, key) {
        const own = Reflect.getOwnPropertyDescriptor(module(), key);
        return own && { ...own, configurable: true };
      },
    },
  );
}
