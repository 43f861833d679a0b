import { join } from "node:path";
import ts from "typescript";

/** A component class that the package exports, or that it has for other languages. */
export interface ComponentClass {
  readonly name: string;
  readonly symbol: ts.Symbol;
  readonly args: ts.Type;
  readonly instance: ts.Type;
}

/** What the package exports, as the compiler understands it. */
export interface ReadPackage {
  readonly checker: ts.TypeChecker;
  /** Sorted by name. */
  readonly components: readonly ComponentClass[];
  /** What `host/servedTypes` describes: the package's own resources, and its functions. */
  readonly resources: ts.Type;
  readonly functions: ts.Type;
}

/** Reads the component classes of the package, by its types. `root` is the package's folder. */
export function readPackage(root: string): ReadPackage {
  const entry = join(root, "sdk/nodejs/index.ts");
  const types = join(root, "provider/plugin/host/servedTypes.ts");
  const program = ts.createProgram([entry, types], compilerOptions(root));
  const checker = program.getTypeChecker();
  const components = [entry, types].flatMap((path) =>
    exportsOf(program, path).flatMap((exported) =>
      componentClass(resolve(exported, checker), exported.name, checker),
    ),
  );
  return {
    checker,
    components: components.sort((a, b) => (a.name < b.name ? -1 : 1)),
    resources: exportedType(program, types, "ServedResources"),
    functions: exportedType(program, types, "ServedFunctions"),
  };
}

function exportsOf(program: ts.Program, path: string): readonly ts.Symbol[] {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path);
  const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  if (module === undefined) throw new Error(`${path} exports nothing`);
  return checker.getExportsOfModule(module);
}

function exportedType(program: ts.Program, path: string, name: string): ts.Type {
  const found = exportsOf(program, path).find((each) => each.name === name);
  if (found === undefined) throw new Error(`${path} exports no ${name}`);
  return program.getTypeChecker().getDeclaredTypeOfSymbol(found);
}

function compilerOptions(root: string): ts.CompilerOptions {
  const file = join(root, "tsconfig.json");
  const read: { readonly config?: unknown } = ts.readConfigFile(file, (path) =>
    ts.sys.readFile(path),
  );
  return { ...ts.parseJsonConfigFileContent(read.config, ts.sys, root).options, noEmit: true };
}

function resolve(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}

function componentClass(
  symbol: ts.Symbol,
  name: string,
  checker: ts.TypeChecker,
): ComponentClass[] {
  if (symbol.valueDeclaration === undefined) return [];
  const [construct] = checker.getTypeOfSymbol(symbol).getConstructSignatures();
  const args = construct?.parameters[1];
  if (construct === undefined || args === undefined) return [];
  const instance = construct.getReturnType();
  if (instance.getProperty("urn") === undefined) return [];
  return [{ name, symbol, args: checker.getTypeOfSymbol(args), instance }];
}
