import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect } from "chai";

const root = resolve(__dirname, "..");

/**
 * What the files of a room may import: other rooms by name, packages by the start of theirs. Of rooms
 * within one another the innermost counts.
 */
const arrows: Readonly<Record<string, readonly string[]>> = {
  "provider/core": ["provider/core"],
  "provider/report": ["provider/core", "provider/report"],
  "provider/migration": ["provider/core", "provider/migration"],
  "provider/adapters": [
    "provider/core",
    "provider/adapters",
    "https-proxy-agent",
    "minimatch",
    "node:",
    "socks-proxy-agent",
    "yaml",
  ],
  "provider/engine": [
    "provider/core",
    "provider/adapters",
    "provider/engine",
    "@pulumi/pulumi",
    "google-protobuf/",
    "node:",
  ],
  "provider/observe": [
    "provider/core",
    "provider/adapters",
    "provider/engine",
    "provider/observe",
    "@pulumi/pulumi",
    "node:",
  ],
  "provider/resources": [
    "provider/core",
    "provider/engine",
    "provider/resources",
    "@pulumi/pulumi",
    "pulumi-kubefed/handlers/",
  ],
  "provider/resources/deletion/handlers": handlers("deletion"),
  "provider/resources/membership/handlers": handlers("membership"),
  "provider/resources/recordSet/handlers": handlers("recordSet"),
  "provider/resources/managedFields/handlers": handlers("managedFields"),
  "provider/components": [
    "provider/core",
    // Files on this machine, which decide what there is to declare; nothing that needs a network.
    "provider/adapters/files/",
    "provider/resources",
    "provider/observe",
    "provider/engine",
    "provider/components",
    "@pulumi/",
    "node:fs",
    "node:os",
    "node:path",
  ],
  // Serves the package to other languages.
  "provider/plugin": [
    "provider/core",
    "provider/engine",
    "provider/observe",
    "provider/resources",
    "provider/components",
    "provider/plugin",
    "@pulumi/pulumi",
    "node:",
  ],
  // Writes schema.json when the package is built; no program loads it.
  "provider/plugin/schema": ["provider/core", "provider/plugin/schema", "node:", "typescript"],
  "provider/cli": [
    "provider/core",
    "provider/report",
    "provider/migration",
    "provider/adapters",
    "provider/cli",
    "@pulumi/pulumi/automation",
    "lodash/",
    "node:",
    "yaml",
    "yargs",
  ],
  // Reads a stack as the policy host gives it; of that host it has types only.
  "provider/policy": ["provider/core", "provider/policy", "@pulumi/policy"],
  "sdk/nodejs": ["provider/components", "provider/observe", "provider/core"],
};

/** What the dynamic resources do is plain: no Pulumi, so that it can run in any process. */
function handlers(subject: string): readonly string[] {
  return ["provider/core", "provider/adapters", `provider/resources/${subject}/handlers`, "node:"];
}

interface Import {
  readonly from: string;
  /** A file of ours, from the root, or the name of a package. */
  readonly to: string;
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name))
    .sort();
}

