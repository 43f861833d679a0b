/**
 * Text as it stands in HTML, between tags and in quoted attributes.
 *
 * @example
 * escapeHtml('<a title="x">')
 * //=> "&lt;a title=&quot;x&quot;&gt;"
 */
export function escapeHtml(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}
