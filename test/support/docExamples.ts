/** An `@example` of a docstring: code, and what its last expression is said to give. */
export interface DocExample {
  readonly code: string;
  /** After `//=>`; empty where it is not said. */
  readonly result: string;
}

/** The examples in the docstrings of a file's exports. */
export function docExamples(text: string): DocExample[] {
  return [...text.matchAll(/@example\n((?: \*.*\n)+?) \*\/|@example\n((?: \*.*\n)+?) \* *\n/g)].map(
    (match) => {
      const lines = (match[1] ?? match[2] ?? "")
        .split("\n")
        .map((line) => line.replace(/^ \* ?/, ""));
      const at = lines.findIndex((line) => line.startsWith("//=>"));
      return {
        code: lines
          .slice(0, at < 0 ? lines.length : at)
          .join("\n")
          .trim()
          .replace(/;$/, ""),
        result: lines.slice(Math.max(at, 0)).join("\n").replace("//=>", "").trim(),
      };
    },
  );
}
