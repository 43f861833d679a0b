import ts from "typescript";

/** Unwraps a type: the types that a value of it may have, without Outputs, promises and what is absent. */
export function partsOf(type: ts.Type, checker: ts.TypeChecker): ts.Type[] {
  const all = type.isUnion() ? type.types : [type];
  const there = all.filter((each) => (each.flags & absent) === 0);
  const settled = there.filter((each) => outputValue(each, checker) === undefined);
  if (settled.length > 0 || there.length === 0) return settled;
  return there.flatMap((each) => partsOf(outputValue(each, checker) ?? each, checker));
}

/** Whether a value of the type may be an Output. */
export function mayBeOutput(type: ts.Type, checker: ts.TypeChecker): boolean {
  const all = type.isUnion() ? type.types : [type];
  return all.some((each) => outputValue(each, checker) !== undefined);
}

/** Whether a value of the type may be absent. */
export function mayBeAbsent(type: ts.Type): boolean {
  const all = type.isUnion() ? type.types : [type];
  return all.some((each) => (each.flags & ts.TypeFlags.Undefined) !== 0);
}

/** Whether all the types have a flag. */
export function areAll(parts: readonly ts.Type[], flags: ts.TypeFlags): boolean {
  return parts.length > 0 && parts.every((each) => (each.flags & flags) !== 0);
}

/** Whether a value of the type is a Pulumi resource. */
export function isResource(type: ts.Type): boolean {
  return (type.flags & typeWithFields) !== 0 && type.getProperty("urn") !== undefined;
}

/** The type of the items of a list; undefined for what is no list. */
export function itemType(type: ts.Type, checker: ts.TypeChecker): ts.Type | undefined {
  return checker.isArrayLikeType(type) ? type.getNumberIndexType() : undefined;
}

/** Whether a type is declared in a package of that name. */
export function isDeclaredIn(symbol: ts.Symbol | undefined, packageName: string): boolean {
  const [declaration] = symbol?.declarations ?? [];
  return declaration?.getSourceFile().fileName.includes(`/node_modules/${packageName}/`) ?? false;
}

const absent = ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Never;

const typeWithFields = ts.TypeFlags.Object | ts.TypeFlags.Intersection;

/** What an Output or a promise is of; undefined for anything else. */
function outputValue(type: ts.Type, checker: ts.TypeChecker): ts.Type | undefined {
  if (type.aliasSymbol?.name === "Output") return type.aliasTypeArguments?.[0];
  const own = type.isIntersection() ? type.types : [type];
  const holder = own.find((each) =>
    ["OutputInstance", "Promise"].includes(each.getSymbol()?.name ?? ""),
  );
  return holder === undefined ? undefined : checker.getTypeArguments(holder as ts.TypeReference)[0];
}
