import { escapeHtml } from "./escapeHtml";
import { pageHead } from "./pageHead";

/** What a page of a status shows, as HTML but for its texts. */
export interface StatusFrame {
  readonly title: string;
  /** What it all comes to, in a line. */
  readonly summary: string;
  readonly content: string;
  /** The command that made it. */
  readonly command: string;
}

/** A page in the look of a plan's, without a program: nothing in it needs one. */
export function statusFrame({ title, summary, content, command }: StatusFrame): string {
  return `${pageHead({ title, hasScript: false })}<body>
<header><h1>${escapeHtml(title)}</h1><p>${escapeHtml(summary)}</p></header>
<main>${content}</main>
<footer>${escapeHtml(command)}</footer>
</body>
</html>
`;
}

/** A list above the picture; nothing where it is empty. */
export function bandHtml(of: {
  readonly sort: "deletion" | "warning" | "shares";
  readonly title: string;
  readonly lines: readonly string[];
}): string {
  const { sort, title, lines } = of;
  if (lines.length === 0) return "";
  const items = lines.map((line) => `<li>${escapeHtml(line)}</li>`).join("");
  return `<section class="band ${sort}"><h2>${escapeHtml(title)}</h2><ul>${items}</ul></section>\n`;
}

/** A table with a column for each cluster; `rows` are what stands in its body. */
export function matrixHtml(of: {
  readonly corner: string;
  readonly clusters: readonly { readonly name: string; readonly failure?: string }[];
  readonly rows: readonly string[];
}): string {
  const head = of.clusters.map(
    ({ name, failure }) =>
      `<th scope="col" class="cluster"><span>${escapeHtml(name)}</span>${failure === undefined ? "" : "<small>no answer</small>"}</th>`,
  );
  return `<div class="matrix still"><table><thead><tr><th scope="col">${escapeHtml(of.corner)}</th>${head.join("")}</tr></thead><tbody>
${of.rows.join("\n")}
</tbody></table></div>
`;
}
