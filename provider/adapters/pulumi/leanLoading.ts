/*
 * Loaded by Node before a program that the engine starts (`--require`): what Pulumi's SDK loads only in case a
 * function is to be written down as text - a compiler and a package manager's tree reader, two thirds of its
 * loading - is loaded when it is first used. What a program itself asks for is not touched.
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
  return deferred.test(request) ? whenUsed(now) : now();
};

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
