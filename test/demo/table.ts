import type { Palette } from "./screen";

/** Rows of cells under a heading; the first column names the row. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A cell for an object that is not on a cluster. */
export const absent = "-";

/**
 * A table as text, columns aligned. A cell that differs from the one in `before` gets a star, so that
 * the change shows without colour too.
 */
export function renderTable(table: Table, palette: Palette, before?: Table): string {
  const isChanged = (row: number, column: number): boolean =>
    before !== undefined && before.rows[row]?.[column] !== table.rows[row]?.[column];
  const rows = table.rows.map((cells, row) =>
    cells.map((cell, column) => (isChanged(row, column) ? `${cell} *` : cell)),
  );
  const lines = [table.columns, ...rows];
  const widths = table.columns.map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? "").length)),
  );
  const rendered = lines.map((line, index) => {
    const cells = line.map((cell, column) => {
      const isLast = column === line.length - 1;
      const padding = isLast ? "" : " ".repeat((widths[column] ?? 0) - cell.length + 3);
      if (index === 0) return palette.heading(cell) + padding;
      if (isChanged(index - 1, column)) return palette.changed(cell) + padding;
      return (cell === absent ? palette.faint(cell) : cell) + padding;
    });
    return `  ${cells.join("")}`;
  });
  const legend = before === undefined ? [] : ["", palette.faint("  * changed")];
  return [...rendered, ...legend].join("\n");
}
