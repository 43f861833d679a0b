/** How many powers of ten a unit of the results is below one: quantities are exact to a billionth. */
const NANO = 9;
/** Exponents beyond it make no sense for an amount, only for an attack. */
const LARGEST_EXPONENT = 40;

const decimalExponents: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  "": 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};

const binaryExponents: Readonly<Record<string, number>> = {
  Ki: 10,
  Mi: 20,
  Gi: 30,
  Ti: 40,
  Pi: 50,
  Ei: 60,
};

/** Sign, digits before and after the point, suffix; a digit there must be. */
const pattern = /^([+-]?)(?=\.?\d)(\d*)\.?(\d*)([A-Za-z][A-Za-z0-9+-]*)?$/;

/**
 * A Kubernetes quantity in billionths of its unit, so that amounts add up and compare exactly.
 *
 * - `500m` CPU is 500000000n; binary suffixes are powers of 1024, decimal ones of 1000.
 * - What is finer than a billionth is rounded away from zero, as Kubernetes does.
 * - `undefined` for what is not a quantity.
 *
 * Source: Kubernetes `apimachinery/pkg/api/resource/quantity.go`.
 *
 * @example
 * [parseQuantity("500m"), parseQuantity("1Ki"), parseQuantity(2), parseQuantity("much")].map(String)
 * //=> ["500000000", "1024000000000", "2000000000", "undefined"]
 */
export function parseQuantity(value: unknown): bigint | undefined {
  const text = typeof value === "number" ? String(value) : value;
  const parts = typeof text === "string" ? pattern.exec(text) : null;
  if (parts === null) return undefined;
  const [, sign, whole = "", fraction = "", suffix = ""] = parts;
  const factor = parseSuffix(suffix);
  if (factor === undefined) return undefined;
  const digits = BigInt(whole + fraction) * 2n ** BigInt(factor.binary);
  const amount = shift(digits, NANO + factor.decimal - fraction.length);
  return sign === "-" ? -amount : amount;
}

function parseSuffix(suffix: string): { binary: number; decimal: number } | undefined {
  if (Object.hasOwn(binaryExponents, suffix)) {
    return { binary: binaryExponents[suffix] ?? 0, decimal: 0 };
  }
  if (Object.hasOwn(decimalExponents, suffix)) {
    return { binary: 0, decimal: decimalExponents[suffix] ?? 0 };
  }
  const [, digits] = /^[eE]([+-]?\d+)$/.exec(suffix) ?? [];
  const decimal = Number(digits);
  return Math.abs(decimal) <= LARGEST_EXPONENT ? { binary: 0, decimal } : undefined;
}

/** Multiplies by a power of ten; what is lost below zero is rounded up. */
function shift(digits: bigint, exponent: number): bigint {
  if (exponent >= 0) return digits * 10n ** BigInt(exponent);
  const divisor = 10n ** BigInt(-exponent);
  return (digits + divisor - 1n) / divisor;
}

/**
 * Maps of Kubernetes' own kinds of which every value is a quantity: "1000m" and "1" are the same there, and a
 * manifest may write numbers.
 */
export const quantityMaps: ReadonlySet<string> = new Set([
  "capacity",
  "default",
  "defaultRequest",
  "hard",
  "limits",
  "max",
  "maxLimitRequestRatio",
  "min",
  "overhead",
  "podFixed",
  "requests",
]);

/** Fields of Kubernetes' own kinds that are quantities themselves. */
export const quantityFields: ReadonlySet<string> = new Set([
  "averageValue",
  "divisor",
  "sizeLimit",
]);
