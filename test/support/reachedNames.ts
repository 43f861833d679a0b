import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";

const root = resolve(__dirname, "../..");

/** A name that a file declares at its top level. */
export interface DeclaredName {
  /** From the package's root. */
  readonly file: string;
  readonly name: string;
}

/** Files of the product that are read, and those from which everything else must be reached. */
export interface Reach {
  /** From the package's root, as all files here. */
  readonly files: readonly string[];
  readonly entries: readonly string[];
}

/** The TypeScript files below some folders of the package, sorted. */
export function sourceFiles(...folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) =>
        join(folder, name),
      ),
    )
    .filter((name) => name.endsWith(".ts"))
    .sort();
}

/**
 * Names the top-level declarations of some files that nothing leads to: what an entry exports is
 * reached, and so is what a reached declaration mentions, in code or in types. What a module does when
 * it is loaded is reached as soon as one of its names is.
 */
export function unreachedNames({ files, entries }: Reach): DeclaredName[] {
  const program = readProgram(files);
  const checker = program.getTypeChecker();
  const reached = new Set<ts.Node>();
  const waiting: ts.Node[] = [];
  const reach = (node: ts.Node): void => {
    if (reached.has(node)) return;
    reached.add(node);
    waiting.push(node);
  };
  for (const entry of entries) {
    const source = sourceOf(program, entry);
    source.statements.filter((statement) => !isDeclaration(statement)).forEach(reach);
    exportsOf(source, checker)
      .flatMap((each) => declarationsOf(each, checker))
      .forEach(reach);
  }
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    node
      .getSourceFile()
      .statements.filter((each) => !isDeclaration(each))
      .forEach(reach);
    mentionedSymbols(node, checker)
      .flatMap((symbol) => declarationsOf(symbol, checker))
      .forEach(reach);
  }
  return files.flatMap((file) =>
    declaredNames(sourceOf(program, file))
      .filter(({ node }) => !reached.has(node))
      .map(({ name }) => ({ file, name })),
  );
}

/** Files that no entry imports, however far off: those with names of their own, and mere doors. */
export function unreachedFiles({ files, entries }: Reach): string[] {
  const program = readProgram(files);
  const checker = program.getTypeChecker();
  const waiting = entries.map((entry) => sourceOf(program, entry));
  const reached = new Set(waiting);
  for (let source = waiting.pop(); source !== undefined; source = waiting.pop()) {
    for (const imported of source.statements.flatMap((each) => importedBy(each, checker))) {
      if (reached.has(imported)) continue;
      reached.add(imported);
      waiting.push(imported);
    }
  }
  return files.filter((file) => !reached.has(sourceOf(program, file)));
}

function importedBy(statement: ts.Statement, checker: ts.TypeChecker): ts.SourceFile[] {
  const isImport = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement);
  if (!isImport || statement.moduleSpecifier === undefined) return [];
  const symbol = checker.getSymbolAtLocation(statement.moduleSpecifier);
  return (symbol?.declarations ?? []).filter(ts.isSourceFile);
}

/** Without TypeScript's own library and without other packages: only our names are of interest. */
function readProgram(files: readonly string[]): ts.Program {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    noLib: true,
    types: [],
  };
  const known = new Set(files.map((file) => join(root, file)));
  const host = ts.createCompilerHost(options);
  host.resolveModuleNameLiterals = (names, from) =>
    names.map(({ text }) => {
      if (!text.startsWith(".")) return { resolvedModule: undefined };
      const path = resolve(dirname(from), text);
      const found = [`${path}.ts`, join(path, "index.ts")].find((each) => known.has(each));
      return {
        resolvedModule:
          found === undefined
            ? undefined
            : {
                resolvedFileName: found,
                extension: ts.Extension.Ts,
                isExternalLibraryImport: false,
              },
      };
    });
  return ts.createProgram([...known], options, host);
}

function sourceOf(program: ts.Program, file: string): ts.SourceFile {
  const source = program.getSourceFile(join(root, file));
  if (source === undefined) throw new Error(`${file} is not among the files that were read`);
  return source;
}

function isDeclaration(statement: ts.Node): boolean {
  return (
    ts.isImportDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    ts.isVariableStatement(statement) ||
    ts.isDeclarationStatement(statement)
  );
}

/** The top-level declarations of a file by name; those of one statement each for itself. */
function declaredNames(source: ts.SourceFile): { name: string; node: ts.Node }[] {
  return source.statements.flatMap((statement): { name: string; node: ts.Node }[] => {
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map((node) => ({
        name: node.name.getText(source),
        node,
      }));
    const isNamed =
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement);
    if (!isNamed) return [];
    return [{ name: statement.name?.text ?? "default", node: statement }];
  });
}

/** Where our own files declare a symbol, behind whatever it is imported as. */
function declarationsOf(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Node[] {
  const meant = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return (meant.declarations ?? []).flatMap((declaration) =>
    // A whole module, `import * as name`: all of its names.
    ts.isSourceFile(declaration)
      ? exportsOf(declaration, checker).flatMap((each) => declarationsOf(each, checker))
      : topLevelOf(declaration),
  );
}

function exportsOf(source: ts.SourceFile, checker: ts.TypeChecker): ts.Symbol[] {
  const symbol = checker.getSymbolAtLocation(source);
  return symbol === undefined ? [] : checker.getExportsOfModule(symbol);
}

/** The declaration at the top level that a node is part of; of several in one statement its own. */
function topLevelOf(declaration: ts.Node): ts.Node[] {
  let node = declaration;
  while (!ts.isSourceFile(node.parent)) {
    const statement = node.parent.parent;
    const isVariable = ts.isVariableDeclaration(node) && ts.isSourceFile(statement.parent);
    if (isVariable) return [node];
    node = node.parent;
  }
  return [node];
}

/** What the names within a node stand for; names of properties stand for nothing at the top level. */
function mentionedSymbols(node: ts.Node, checker: ts.TypeChecker): ts.Symbol[] {
  const found: ts.Symbol[] = [];
  const visit = (each: ts.Node): void => {
    if (ts.isIdentifier(each) && !isPropertyName(each)) {
      const symbol = ts.isShorthandPropertyAssignment(each.parent)
        ? checker.getShorthandAssignmentValueSymbol(each.parent)
        : checker.getSymbolAtLocation(each);
      if (symbol !== undefined) found.push(symbol);
    }
    const loaded = loadedLate(each);
    const symbol = loaded && checker.getSymbolAtLocation(loaded);
    if (symbol !== undefined) found.push(symbol);
    ts.forEachChild(each, visit);
  };
  visit(node);
  return found;
}

/** The name of a module that is loaded only when it is needed: `import("./name")`. */
function loadedLate(node: ts.Node): ts.Expression | undefined {
  const isLoad = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isLoad ? node.arguments[0] : undefined;
}

function isPropertyName(name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === name;
  if (ts.isQualifiedName(parent)) return parent.right === name;
  return (
    (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) && parent.name === name
  );
}
