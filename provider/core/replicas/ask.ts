/** What each cluster of one weight asks for in one round of KubeFed's division by weight. */
export interface Ask {
  readonly weight: number;
  /** Its part of what the round divides, rounded up. */
  readonly replicas: number;
  /** The same in words. */
  readonly because: string;
}

/** One weight in one round. */
export interface AskRequest {
  readonly weight: number;
  /** The weights of all clusters still open in the round, added up; above 0. */
  readonly weights: number;
  readonly toDivide: number;
  /** What the plan divides; mentioned where the round divides less. */
  readonly totalReplicas: number;
}

/**
 * What a weight asks for, `toDivide × weight ÷ weights` rounded up; exact for all safe integers.
 *
 * @example
 * askFor({ weight: 2, weights: 4, toDivide: 9, totalReplicas: 10 })
 * //=> { weight: 2, replicas: 5, because: "weight 2 of 4 asks for 4.5 of the remaining 9, rounded up" }
 */
export function askFor({ weight, weights, toDivide, totalReplicas }: AskRequest): Ask {
  if (weight === 0) return { weight, replicas: 0, because: "weight 0 asks for nothing" };
  const product = toDivide * weight;
  const exact = product / weights;
  const isSafe = product <= Number.MAX_SAFE_INTEGER;
  const replicas = isSafe ? Math.ceil(exact) : roundedUp({ toDivide, weight, weights });
  const remaining = toDivide === totalReplicas ? "" : ` of the remaining ${toDivide}`;
  const rounded = replicas === exact ? "" : ", rounded up";
  const asked = `weight ${weight} of ${weights} asks for ${formatQuotient(exact)}`;
  return { weight, replicas, because: asked + remaining + rounded };
}

/** A product past 2^53 loses its last digits, and its quotient could come out one too small. */
function roundedUp({ toDivide, weight, weights }: Omit<AskRequest, "totalReplicas">): number {
  const exact = BigInt(toDivide) * BigInt(weight);
  return Number((exact + BigInt(weights) - 1n) / BigInt(weights));
}

/** Two decimals, but never so few that a fraction looks like a whole number. */
function formatQuotient(exact: number): string {
  const hundredths = Math.round(exact * 100) / 100;
  if (hundredths === exact || !Number.isInteger(hundredths)) return String(hundredths);
  return `just ${exact > hundredths ? "over" : "under"} ${hundredths}`;
}
