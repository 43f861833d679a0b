import { expect } from "chai";
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
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setJsonFields } from "./build";
import { buildKey, toolDirectory, writeStamp } from "./cache";
import { installTool } from "./install";
import { openProgress } from "./progress";
import { findTool, type Tool, type ToolName } from "./versions";

/** A Go that writes down its calls and "builds" a program that says its version. */
const fakeGo = `#!/bin/sh
cd "$(dirname "$0")"
echo "$*" >> calls
while [ $# -gt 0 ]; do [ "$1" = -o ] && out=$2; shift; done
echo "compiling" >&2
touch "running.$$"; ls -d running.* | wc -l >> most; sleep 0.1; rm "running.$$"
[ -e broken ] && { echo "cannot find package" >&2; exit 1; }
printf '#!/bin/sh\\necho v0.8.0 v1.36.3 3.259.0\\n' > "$out"; chmod +x "$out"
`;

describe("installing a tool", function () {
  this.timeout(20_000);
  let go: string;
  let cache: string;
  let said: string[];

  beforeEach(() => {
    go = mkdtempSync(join(tmpdir(), "kubefed-go-"));
    cache = join(go, "cache");
    said = [];
    mkdirSync(join(cache, "toolchain"), { recursive: true });
    putProgram(join(go, "go"), fakeGo);
  });
  afterEach(() => rmSync(go, { recursive: true, force: true }));

  const install = (tool: Tool = findTool("kwok"), searchPath = [go, "/usr/bin", "/bin"]) =>
    installTool({
      tool,
      cache,
      searchPath: searchPath.join(delimiter),
      progress: openProgress({ sink: { write: (text) => said.push(text) } }),
    });
  const calls = () =>
    existsSync(join(go, "calls")) ? readFileSync(join(go, "calls"), "utf8").trim().split("\n") : [];
  const folder = (name: ToolName = "kwok") => toolDirectory(cache, findTool(name));

  it("builds it once, says so, and then says nothing any more", async () => {
    expect(await install()).to.equal(folder());
    expect(calls()).to.have.length(1);
    expect(calls()[0]).to.match(
      /^build -trimpath -buildvcs=false -ldflags -s -w -o \S+ sigs\.k8s\.io\/kwok\/cmd\/kwok$/,
    );
    expect(said.join("")).to.match(
      /^building kwok 0\.8\.0 from Go, about 3 min\nbuilt kwok 0\.8\.0 in \d s\n$/,
    );
    said = [];
    await install();
    expect(calls()).to.have.length(1);
    expect(said).to.deep.equal([]);
  });

  it("leaves nothing in the cache but the program, its stamp and Go's log", async () => {
    await install();
    expect(readdirSync(folder()).sort()).to.deep.equal(["kwok", "stamp"]);
    expect(readdirSync(join(cache, "toolchain")).sort()).to.deep.equal([
      "kwok-0.8.0",
      "kwok-0.8.0.log",
    ]);
  });

  it("builds once for all who need it at the same time", async () => {
    await Promise.all([install(), install(), install()]);
    expect(calls()).to.have.length(1);
    expect(said.join("")).to.include(
      `waiting for process ${process.pid}, which installs kwok 0.8.0`,
    );
  });

  it("builds at most two tools at a time", async () => {
    await Promise.all(["kwok", "kubernetes", "pulumi"].map((name) => install(findTool(name))));
    const most = readFileSync(join(go, "most"), "utf8").trim().split("\n").map(Number);
    expect(most).to.have.length(3);
    expect(Math.max(...most)).to.be.lessThan(3);
  });

  it("adopts a whole program that has no stamp, without Go", async () => {
    mkdirSync(folder(), { recursive: true });
    putProgram(join(folder(), "kwok"), "#!/bin/sh\necho kwok version v0.8.0\n");
    await install(findTool("kwok"), ["/none"]);
    expect(calls()).to.deep.equal([]);
    expect(readFileSync(join(folder(), "stamp"), "utf8").trim()).to.equal(
      buildKey(findTool("kwok")),
    );
  });

  it("adds the links of a program that it adopts", async () => {
    mkdirSync(folder("kubernetes"), { recursive: true });
    putProgram(join(folder("kubernetes"), "kubernetes"), "#!/bin/sh\necho v1.36.3\n");
    await install(findTool("kubernetes"), ["/none"]);
    expect(readdirSync(folder("kubernetes"))).to.include.members(["kubectl", "etcd"]);
  });

  it("builds anew a program that is cut short, and one from other module files", async () => {
    mkdirSync(folder(), { recursive: true });
    putProgram(join(folder(), "kwok"), "");
    await install();
    expect(calls()).to.have.length(1);
    writeStamp(folder(), "another key");
    await install();
    expect(calls()).to.have.length(2);
  });

  it("shows Go's last lines when Go fails, and can be tried again", async () => {
    writeFileSync(join(go, "broken"), "");
    const failure = await install().then(String, String);
    expect(failure).to.include("cannot build kwok 0.8.0: go build ended with 1, its output is in");
    expect(failure).to.include("compiling\ncannot find package");
    rmSync(join(go, "broken"));
    await install();
  });

  it("names what to install when there is no Go", async () => {
    const failure = await install(findTool("kwok"), ["/none"]).then(String, String);
    expect(failure).to.include("Install Go 1.26 or newer");
    expect(failure).to.include("kwok 0.8.0 is neither installed nor in the cache");
  });

  it("refuses a program that does not say the version that it was built as", async () => {
    const kwok = findTool("kwok");
    const tool = { ...kwok, check: { ...kwok.check, says: "v9.9.9" } };
    const failure = await install(tool).then(String, String);
    expect(failure).to.include('bug in kubefed: kwok 0.8.0 was built but "kwok --version"');
    expect(existsSync(join(folder(), "stamp"))).to.equal(false);
  });
});

describe("setting fields of a JSON text", () => {
  it("keeps the other fields", () => {
    const text = '{"name": "kubernetes", "version": ""}';
    expect(setJsonFields(text, { version: "4.27.0" })).to.equal(
      '{"name":"kubernetes","version":"4.27.0"}',
    );
  });
});

function putProgram(path: string, text: string): void {
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}
