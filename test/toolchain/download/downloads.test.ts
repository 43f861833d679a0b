import { expect } from "chai";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildKey, readCache, toolDirectory } from "../cache";
import { installTool } from "../install";
import { openProgress } from "../progress";
import { findTool, programsOf, type ToolName, tools } from "../versions";
import { downloadSettings, openDownloads } from "./downloads";
import { type Misbehaviour, type ReleaseServer, serveReleases } from "./releaseServer";

const platform = { os: "linux", cpu: "x64" };
/** Bounds that make a test of them short. */
const limits = { silenceMs: 300, windowMs: 200, worthMs: 2_000 };

describe("official releases", function () {
  this.timeout(30_000);
  let server: ReleaseServer;
  let place: string;
  let said: string[];

  beforeEach(async () => {
    server = await serveReleases(platform);
    place = mkdtempSync(join(tmpdir(), "kubefed-downloads-"));
    mkdirSync(join(place, "toolchain"));
    said = [];
  });
  afterEach(async () => {
    await server.close();
    rmSync(place, { recursive: true, force: true });
  });

  const progress = () => openProgress({ sink: { write: (text) => said.push(text) } });
  const open = (mirror = server.url) =>
    openDownloads({ cache: place, progress: progress(), mirror, platform, limits });
  const folder = (name: ToolName) => toolDirectory(place, findTool(name));
  const install = async (name: ToolName, searchPath = "/none", mirror?: string) => {
    const downloads = open(mirror);
    try {
      const tool = findTool(name);
      return await installTool({ tool, cache: place, progress: progress(), searchPath, downloads });
    } finally {
      downloads.close();
    }
  };

  // One tool is ours: nobody publishes it.
  for (const tool of tools.filter(({ name }) => name !== "sdk-generator")) {
    it(`give every program of ${tool.name}, without Go, once`, async () => {
      await install(tool.name);
      const programs = [...programsOf(tool)].sort();
      expect(readdirSync(folder(tool.name)).sort()).to.deep.equal([...programs, "stamp"].sort());
      expect(readCache(tool, folder(tool.name), buildKey(tool)).state).to.equal("ready");
      expect(said.join("")).to.match(
        /^downloading \S+ from \S+\n(.*\n)*downloaded \S+, [0-9.]+ MB, in 0 s\n$/,
      );
      const asked = server.asked.length;
      await install(tool.name);
      expect(server.asked).to.have.length(asked);
    });
  }

  it("are fetched once for two tools that are in one archive, and leave nothing behind", async () => {
    const downloads = open();
    const both = (["pulumi", "language-nodejs"] as const).map((name) => {
      mkdirSync(folder(name));
      return downloads.put(findTool(name), folder(name));
    });
    expect(await Promise.all(both)).to.deep.equal([true, true]);
    expect(server.asked.filter((path) => path.endsWith(".tar.gz"))).to.have.length(1);
    downloads.close();
    expect(readdirSync(join(place, "toolchain")).sort()).to.deep.equal([
      "language-nodejs-3.68.0",
      "pulumi-3.259.0",
    ]);
  });

  it("come through redirects", async () => {
    let redirects = 0;
    server.misbehave("kwok-linux-amd64", (response, body, { url = "" }) => {
      if (redirects++ < 3) response.writeHead(302, { location: url }).end();
      else response.end(body);
    });
    await install("kwok");
    expect(redirects).to.equal(4);
  });

  it("take the place of a build from other module files", async () => {
    mkdirSync(folder("kubernetes"));
    for (const name of ["kubernetes", "kubectl"])
      writeFileSync(join(folder("kubernetes"), name), "");
    writeFileSync(join(folder("kubernetes"), "stamp"), "another key\n");
    await install("kubernetes");
    expect(existsSync(join(folder("kubernetes"), "kubernetes"))).to.equal(false);
    expect(readFileSync(join(folder("kubernetes"), "kubectl"), "utf8")).to.include("v1.36.3");
  });

  it("are fetched again when a program was lost", async () => {
    await install("kubernetes");
    rmSync(join(folder("kubernetes"), "kubectl"));
    await install("kubernetes");
    expect(existsSync(join(folder("kubernetes"), "kubectl"))).to.equal(true);
  });

  const wrongs: { what: string; file?: string; way: Misbehaviour; says: RegExp }[] = [
    {
      what: "is not what its maker signed for",
      way: (response, body) => response.end(Buffer.concat([body, Buffer.from("#")])),
      says: /kwok-linux-amd64 has SHA-256 [0-9a-f]{64}, its vendor says [0-9a-f]{64}$/,
    },
    {
      what: "ends too early",
      way: (response, body) => {
        response.writeHead(200, { "content-length": body.length });
        response.write(body.subarray(0, 5), () => response.destroy());
      },
      says: /ended the answer too early$/,
    },
    {
      what: "is truncated without a length",
      way: (response, body) => response.end(body.subarray(0, 5)),
      says: /has SHA-256/,
    },
    {
      what: "is refused",
      way: (response) => response.writeHead(403).end("no"),
      says: /answered 403$/,
    },
    {
      what: "redirects for ever",
      way: (response, _, { url = "" }) => response.writeHead(302, { location: url }).end(),
      says: /redirects more than 5 times$/,
    },
    { what: "never answers", way: () => undefined, says: /is silent$/ },
    {
      what: "stops in the middle",
      way: (response, body) => {
        response.writeHead(200, { "content-length": body.length });
        response.write(body.subarray(0, 5));
      },
      says: /went silent$|is slow: \d+ kB\/s$/,
    },
    {
      what: "trickles",
      way: (response, body) => {
        response.writeHead(200, { "content-length": 1_000_000 });
        const timer = setInterval(() => response.write(body.subarray(0, 1)), 20);
        response.on("close", () => clearInterval(timer));
      },
      says: /is slow: 0 kB\/s$/,
    },
    {
      what: "has no checksum",
      file: "/releases/tags/v0.8.0",
      way: (response) => response.end('{"assets":[]}'),
      says: /says no SHA-256 of kwok-linux-amd64$/,
    },
    {
      what: "has a checksum that cannot be had",
      file: "/releases/tags/v0.8.0",
      way: (response) => response.writeHead(429).end(),
      says: /answered 429$/,
    },
    {
      what: "has an endless checksum",
      file: "/releases/tags/v0.8.0",
      way: (response) => response.end(Buffer.alloc(5_000_000, "x")),
      says: /sent too long a text$/,
    },
  ];
  for (const { what, file, way, says } of wrongs) {
    it(`are built from Go, after one line and in no time, where a file ${what}`, async () => {
      server.misbehave(file ?? "/kwok-linux-amd64", way);
      const go = join(place, "go");
      const fake = 'while [ $# -gt 0 ]; do [ "$1" = -o ] && out=$2; shift; done';
      writeFileSync(
        go,
        `#!/bin/sh\n${fake}\nprintf '#!/bin/sh\\necho v0.8.0 built\\n' > "$out"; chmod +x "$out"\n`,
      );
      chmodSync(go, 0o755);
      const began = Date.now();
      await install("kwok", `${place}:/usr/bin:/bin`);
      expect(Date.now() - began).to.be.lessThan(5_000);
      expect(readFileSync(join(folder("kwok"), "kwok"), "utf8")).to.include("built");
      expect(readdirSync(folder("kwok")).sort()).to.deep.equal(["kwok", "stamp"]);
      const notes = said
        .join("")
        .trim()
        .split("\n")
        .filter((line) => /^no archive/.test(line));
      expect(notes).to.have.length(1);
      expect(notes[0])
        .to.match(/^no archive of kwok 0\.8\.0, it is built: /)
        .and.match(says);
    });
  }

  it("leave nothing of several files when one is wrong, and end the others", async () => {
    server.misbehave("/kubectl", (response) => response.writeHead(404).end());
    let isEnded = false;
    server.misbehave("/kube-apiserver", (response, body) => {
      response.writeHead(200, { "content-length": body.length + 1 });
      const timer = setInterval(() => response.write(body.subarray(0, 1)), 50);
      response.on("close", () => {
        clearInterval(timer);
        isEnded = true;
      });
    });
    const downloads = open();
    mkdirSync(folder("kubernetes"));
    expect(await downloads.put(findTool("kubernetes"), folder("kubernetes"))).to.equal(false);
    expect(readdirSync(folder("kubernetes"))).to.deep.equal([]);
    downloads.close();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(isEnded).to.equal(true);
    expect(said.join("").match(/^no archive/gm)).to.have.length(1);
  });

  it("say what to install when there is neither a network nor Go", async () => {
    const failure = await install("kwok", "/none", await nobodysPlace()).then(String, String);
    expect(failure).to.include("Install Go 1.26 or newer");
    expect(said.join("")).to.match(
      /^no archive of kwok 0\.8\.0, it is built: 127\.0\.0\.1:\d+ failed \(ECONNREFUSED\)\n/,
    );
  });

  it("are the way of the command, for all that it makes sure of, where the mirror has them", () => {
    // In another process, for the server here answers while it runs.
    const served = join(place, "serve.ts");
    writeFileSync(
      served,
      `import { spawn } from "node:child_process";
import { serveReleases } from ${JSON.stringify(join(__dirname, "releaseServer"))};
void (async () => {
  const server = await serveReleases({ os: process.platform, cpu: process.arch });
  const words = ["--require", require.resolve(${JSON.stringify(require.resolve("tsx/cjs"))})];
  const env = { ...process.env, KUBEFED_TOOLCHAIN_MIRROR: server.url, KUBEFED_TOOLCHAIN: "" };
  const command = spawn(process.execPath, [...words, process.argv[2] ?? ""], { env, stdio: "inherit" });
  command.on("close", (code) => void server.close().then(() => process.exit(code ?? 1)));
})();
`,
    );
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--require", require.resolve("tsx/cjs"), served, join(__dirname, "../main.ts")],
      {
        encoding: "utf8",
        env: { PATH: "/usr/bin:/bin", HOME: place, PULUMI_KUBEFED_CACHE: place },
      },
    );
    expect({ status, stderr: stderr.replace(/^down.*\n/gm, "") }).to.deep.equal({
      status: 0,
      stderr: "",
    });
    expect(stdout).to.match(/^the toolchain is ready: /);
    for (const tool of tools.filter(({ onRequest }) => onRequest !== true)) {
      expect(readCache(tool, toolDirectory(place, tool), buildKey(tool)).state).to.equal("ready");
    }
  });
});

describe("the toolchain's settings", () => {
  it("try releases first, from their makers", () => {
    expect(downloadSettings({})).to.deep.equal({ tried: true });
    expect(downloadSettings({ KUBEFED_TOOLCHAIN: "download" })).to.deep.equal({ tried: true });
  });

  it("skip the try", () => {
    expect(downloadSettings({ KUBEFED_TOOLCHAIN: "build" })).to.deep.equal({ tried: false });
  });

  it("refuse another word", () => {
    expect(() => downloadSettings({ KUBEFED_TOOLCHAIN: "biuld" })).to.throw(
      'toolchain: KUBEFED_TOOLCHAIN is "biuld"; allowed: "download"',
    );
  });
});

/** An address at which nobody listens. */
function nobodysPlace(): Promise<string> {
  const server = createServer();
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" ? (address?.port ?? 0) : 0;
      server.close(() => resolve(`http://127.0.0.1:${port}`));
    }),
  );
}
