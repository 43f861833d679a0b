/** Where following a sentence leads. */
export interface Followed {
  readonly replicas: number;
  readonly overflow: number;
}

/**
 * Follows a sentence of `because` with a pencil: it knows nothing but the words, and does the sums. Throws
 * on words that it does not know and on a cut that cuts nothing.
 */
export function followSentence(sentence: string): Followed {
  const [, total = "", words = ""] = matchOf(/^\d+ of (\d+): (.+)$/, sentence);
  const [, steps = "", taken, refused] = matchOf(
    /^(.*?)(?:, and (?:the|(\d+) of the) (\d+) above it as overflow)?$/,
    words,
  );
  const end = steps
    .split(", then ")
    .reduce((sofar, step) => takeStep(sofar, step, Number(total)), { replicas: 0, overflow: 0 });
  const overflow = Number(taken ?? refused ?? 0);
  if (refused !== undefined && end.overflow !== Number(refused)) {
    throw new Error(`the sentence refuses ${refused}, the pencil ${end.overflow}: ${sentence}`);
  }
  return { replicas: end.replicas, overflow };
}

const NOTHING = [
  "weight 0 asks for nothing",
  "nothing is left to divide by weight",
  'no preference names it and there is none for "*"',
];

function takeStep(sofar: Followed, step: string, total: number): Followed {
  if (NOTHING.includes(step)) return sofar;
  const had = sofar.replicas;
  const fixed = /^(?:minimum|keeps its current) (\d+)(.*)$/.exec(step);
  if (fixed) return cut({ had, wanted: Number(fixed[1]), cuts: fixed[2] ?? "" });
  const [, weight, weights, asked = "", remaining = total, rounded, cuts = ""] = matchOf(
    /^weight (\d+) of (\d+) asks for ([a-z \d.]*?\d)(?: of the remaining (\d+))?(, rounded up)?(, (?:cut|of which) .*)?$/,
    step,
  );
  const exact = (Number(remaining) * Number(weight)) / Number(weights);
  const isRounded = rounded !== undefined;
  const stated = Number(matchOf(/^(?:just over |just under )?([\d.]+)$/, asked)[1]);
  if (Math.abs(stated - exact) > 0.0051) throw new Error(`${stated} is not ${exact}: ${step}`);
  if (isRounded === Number.isInteger(exact)) throw new Error(`is ${exact} rounded? ${step}`);
  return cut({ had, wanted: had + Math.ceil(exact), cuts });
}

function cut(turn: {
  readonly had: number;
  readonly wanted: number;
  readonly cuts: string;
}): Followed {
  let { wanted } = turn;
  let overflow = 0;
  const lower = (to: number): void => {
    if (to >= wanted) throw new Error(`${to} does not cut ${wanted}: ${turn.cuts}`);
    wanted = to;
  };
  for (const words of turn.cuts.split(/, (?=cut|of)/).slice(1)) {
    const [, left, kept, kind, limit] = matchOf(
      /^(?:cut to the (\d+) left for number \d+ by weight and hash|of which it has (\d+) already|cut to its (maximum|capacity) (\d+))$/,
      words,
    );
    if (left !== undefined) lower(turn.had + Number(left));
    if (kept !== undefined) lower(wanted - Number(kept));
    if (kind === "capacity") overflow = wanted - Number(limit);
    if (limit !== undefined) lower(Number(limit));
  }
  return { replicas: wanted, overflow };
}

function matchOf(pattern: RegExp, text: string): (string | undefined)[] {
  const match = pattern.exec(text);
  if (match === null) throw new Error(`the pencil cannot read "${text}"`);
  return [...match];
}
