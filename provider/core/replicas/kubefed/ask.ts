/** What each cluster of one weight asks for in one round of KubeFed's division by weight. */
export interface Ask {
  readonly weight: number;
  /** The weights of all clusters still open in the round, added up. */
  readonly weights: number;
  /** What the round divides. */
  readonly toDivide: number;
  /** Its part of that, rounded up. */
  readonly replicas: number;
  /** The same in words, once somebody has asked for them. */
  because: string | undefined;
}

/** One weight in one round. Where a weight is above 0, so are the weights. */
export type AskRequest = Pick<Ask, "toDivide" | "weight" | "weights">;

/**
 * What a weight asks for, `toDivide × weight ÷ weights` rounded up; exact for all safe integers.
 *
 * @example
 * askFor({ weight: 2, weights: 4, toDivide: 9 }).replicas
 * //=> 5
 */
export function askFor({ weight, weights, toDivide }: AskRequest): Ask {
  const product = toDivide * weight;
  let replicas = 0;
  if (product > Number.MAX_SAFE_INTEGER) replicas = roundedUp({ toDivide, weight, weights });
  else if (product > 0) replicas = Math.ceil(product / weights);
  return { weight, weights, toDivide, replicas, because: undefined };
}

/**
 * An ask in words. What the plan divides, `totalReplicas`, decides whether they mention what the round
 * divides.
 *
 * @example
 * explainAsk(askFor({ weight: 2, weights: 4, toDivide: 9 }), 10)
 * //=> "weight 2 of 4 asks for 4.5 of the remaining 9, rounded up"
 */
export function explainAsk(
  { weight, weights, toDivide, replicas }: Ask,
  totalReplicas: number,
): string {
  if (weight === 0) return "weight 0 asks for nothing";
  const exact = (toDivide * weight) / weights;
  const remaining = toDivide === totalReplicas ? "" : ` of the remaining ${toDivide}`;
  const rounded = replicas === exact ? "" : ", rounded up";
  return `weight ${weight} of ${weights} asks for ${formatQuotient(exact)}${remaining}${rounded}`;
}

/** A product past 2^53 loses its last digits, and its quotient could come out one too small. */
function roundedUp({ toDivide, weight, weights }: AskRequest): number {
  const exact = BigInt(toDivide) * BigInt(weight);
  return Number((exact + BigInt(weights) - 1n) / BigInt(weights));
}

/**
 * Two decimals, but never so few that a fraction looks like a whole number.
 *
 * @example
 * [formatQuotient(6.75), formatQuotient(2.0001)]
 * //=> ["6.75", "just over 2"]
 */
export function formatQuotient(exact: number): string {
  const hundredths = Math.round(exact * 100) / 100;
  if (hundredths === exact || !Number.isInteger(hundredths)) return String(hundredths);
  return `just ${exact > hundredths ? "over" : "under"} ${hundredths}`;
}
