/** The page's style sheet: light and dark, after the reader's system or their choice. */
export const htmlStyle = `
:root { color-scheme: light dark; --page: #f7f8fa; --card: #ffffff; --line: #e3e6eb; --text: #1c2330; --faint: #5d6778;
  --accent: #3056d3; --create: #157347; --update: #8a5a00; --replace: #7b3fb5; --delete: #c02a2a; --deferred: #0f6e84;
  --create-bg: #e3f5ea; --update-bg: #fdf1d7; --replace-bg: #f1e6fb; --delete-bg: #fde4e4; --deferred-bg: #dff3f8; --shadow: 0 8px 32px rgba(20, 30, 60, .16); }
@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) {
  --page: #12151b; --card: #1a1f28; --line: #2c3340; --text: #e6eaf1; --faint: #98a2b3; --accent: #8ea8ff;
  --create: #6fd49a; --update: #f0c063; --replace: #c79bf2; --delete: #ff8b8b; --deferred: #74cfe3;
  --create-bg: #173126; --update-bg: #352a12; --replace-bg: #2d2040; --delete-bg: #421f22; --deferred-bg: #143039; --shadow: 0 8px 32px rgba(0, 0, 0, .5); } }
:root[data-theme="dark"] { color-scheme: dark;
  --page: #12151b; --card: #1a1f28; --line: #2c3340; --text: #e6eaf1; --faint: #98a2b3; --accent: #8ea8ff;
  --create: #6fd49a; --update: #f0c063; --replace: #c79bf2; --delete: #ff8b8b; --deferred: #74cfe3;
  --create-bg: #173126; --update-bg: #352a12; --replace-bg: #2d2040; --delete-bg: #421f22; --deferred-bg: #143039; --shadow: 0 8px 32px rgba(0, 0, 0, .5); }
:root[data-theme="light"] { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
code, pre, .mono { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 12.5px; }
header { padding: 28px 32px 16px; display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: baseline; }
h1 { font-size: 22px; font-weight: 650; margin: 0; letter-spacing: -.01em; }
header p { margin: 0; color: var(--faint); }
header button { margin-left: auto; }
main { padding: 0 32px 48px; }
button, input, select { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 6px 10px; }
button { cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.totals { display: flex; flex-wrap: wrap; gap: 8px; margin: 0 0 16px; padding: 0; list-style: none; }
.totals button { border-radius: 999px; padding: 4px 14px; font-variant-numeric: tabular-nums; }
.totals button[aria-pressed="true"] { outline: 2px solid currentColor; }
.filters { display: flex; flex-wrap: wrap; gap: 8px 12px; margin-bottom: 16px; align-items: end; }
.filters label { display: grid; gap: 2px; color: var(--faint); font-size: 12px; }
.filters input { width: 220px; color: var(--text); font-size: 14px; }
.filters output { color: var(--faint); padding: 6px 0; }
.band { border: 1px solid var(--line); border-left: 4px solid var(--delete); background: var(--card); border-radius: 10px; padding: 12px 16px; margin-bottom: 16px; }
.band.warning { border-left-color: var(--update); }
.band h2 { font-size: 14px; margin: 0 0 4px; }
.band.deletion h2 { color: var(--delete); }
.band ul { margin: 0; padding: 0; list-style: none; max-height: 180px; overflow: auto; }
.filters .tick { display: flex; gap: 6px; align-items: center; padding: 8px 0; font-size: 14px; color: var(--text); }
.filters .tick input { width: auto; }
.matrix { width: fit-content; max-width: 100%; overflow: auto; max-height: 78vh; border: 1px solid var(--line); border-radius: 12px; background: var(--card); }
table { border-collapse: separate; border-spacing: 0; }
.matrix th, .matrix td { border-bottom: 1px solid var(--line); padding: 6px 8px; text-align: left; white-space: nowrap; }
.matrix tbody tr:last-child > * { border-bottom: 0; }
.matrix thead th { position: sticky; top: 0; z-index: 2; background: var(--card); font-weight: 600; vertical-align: bottom; }
.matrix thead th small { display: block; color: var(--faint); font-weight: 400; }
.matrix thead th.leaving { text-decoration: line-through; }
.matrix thead th.cluster { text-align: center; }
.matrix.wide thead th.cluster { padding: 8px 0; }
.matrix.wide td { padding: 2px 1px; } .matrix.wide .pill { min-width: 20px; padding: 1px 3px; border-radius: 5px; font-size: 12px; }
.matrix.wide thead th.cluster span { display: inline-block; writing-mode: vertical-rl; transform: rotate(180deg); font-size: 12px; font-weight: 500; }
.matrix.wide thead th small { display: none; }
.matrix tbody th, .matrix thead th:first-child { position: sticky; left: 0; z-index: 1; background: var(--card); border-right: 1px solid var(--line); font-weight: 500; }
.matrix thead th:first-child { z-index: 3; }
.matrix tbody th small { color: var(--faint); font-weight: 400; }
.matrix td { padding: 3px 4px; text-align: center; cursor: pointer; }
.matrix td:focus-visible { outline-offset: -2px; border-radius: 8px; }
.pill { display: inline-block; min-width: 28px; padding: 2px 9px; border-radius: 7px; color: var(--faint); font-variant-numeric: tabular-nums; }
.create { color: var(--create); background: var(--create-bg); } .update { color: var(--update); background: var(--update-bg); }
.replace { color: var(--replace); background: var(--replace-bg); } .delete { color: var(--delete); background: var(--delete-bg); font-weight: 600; }
.deferred, .release { color: var(--deferred); background: var(--deferred-bg); } .same, .not-selected { color: var(--faint); }
.not-selected.pill { opacity: .55; }
.held.pill { opacity: .6; outline: 1px dashed currentColor; outline-offset: -2px; }
.refused.pill { color: var(--delete); background: var(--delete-bg); text-decoration: line-through; }
.band.staged { border-left-color: var(--accent); overflow-x: auto; }
.band.staged th, .band.staged td { text-align: left; padding: 3px 18px 3px 0; font-variant-numeric: tabular-nums; font-weight: 400; }
.band.staged thead th { color: var(--faint); font-size: 12px; } .band.staged tbody th { font-weight: 600; }
.band.staged tr.now td:last-child { color: var(--accent); font-weight: 600; } .band.staged tr.held { color: var(--faint); }
.band.staged ul { margin-top: 6px; color: var(--faint); }
.matrix thead tr.stages th { height: 30px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; text-align: center; border-left: 1px solid var(--line); }
.matrix thead tr.stages th small { display: inline; margin-left: 8px; } .matrix thead tr.stages th.now small { color: var(--accent); }
.matrix thead tr.stages + tr th { top: 30px; }
td[aria-selected="true"] .pill { outline: 2px solid var(--accent); }
.empty { padding: 32px; color: var(--faint); }
aside { position: fixed; inset: 0 0 0 auto; width: min(620px, 94vw); background: var(--card); border-left: 1px solid var(--line); box-shadow: var(--shadow); padding: 24px 28px; overflow: auto; z-index: 10; }
aside[hidden] { display: none; }
aside .close { position: absolute; top: 18px; right: 20px; }
aside h2 { font-size: 17px; margin: 0 40px 2px 0; }
aside h3 { font-size: 12px; text-transform: uppercase; letter-spacing: .06em; color: var(--faint); margin: 22px 0 6px; font-weight: 600; }
aside p { margin: 4px 0; }
aside dl { display: grid; grid-template-columns: auto 1fr; gap: 4px 14px; margin: 8px 0 0; } aside dt { color: var(--faint); } aside dd { margin: 0; }
pre { margin: 0; padding: 12px 14px; background: var(--page); border: 1px solid var(--line); border-radius: 8px; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.field { margin: 0 0 8px; } .field > code { font-weight: 600; }
.field pre { border-radius: 0; border-width: 0 0 0 3px; padding: 3px 10px; }
.field .from { border-color: var(--delete); background: var(--delete-bg); } .field .to { border-color: var(--create); background: var(--create-bg); }
.also { color: var(--faint); font-size: 12px; }
.matrix.still td { cursor: default; }
.part { font-size: 17px; margin: 28px 0 12px; } .part small { color: var(--faint); font-size: 14px; font-weight: 400; margin-left: 12px; }
footer { padding: 0 32px 32px; color: var(--faint); font-size: 12px; }
@media print { .filters, header button, aside { display: none; } .matrix { max-height: none; overflow: visible; } }
`;
