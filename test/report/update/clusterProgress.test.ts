import { expect } from "chai";
import { showClusters } from "../../../provider/cli/terminal/clusterLines";
import { plain } from "../../../provider/report/text/paint";
import { followUpdate } from "../../../provider/report/update/clusterProgress";
import { endText, summaryLines } from "../../../provider/report/update/updateSummary";
import type { CellAction, FleetPlan } from "../../../provider/report/plan/model";
import { deepFreeze } from "../../support/deepFreeze";

const head = "urn:pulumi:dev::shop::kubefed:index:FederatedConfigMap";
const urnOf = (name: string) => `${head}$kubernetes:core/v1:ConfigMap::${name}`;
const objects = deepFreeze(
  ["web-eu", "web-us", "cfg-eu"].map((name) => ({
    urn: urnOf(name),
    component: `${head}::${name.split("-")[0] ?? ""}`,
    cluster: name.split("-")[1] ?? "",
  })),
);
const begin = (name: string, op = "create") => ({
  resourcePreEvent: { metadata: { op, urn: urnOf(name) } },
});
const end = (name: string, op = "create") => ({
  resOutputsEvent: { metadata: { op, urn: urnOf(name) } },
});
const fail = (name: string) => ({ resOpFailedEvent: { metadata: { urn: urnOf(name) } } });
const say = (name: string, message: string) => ({
  diagnosticEvent: { urn: urnOf(name), message, ephemeral: true },
});

const cell = (cluster: string, action: CellAction) => ({ cluster, action });
const row = (name: string, ...cells: object[]) => ({
  urn: `${head}::${name}`,
  kind: "ConfigMap",
  name,
  namespace: "shop",
  cells,
});
const plan = deepFreeze({
  clusters: ["eu", "us", "ap"].map((name) => ({ name })),
  objects: [
    row("web", cell("eu", "create"), cell("us", "update"), cell("ap", "same")),
    row("cfg", cell("eu", "delete"), cell("us", "deferred")),
    row("old", cell("eu", "same")),
  ],
}) as unknown as FleetPlan;

describe("an update while it goes on", () => {
  it("is as far on each cluster as its objects are, and waits for the one that began first", () => {
    const progress = followUpdate(objects);
    for (const event of [
      begin("web-eu"),
      begin("cfg-eu"),
      say("web-eu", "<{%reset%}>[1/2] waiting\u001b[31m for pods<{%reset%}>"),
      say("other", "not ours"),
      end("web-us", "refresh"),
      fail("cfg-eu"),
      {},
      "no event",
    ])
      progress.note(event);
    expect(progress.clusters().map(({ done, failed, of }) => [done, failed, of])).to.deep.equal([
      [0, 1, 2],
      [0, 0, 1],
    ]);
    expect(progress.clusters()[0]?.waitsFor).to.match(/^web-eu: \[1\/2\] waiting/);
    expect(progress.clusters()[0]?.waitsFor).not.to.include("\u001b");
    for (const event of [end("web-eu"), end("web-us", "delete-replaced")]) progress.note(event);
    expect(progress.clusters()).to.deep.equal([
      { cluster: "eu", done: 1, of: 2, failed: 1, waitsFor: undefined },
      { cluster: "us", done: 0, of: 1, failed: 0, waitsFor: undefined },
    ]);
  });

  it("is told in a line when a cluster is done and when an object fails, where nobody looks at a terminal", () => {
    const said: string[] = [];
    const screen = { write: (text: string) => said.push(text) };
    const lines = showClusters(followUpdate(objects), screen);
    for (const event of [
      begin("web-us"),
      end("web-us"),
      end("web-us"),
      fail("cfg-eu"),
      end("web-eu"),
    ])
      lines.onEvent(event);
    lines.close();
    expect(said).to.deep.equal([
      "us: 1 of 1\n",
      "eu: 0 of 2, 1 FAILED\n",
      "eu: 1 of 2, 1 FAILED\n",
    ]);
  });

  it("has a line for each cluster on a terminal, written again in its place, as far as there is room", () => {
    const said: string[] = [];
    let time = 0;
    const screen = {
      ...{ isTTY: true, columns: 12, rows: 4 },
      write: (text: string) => said.push(text),
    };
    const lines = showClusters(followUpdate(objects), screen, () => time);
    lines.onEvent(begin("web-eu"));
    time = 1000;
    lines.onEvent(begin("cfg-eu"));
    lines.close();
    expect(said).to.deep.equal([
      "\r\u001b[Jeu: 0 of 2\nand 1 more\n",
      "\u001b[2A\r\u001b[Jeu: 0 of 2…\nand 1 more\n",
      "\u001b[2A\r\u001b[Jeu: 0 of 2…\nand 1 more\n",
    ]);
  });
});

describe("what came of an update", () => {
  const progress = followUpdate(objects);
  for (const event of [end("web-eu"), fail("web-us")]) progress.note(event);
  const ended = { plan, objects, outcomeOf: progress.outcomeOf, isComplete: false };

  it("is a table of the objects that were to change and their clusters", () => {
    expect(summaryLines(ended, { width: 80, paint: plain })).to.deep.equal([
      "                      eu             us",
      "  ConfigMap shop/web  + created      ✗ FAILED",
      "  ConfigMap shop/cfg  ? not deleted  ? deferred",
    ]);
    expect(endText(ended)).to.equal("1 object done, 1 FAILED, 1 not done");
  });

  it("is a line for each object where the table is wider than the terminal", () => {
    expect(summaryLines(ended, { width: 30, paint: plain })).to.deep.equal([
      "  ConfigMap shop/web: 1 created; FAILED on us",
      "  ConfigMap shop/cfg: not done on eu",
    ]);
  });

  it("is done, all of it, where the engine came to its end", () => {
    const all = { ...ended, outcomeOf: () => undefined, isComplete: true };
    expect(summaryLines(all, { width: 80, paint: plain })[2]).to.include("- deleted");
  });
});
