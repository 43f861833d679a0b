import ts from "typescript";
import { isDeclaredIn, mayBeAbsent, mayBeOutput, partsOf } from "./typeParts";

/** A field of an object or of arguments, over all forms that those may have. */
export interface Field {
  readonly name: string;
  /** Where it is declared; the first, where several forms have it. */
  readonly symbol: ts.Symbol;
  readonly parts: readonly ts.Type[];
  readonly isOptional: boolean;
  readonly mayBeOutput: boolean;
}

/** The fields of a type, those of all members of a union together; one that can only be absent is none. */
export function fieldsOf(type: ts.Type, checker: ts.TypeChecker): Field[] {
  const forms = type.isUnion() ? type.types : [type];
  const names = new Set(forms.flatMap((form) => form.getProperties().map(({ name }) => name)));
  return [...names].flatMap((name) => {
    const symbols = forms.flatMap((form) => form.getProperty(name) ?? []);
    const types = symbols.map((each) => checker.getTypeOfSymbol(each));
    const parts = new Set(types.flatMap((each) => partsOf(each, checker)));
    const [symbol] = symbols.filter(
      (_, index) => partsOf(types[index] ?? type, checker).length > 0,
    );
    if (symbol === undefined || isPulumis(symbol)) return [];
    const isOptional =
      symbols.length < forms.length ||
      symbols.some((each) => (each.flags & ts.SymbolFlags.Optional) !== 0) ||
      types.some(mayBeAbsent);
    const leaf = types.some((each) => mayBeOutput(each, checker));
    return [{ name, symbol, parts: [...parts], isOptional, mayBeOutput: leaf }];
  });
}

/** Whether a declaration is one of a field, of an interface or of a class. */
export function isProperty(
  declaration: ts.Declaration,
): declaration is ts.PropertyDeclaration | ts.PropertySignature {
  return ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration);
}

/** What every resource has, and what can only be called. */
function isPulumis(symbol: ts.Symbol): boolean {
  return isDeclaredIn(symbol, "@pulumi/pulumi") || (symbol.flags & ts.SymbolFlags.Method) !== 0;
}

/** The name with which a field's type is declared, where that is a name of its own. */
export function declaredTypeName({ symbol }: Field, checker: ts.TypeChecker): string | undefined {
  const [declaration] = symbol.declarations ?? [];
  if (declaration === undefined || !isProperty(declaration)) return undefined;
  const node = declaration.type;
  if (node === undefined || !ts.isTypeReferenceNode(node)) return undefined;
  const named = checker.getSymbolAtLocation(node.typeName);
  const foreign = ["@pulumi/pulumi", "typescript"].some((each) => isDeclaredIn(named, each));
  return foreign ? undefined : named?.name;
}
