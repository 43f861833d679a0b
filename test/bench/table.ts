/** Measurements as a person reads them. */
export interface Table {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What was measured and how, one sentence a line. */
  readonly notes: readonly string[];
}

/** The table as lines of text: columns of words to the left, columns of numbers to the right. */
export function renderTable({ title, header, rows, notes }: Table): string {
  const columns = header.map((name, index) => {
    const cells = rows.map((row) => row[index] ?? "");
    return {
      width: Math.max(name.length, ...cells.map(({ length }) => length)),
      isNumber: cells.every((cell) => /^[\d.,]+$/.test(cell)),
    };
  });
  const lines = [header, columns.map(({ width }) => "-".repeat(width)), ...rows].map((row) =>
    columns
      .map(({ width, isNumber }, index) => {
        const cell = row[index] ?? "";
        return isNumber ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
  return [title, "", ...lines, "", ...notes, ""].join("\n");
}

/** Whether an aim was met, as it stands in a table. */
export function aimCell(isMet: boolean): string {
  return isMet ? "met" : "MISSED";
}
