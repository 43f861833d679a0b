/** What became of one case. */
export type CaseResult = { readonly suite: string; readonly id: string } &
  /** With details, what was expected and what came is printed although it is right. */
  (
    | { readonly status: "passed"; readonly details?: readonly string[] }
    /** One line for each thing that is wrong. */
    | { readonly status: "failed"; readonly details: readonly string[] }
    /** Different on purpose, by these rules or by an entry of its own; one line for each reason. */
    | {
        readonly status: "deliberate";
        readonly rules: readonly string[];
        readonly details: readonly string[];
      }
    | { readonly status: "not applicable"; readonly reason: string }
  );

/** A case of a file, to be run when it is its turn. */
export interface ConformanceCase {
  readonly suite: string;
  readonly id: string;
  /** Never throws: a case that cannot be read has failed. */
  readonly run: () => CaseResult;
}

/** A list of cases that no suite answers. */
export interface SkippedSuite {
  readonly suite: string;
  readonly cases: number;
}

/** All cases of a file. */
export interface FileCases {
  readonly cases: readonly ConformanceCase[];
  readonly skipped: readonly SkippedSuite[];
}
