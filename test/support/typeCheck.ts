import { relative } from "node:path";
import ts from "typescript";

/** Programs to check, as the compiler sees them. */
export interface TypeCheck {
  readonly files: readonly string[];
  readonly options: ts.CompilerOptions;
  /** Only what is wrong below these folders is told, in declaration files too. */
  readonly within: readonly string[];
}

const parsed = new Map<string, ts.SourceFile | undefined>();

/** Every problem as `path:line: message`, paths relative to the first folder. */
export function typeErrors({ files, options, within }: TypeCheck): string[] {
  const host = ts.createCompilerHost(options);
  const parse = host.getSourceFile.bind(host);
  // Parsing the declarations of Kubernetes takes most of the time: it is done once per kind of module.
  host.getSourceFile = (name, language, ...rest) => {
    const format = typeof language === "object" ? language.impliedNodeFormat : undefined;
    const key = [name, options.module, options.target, format].join();
    if (!parsed.has(key)) parsed.set(key, parse(name, language, ...rest));
    return parsed.get(key);
  };
  const program = ts.createProgram({ rootNames: files, options, host });
  const inside = program
    .getSourceFiles()
    .filter(({ fileName }) => within.some((folder) => fileName.startsWith(`${folder}/`)));
  const found = [
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...inside.flatMap((file) => ts.getPreEmitDiagnostics(program, file)),
  ];
  return [...new Set(found.map((problem) => lineOf(problem, within[0] ?? "")))];
}

function lineOf({ file, start, messageText }: ts.Diagnostic, base: string): string {
  const message = ts.flattenDiagnosticMessageText(messageText, " ");
  if (file === undefined || start === undefined) return message;
  const line = file.getLineAndCharacterOfPosition(start).line + 1;
  return `${relative(base, file.fileName)}:${line}: ${message}`;
}
