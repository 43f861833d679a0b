const factors: Readonly<Record<string, number>> = {
  "": 1,
  E: 1e18,
  Ei: 2 ** 60,
  G: 1e9,
  Gi: 2 ** 30,
  k: 1e3,
  Ki: 2 ** 10,
  M: 1e6,
  m: 1e-3,
  Mi: 2 ** 20,
  n: 1e-9,
  P: 1e15,
  Pi: 2 ** 50,
  T: 1e12,
  Ti: 2 ** 40,
  u: 1e-6,
};

/**
 * The number that a Kubernetes quantity stands for; `undefined` for what is none.
 *
 * @example
 * [quantityOf("500m"), quantityOf(1), quantityOf("1Gi"), quantityOf("much")]
 * //=> [0.5, 1, 1073741824, undefined]
 */
export function quantityOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return undefined;
  const parts = /^([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)([EGKMPTkmnu]?i?)$/.exec(value);
  const [digits, suffix] = [Number(parts?.[1]), parts?.[2] ?? "none"];
  if (Number.isNaN(digits) || !Object.hasOwn(factors, suffix)) return undefined;
  return digits * (factors[suffix] ?? 1);
}