/** Imports, type imports and re-exports included. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8");
  const found = text.matchAll(
    /^(?:import|export)\b[^;]*?\bfrom "([^"]+)"|(?:^import |\b(?:require|import)\()"([^"]+)"/gms,
  );
  return [...found].map(([, statement, call]) => {
    const name = statement ?? call ?? "";
    if (!name.startsWith(".")) return { from: file, to: name };
    const path = relative(root, resolve(root, dirname(file), name));
    const index = files.includes(join(path, "index.ts")) ? join(path, "index.ts") : `${path}.ts`;
    return { from: file, to: index };
  });
}

/** A file's text without its comments. */
function codeOf(file: string): string {
  return readFileSync(join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}

/** The files of other rooms that say something. */
function outside(room: string, what: RegExp): string[] {
  return files.filter((file) => !file.startsWith(`${room}/`) && what.test(codeOf(file)));
}

const files = ["provider", "sdk/nodejs"].flatMap(filesBelow);
const imports = files.flatMap(importsOf);

function forbidden({ from, to }: Import): boolean {
  const [room] = Object.keys(arrows)
    .filter((name) => from.startsWith(`${name}/`))
    .sort((a, b) => b.length - a.length);
  return room === undefined || !(arrows[room] ?? []).some((allowed) => to.startsWith(allowed));
}

/** The files of a cycle, in order; undefined where there is none. */
function cycleFrom(
  file: string,
  path: readonly string[],
  done: Set<string>,
): readonly string[] | undefined {
  if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
  if (done.has(file)) return undefined;
  for (const { to } of imports.filter(({ from }) => from === file)) {
    const cycle = cycleFrom(to, [...path, file], done);
    if (cycle !== undefined) return cycle;
  }
  done.add(file);
  return undefined;
}

describe("the architecture", () => {
  it("is read from all rooms", () => {
    for (const room of ["provider/core", "provider/components", "sdk/nodejs"]) {
      expect(
        imports.some(({ from }) => from.startsWith(`${room}/`)),
        room,
      ).to.equal(true);
    }
  });

  it("has no import against the arrows", () => {
    expect(imports.filter(forbidden)).to.deep.equal([]);
  });

  it("would see an import against them", () => {
    expect(forbidden({ from: "provider/core/model.ts", to: "@pulumi/pulumi" })).to.equal(true);
    expect(forbidden({ from: "provider/core/model.ts", to: "node:fs" })).to.equal(true);
    expect(forbidden({ from: "provider/adapters/x.ts", to: "provider/components/x.ts" })).to.equal(
      true,
    );
  });

  it("has no cycle", () => {
    const done = new Set<string>();
    expect(files.map((file) => cycleFrom(file, [], done)).filter(Boolean)).to.deep.equal([]);
  });

  it("keeps the core free of clock and chance", () => {
    const impure = /\bDate\b|Math\.random|\bprocess\.|\bconsole\./;
    const found = files.filter(
      (file) => file.startsWith("provider/core/") && impure.test(codeOf(file)),
    );
    expect(found).to.deep.equal([]);
  });

  it("keeps what a run knows in the engine's room: no other says pulumi.runtime", () => {
    const runtime =
      /\bpulumi\.runtime\b|"@pulumi\/pulumi\/runtime|\{[^}]*\bruntime\b[^}]*\} from "@pulumi\/pulumi"/;
    expect(outside("provider/engine", runtime)).to.deep.equal([]);
  });

  it("refuses in one way: no other makes an error that ends a program", () => {
    const made = /new (?:pulumi\.)?(?:RunError|ResourceError)\(/;
    expect(files.filter((file) => made.test(codeOf(file)))).to.deep.equal([
      "provider/engine/program.ts",
    ]);
  });

  it("keeps no state in modules but in the engine's room", () => {
    const state =
      /^(?:export )?const \w+(?:: (?:Weak)?(?:Map|Set)<.*)? = new (?:Weak)?(?:Map|Set)(?:<.*>)?\(\)|^(?:export )?const \w+(?:: [^=]+)? = (?:\[\]|\{\});|^(?:export )?let /m;
    const known = [
      // Credentials that a plugin gave are the process's, as they are kubectl's.
      "provider/adapters/kubernetes/kubeconfig/execCredential.ts",
      // A page in a browser is a run of its own.
      "provider/report/page/script/main.ts",
    ];
    expect(outside("provider/engine", state)).to.deep.equal(known);
  });

  it("tells nothing of ours by its JavaScript class", () => {
    const classes =
      /instanceof (?:KubeFedCluster|Federated\w+|\w*SchedulingPreference|\w+DNSRecord)\b/;
    expect(outside("nowhere", classes)).to.deep.equal([]);
  });

  it("has a door to the core of about 70 names, which the package's own rooms do not go through", () => {
    const door = codeOf("provider/core/index.ts").matchAll(/\{([^}]*)\}/g);
    const names = [...door].flatMap(([, list = ""]) =>
      list.split(",").filter((name) => name.trim()),
    );
    expect(names.length).to.be.within(50, 85);
    const through = imports.filter(({ from, to }) => {
      return to === "provider/core/index.ts" && from.startsWith("provider/");
    });
    expect(through).to.deep.equal([]);
  });

  it("has folders of about 15 files at most", () => {
    const sizes = new Map<string, number>();
    for (const file of files) sizes.set(dirname(file), (sizes.get(dirname(file)) ?? 0) + 1);
    expect([...sizes].filter(([, size]) => size > 16)).to.deep.equal([]);
  });

  it("says at the head of a file in each folder what lives there", () => {
    const heads = files.filter((file) =>
      /^(?:#!.*\n)?\/\*\n/.test(readFileSync(join(root, file), "utf8")),
    );
    const silent = new Set(files.map((file) => dirname(file)));
    for (const file of heads) silent.delete(dirname(file));
    expect([...silent]).to.deep.equal([]);
  });

  it("has small files, half of them at most 120 lines long", () => {
    const lengths = files.map((file) => readFileSync(join(root, file), "utf8").split("\n").length);
    lengths.sort((a, b) => a - b);
    expect(lengths.at(-1)).to.be.at.most(300);
    expect(lengths[Math.floor(lengths.length / 2)]).to.be.at.most(120);
  });
});
