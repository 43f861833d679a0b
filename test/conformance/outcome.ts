/** What a case of a conformance file expects, and what our code gives for the same input. */
export interface Outcome {
  readonly expected: unknown;
  readonly got: unknown;
}

/** Answers one case of a conformance file with our code. It only computes; the runner compares. */
export type Suite = (testCase: Readonly<Record<string, unknown>>) => Outcome;
