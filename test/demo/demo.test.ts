import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import { changesOf, planLines, renderChanges } from "./steps";
import { paletteFor, renderTable } from "./table";

const repository = resolve(__dirname, "../..");
const plain = paletteFor(false);

describe("the demo's table", () => {
  const before = { columns: ["object", "eu", "us"], rows: [["ConfigMap a", "-", "hello"]] };

  it("is aligned and plain when it is piped", () => {
    expect(renderTable(before, plain)).to.equal(
      "  object        eu   us\n  ConfigMap a   -    hello",
    );
  });

  it("marks what changed without colour too", () => {
    const after = { ...before, rows: [["ConfigMap a", "hi", "hello"]] };
    expect(renderTable(after, plain, before)).to.equal(
      "  object        eu   us\n  ConfigMap a   hi * hello\n\n  * changed",
    );
  });

  it("is coloured on a terminal", () => {
    expect(renderTable(before, paletteFor(true))).to.include("\u001b[1mobject");
  });
});

describe("the demo's preview", () => {
  const step = (op: string, name: string, fields: Record<string, unknown> = {}): EngineEvent => ({
    sequence: 1,
    timestamp: 1,
    resourcePreEvent: {
      metadata: {
        op: op as never,
        urn: `urn:pulumi:dev::shop::kubernetes:core/v1:ConfigMap::${name}`,
        type: "kubernetes:core/v1:ConfigMap",
        detailedDiff: Object.fromEntries(
          Object.keys(fields).map((path) => [
            path,
            { diffKind: "update" as never, inputDiff: true },
          ]),
        ),
        old: { inputs: { data: { greeting: "hello" } } } as never,
        new: { inputs: { data: { greeting: "hi" } } } as never,
        provider: "",
      },
    },
  });

  it("lists the objects that change, with the fields that an update changes", () => {
    const events = [
      step("update", "b", { "data.greeting": 1 }),
      step("create", "a"),
      step("same", "c"),
    ];
    expect(renderChanges(changesOf(events))).to.equal(
      '  + ConfigMap a\n  ~ ConfigMap b\n      data.greeting: "hello" -> "hi"',
    );
    expect(renderChanges([])).to.equal("  nothing changes");
  });

  it("shows what the components say", () => {
    const diagnosticEvent = {
      message: "<{%reset%}>[dev] ConfigMap a<{%reset%}>",
      severity: "info",
      color: "never",
    };
    expect(
      planLines([{ sequence: 1, timestamp: 1, diagnosticEvent } as EngineEvent]),
    ).to.deep.equal(["[dev] ConfigMap a"]);
  });
});

describe("npm run demo", function () {
  this.timeout(300_000);

  it("deploys the shop to three clusters, changes it, and leaves nothing behind", async () => {
    const { code, output } = await runDemo();
    expect(code, output).to.equal(0);
    expect(output).to.match(/Deployment web +1 of 1 ready +3 of 3 ready +5 of 5 ready/);
    expect(output).to.match(/Deployment web +3 of 3 ready \* +3 of 3 ready +6 of 6 ready \*/);
    expect(output).to.match(/ConfigMap settings +hello, USD \* +salut, EUR \* +hello, USD/);
    expect(output).to.include('data.greeting: "bonjour" -> "salut"');
    expect(output).to.include("the shop is gone from every cluster");
    expect(output).not.to.include("\u001b[");
    expect(
      readdirSync(tmpdir()).filter((name) => name.startsWith("pulumi-kubefed-demo-")),
    ).to.deep.equal([]);
  });

  it("explains itself", async () => {
    const { code, output } = await runDemo("--help");
    expect(code).to.equal(0);
    expect(output).to.match(/^Usage: npm run demo/);
  });
});

function runDemo(...args: string[]): Promise<{ code: number | null; output: string }> {
  const tsx = join(repository, "node_modules/tsx/dist/cli.mjs");
  const child = spawn(process.execPath, [tsx, "test/demo/main.ts", ...args], { cwd: repository });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.resume();
  return new Promise((settle) => child.on("close", (code) => settle({ code, output })));
}
