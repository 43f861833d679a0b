/**
 * What the page does: draws the picture from the plan in it, filters it, and shows a cell's manifest,
 * changes and reasons. It never writes HTML from text, so that nothing in a plan can become code.
 */
export const htmlScript = `
const plan = JSON.parse(document.getElementById("plan").textContent);
const signs = { create: "+", update: "~", replace: "\\u00b1", delete: "\\u2212", release: "\\u21af", same: "=", deferred: "?", "not-selected": "\\u00b7" };
const words = { create: "to create", update: "to update", replace: "to replace", delete: "to delete", release: "to release", same: "unchanged", deferred: "deferred", "not-selected": "not selected" };
const byId = (id) => document.getElementById(id);
const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== undefined));
  return element;
};
const titleOf = (row) => row.kind + " " + (row.namespace ? row.namespace + "/" : "") + row.name;
const replicasOf = ({ now, then, isDefault }) => now === then || now === undefined ? String(then ?? now ?? "") : then === undefined ? String(now) : now + " \\u2192 " + then + (isDefault ? " (Kubernetes' default)" : "");
const wanted = { object: "", cluster: "", label: "", actions: new Set() };
const quiet = new Set(["same", "not-selected"]);
let open;

function columns() {
  return plan.clusters.filter(({ name, labels }) => {
    const pairs = Object.entries(labels).map(([key, value]) => key + "=" + value);
    return (wanted.cluster === "" || wanted.cluster.split(",").some((part) => part.trim() !== "" && name.includes(part.trim()))) &&
      (wanted.label === "" || wanted.label.split(",").every((part) => part.trim() === "" || pairs.includes(part.trim()) || part.trim() in labels));
  });
}
function rows(clusters) {
  const names = new Set(clusters.map(({ name }) => name));
  return plan.objects.filter((row) => titleOf(row).toLowerCase().includes(wanted.object.toLowerCase()) &&
    (!byId("changed").checked || row.cells.some((cell) => names.has(cell.cluster) && !quiet.has(cell.action))) &&
    row.cells.some((cell) => names.has(cell.cluster) && (wanted.actions.size === 0 || wanted.actions.has(cell.action))));
}

function draw() {
  const clusters = columns();
  const objects = rows(clusters);
  const wide = clusters.length > 10;
  const head = make("tr", {}, make("th", { scope: "col" }, "Object"), ...clusters.map((cluster) =>
    make("th", { scope: "col", class: cluster.leaving ? "cluster leaving" : "cluster", title: Object.entries(cluster.labels).map((pair) => pair.join("=")).join(", ") },
      make("span", {}, cluster.name), make("small", {}, cluster.region ?? ""))));
  const body = objects.map((row) => {
    const cells = new Map(row.cells.map((cell) => [cell.cluster, cell]));
    return make("tr", {}, make("th", { scope: "row" }, titleOf(row), row.replicas ? make("small", {}, "  " + replicasOf(row.replicas) + " replicas") : undefined),
      ...clusters.map(({ name }) => drawCell(row, cells.get(name), wide)));
  });
  const table = make("table", { role: "grid", "aria-label": "Federated objects by member cluster" }, make("thead", {}, head), make("tbody", {}, ...body));
  const matrix = byId("matrix");
  matrix.classList.toggle("wide", wide);
  matrix.replaceChildren(objects.length === 0 || clusters.length === 0 ? make("p", { class: "empty" }, "Nothing matches these filters.") : table);
  const first = matrix.querySelector("td");
  if (first) first.tabIndex = 0;
  byId("shown").textContent = objects.length + " of " + plan.objects.length + " objects, " + clusters.length + " of " + plan.clusters.length + " clusters";
}
function drawCell(row, cell, wide) {
  if (!cell) return make("td", { tabindex: "-1", role: "gridcell", "aria-label": "not in its fleet" });
  const replicas = cell.replicas ? " " + (wide ? cell.replicas.then ?? cell.replicas.now : replicasOf(cell.replicas)) : "";
  const text = wide && cell.action === "same" ? signs.same : signs[cell.action] + replicas;
  const td = make("td", { tabindex: "-1", role: "gridcell", "aria-label": titleOf(row) + " on " + cell.cluster + ": " + words[cell.action], title: cell.cluster + ": " + words[cell.action] + ", " + cell.reason },
    make("span", { class: "pill " + cell.action }, text));
  td.dataset.urn = row.urn;
  td.dataset.cluster = cell.cluster;
  td.addEventListener("click", () => show(row, cell, td));
  return td;
}

function yaml(value, indent = "") {
  if (Array.isArray(value)) return value.length === 0 ? "[]" : value.map((each) => "\\n" + indent + "- " + yaml(each, indent + "  ").replace(/^\\n\\s*/, "")).join("");
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value);
    return entries.length === 0 ? "{}" : entries.map(([key, each]) => {
      const text = yaml(each, indent + "  ");
      return "\\n" + indent + scalar(key) + ":" + (text.startsWith("\\n") ? text : " " + text);
    }).join("");
  }
  if (typeof value === "string" && value.includes("\\n")) return "|" + (value.endsWith("\\n") ? "" : "-") + value.replace(/\\n$/, "").split("\\n").map((line) => "\\n" + indent + line).join("");
  return typeof value === "string" ? scalar(value) : JSON.stringify(value);
}
function scalar(text) {
  return text === "[secret]" || (/^[A-Za-z_./][-A-Za-z0-9_./: ]*$/.test(text) && !/: |:$| $|^(true|false|null|yes|no|on|off|y|n)$/i.test(text)) ? text : JSON.stringify(text);
}
const valueText = (value) => typeof value === "string" ? value : yaml(value).replace(/^\\n/, "");

function show(row, cell, td) {
  document.querySelectorAll("td[aria-selected]").forEach((each) => each.removeAttribute("aria-selected"));
  td?.setAttribute("aria-selected", "true");
  open = td;
  const manifest = row.manifests.find(({ clusters }) => clusters.includes(cell.cluster));
  const groups = row.diffs.filter(({ clusters }) => clusters.includes(cell.cluster));
  const section = (title, ...content) => content.length === 0 ? [] : [make("h3", {}, title), ...content.filter((each) => each !== undefined)];
  const close = make("button", { class: "close", "aria-label": "Close" }, "\\u2715");
  close.addEventListener("click", hide);
  byId("detail").replaceChildren(close,
    make("h2", {}, titleOf(row)),
    make("p", {}, make("span", { class: "pill " + cell.action }, signs[cell.action] + " " + words[cell.action]), " on ", make("strong", {}, cell.cluster)),
    make("dl", {}, make("dt", {}, "Why"), make("dd", {}, cell.reason),
      ...(cell.replicas ? [make("dt", {}, "Replicas"), make("dd", {}, replicasOf(cell.replicas))] : []),
      ...(cell.because ? [make("dt", {}, "Division"), make("dd", {}, cell.because)] : [])),
    ...section("Changes", ...groups.flatMap((group) => [
      ...group.changes.map((change) => make("div", { class: "field" }, make("code", {}, change.path + (change.replaces ? " (replaces)" : "")),
        change.from === undefined ? undefined : make("pre", { class: "from" }, "\\u2212 " + valueText(change.from)),
        change.to === undefined ? undefined : make("pre", { class: "to" }, "+ " + valueText(change.to)))),
      group.clusters.length > 1 ? make("p", { class: "also" }, "the same on " + group.clusters.filter((name) => name !== cell.cluster).join(", ")) : undefined])),
    ...section("Overrides", ...cell.overrides.map((step) => make("div", { class: "field" }, make("code", {}, step.op + " " + step.path), make("span", { class: "also" }, "  " + step.rule),
      step.from === undefined ? undefined : make("pre", { class: "from" }, "\\u2212 " + valueText(step.from)),
      step.to === undefined ? undefined : make("pre", { class: "to" }, "+ " + valueText(step.to))))),
    ...(manifest ? section(cell.action === "delete" || cell.action === "release" ? "Manifest, as it is now" : "Manifest", make("pre", {}, yaml(manifest.manifest).replace(/^\\n/, ""))) : []));
  byId("detail").hidden = false;
  close.focus();
}
function hide() {
  byId("detail").hidden = true;
  open?.focus();
}

function move(td, key) {
  const tr = td.parentElement;
  const index = [...tr.children].indexOf(td);
  const to = { ArrowLeft: td.previousElementSibling, ArrowRight: td.nextElementSibling, ArrowUp: tr.previousElementSibling?.children[index], ArrowDown: tr.nextElementSibling?.children[index], Home: tr.children[1], End: tr.lastElementChild }[key];
  if (to?.tagName !== "TD") return;
  td.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}
byId("matrix").addEventListener("keydown", (event) => {
  if (event.target.tagName !== "TD") return;
  if (event.key === "Enter" || event.key === " ") { event.preventDefault(); event.target.click(); }
  else if (event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End") { event.preventDefault(); move(event.target, event.key); }
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !byId("detail").hidden) hide(); });
for (const name of ["object", "cluster", "label"]) byId(name).addEventListener("input", (event) => { wanted[name] = event.target.value; draw(); });
byId("changed").addEventListener("change", draw);
for (const button of document.querySelectorAll(".totals button")) button.addEventListener("click", () => {
  const isOn = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(isOn));
  if (isOn) wanted.actions.add(button.dataset.action); else wanted.actions.delete(button.dataset.action);
  draw();
});
byId("theme").addEventListener("click", () => {
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const now = document.documentElement.dataset.theme ?? (isDark ? "dark" : "light");
  document.documentElement.dataset.theme = now === "dark" ? "light" : "dark";
});
draw();
`;
