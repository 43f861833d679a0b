/** Rows of cells under a heading; the first column names the row. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** How marked text is printed: in colour on a terminal, else as it is. */
export interface Palette {
  readonly heading: (text: string) => string;
  readonly changed: (text: string) => string;
  readonly faint: (text: string) => string;
}

/** Colours for a terminal that wants them. */
export function paletteFor(isColoured: boolean): Palette {
  const ansi = (code: number) => (text: string) =>
    isColoured ? `\u001b[${code}m${text}\u001b[0m` : text;
  return { heading: ansi(1), changed: ansi(33), faint: ansi(2) };
}

/**
 * A table as text, columns aligned. A cell that differs from the one in `before` gets a star, so that
 * the change shows without colour too.
 */
export function renderTable(table: Table, palette: Palette, before?: Table): string {
  const lines = [table.columns, ...table.rows];
  const widths = table.columns.map(
    (_, column) => Math.max(...lines.map((line) => (line[column] ?? "").length)) + 2,
  );
  const rendered = lines.map((line, index) =>
    line
      .map((cell, column) => {
        const old = before?.rows[index - 1]?.[column];
        const isChanged = index > 0 && before !== undefined && old !== cell;
        const text = `${cell}${isChanged ? " *" : ""}`.padEnd((widths[column] ?? 0) + 1);
        if (index === 0) return palette.heading(text);
        if (isChanged) return palette.changed(text);
        return cell === absent ? palette.faint(text) : text;
      })
      .join("")
      .trimEnd(),
  );
  const legend = before === undefined ? [] : ["", "* changed"];
  return [...rendered, ...legend].map((line) => (line === "" ? "" : `  ${line}`)).join("\n");
}

/** A cell for an object that is not on a cluster. */
export const absent = "-";
