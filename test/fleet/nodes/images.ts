import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** An image of few files, to be made into an archive. */
export interface ImageSpec {
  /** With its registry and tag. */
  readonly name: string;
  /** Files of this machine, by their path in the image; links are followed, modes kept. */
  readonly files: Readonly<Record<string, string>>;
  /** Texts, by their path in the image. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Names in `/bin` for the image's `/bin/busybox`, which picks its program by the name. */
  readonly commands?: readonly string[];
  /** What runs where a pod says nothing else. */
  readonly command?: readonly string[];
  /** How its process is told to end. @default "SIGTERM" */
  readonly stopSignal?: string;
  /** The archive to write. */
  readonly file: string;
}

/** Writes an image as an archive that `ctr images import` takes. */
export function writeImage(spec: ImageSpec): void {
  const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-image-"));
  try {
    const root = join(directory, "root");
    const at = (path: string): string => {
      const target = join(root, path);
      mkdirSync(dirname(target), { recursive: true });
      return target;
    };
    mkdirSync(join(root, "tmp"), { recursive: true });
    chmodSync(join(root, "tmp"), 0o1777);
    for (const [path, from] of Object.entries(spec.files)) copyFileSync(from, at(path));
    for (const [path, text] of Object.entries(spec.texts ?? {})) writeFileSync(at(path), text);
    for (const command of spec.commands ?? []) symlinkSync("busybox", at(`bin/${command}`));
    const layer = join(directory, "layer.tar");
    pack(layer, root);
    const config = JSON.stringify({
      architecture: process.arch === "x64" ? "amd64" : process.arch,
      os: "linux",
      config: {
        Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
        Cmd: spec.command ?? ["sh"],
        ...(spec.stopSignal === undefined ? {} : { StopSignal: spec.stopSignal }),
      },
      rootfs: { type: "layers", diff_ids: [`sha256:${sha256(readFileSync(layer))}`] },
    });
    writeFileSync(join(directory, "config.json"), config);
    const manifest = [{ Config: "config.json", RepoTags: [spec.name], Layers: ["layer.tar"] }];
    writeFileSync(join(directory, "manifest.json"), JSON.stringify(manifest));
    rmSync(root, { recursive: true });
    const draft = `${spec.file}.partial`;
    pack(draft, directory, ["manifest.json", "config.json", "layer.tar"]);
    renameSync(draft, spec.file);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** An image of a static busybox: a shell and the usual small programs. */
export function busyboxImage(spec: {
  readonly name: string;
  readonly file: string;
  /** The folder of Debian's programs. */
  readonly programs: string;
  readonly command?: readonly string[];
}): void {
  const { programs, ...rest } = spec;
  const commands = ["sh", "cat", "echo", "false", "httpd", "sleep", "true", "wget"];
  writeImage({ ...rest, files: { "bin/busybox": join(programs, "bin", "busybox") }, commands });
}

/** The files that a program needs at run time, by their path in an image: itself and its libraries. */
export function programFiles(program: string): Record<string, string> {
  const libraries = execFileSync("ldd", [program], { encoding: "utf8" }).split("\n");
  const paths = libraries.flatMap((line) => /(\/\S+) \(0x/.exec(line)?.[1] ?? []);
  return Object.fromEntries([program, ...paths].map((path) => [path.slice(1), path]));
}

/** The same files make the same archive. */
function pack(file: string, directory: string, names: readonly string[] = ["."]): void {
  const same = ["--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--mtime=@0"];
  execFileSync("tar", ["-C", directory, ...same, "-cf", file, ...names]);
}

function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
