import { escapeHtml } from "./escapeHtml";
import { htmlStyle } from "./htmlStyle";

/** The beginning of a page up to its body: it may load nothing, and run only what is in it, if anything. */
export function pageHead(page: { readonly title: string; readonly hasScript: boolean }): string {
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    ...(page.hasScript ? ["script-src 'unsafe-inline'"] : []),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy.join("; ")}">
<title>${escapeHtml(page.title)}</title>
<style>${htmlStyle}</style>
</head>
`;
}
