import { execFile } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { isPlainObject } from "../../provider/core/plain/plainObject";
import { devDependencies } from "../../package.json";

const execute = promisify(execFile);
const repository = resolve(__dirname, "../..");

/** The package as users get it: packed, and installed beside its peers in a project of its own. */
export interface PackedPackage {
  /** The project's folder; programs in it or below it find the installed package. */
  readonly directory: string;
  /** What is in the tarball, sorted, without npm's leading `package/`. */
  readonly files: readonly string[];
}

let packed: Promise<PackedPackage> | undefined;

/** Packs and installs once; the project is removed when this process ends. */
export function packedPackage(): Promise<PackedPackage> {
  packed ??= packAndInstall();
  return packed;
}

async function packAndInstall(): Promise<PackedPackage> {
  await buildWhereStale();
  // The real path: the compiler and Node tell paths without links.
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-kubefed-packed-")));
  process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
  const { stdout } = await execute("npm", ["pack", "--json", "--pack-destination", directory], {
    cwd: repository,
  });
  const { filename, files } = readReport(JSON.parse(stdout));
  // The repository's lock and its other dependencies stay, so that npm takes every version from the
  // lock and asks no registry what there is.
  copyFileSync(join(repository, "package-lock.json"), join(directory, "package-lock.json"));
  writeFileSync(join(directory, "package.json"), JSON.stringify(projectWith(`file:${filename}`)));
  await execute(
    "npm",
    [
      "install",
      "--omit=dev",
      "--prefer-offline",
      "--no-audit",
      "--no-fund",
      "--ignore-scripts",
      "--loglevel=error",
    ],
    { cwd: directory },
  );
  return { directory, files: [...files].sort() };
}

function projectWith(tarball: string): unknown {
  const {
    "@pulumi/kubernetes": kubernetes,
    "@pulumi/pulumi": pulumi,
    "@types/node": node,
    typescript,
    ...others
  } = devDependencies;
  return {
    name: "packed",
    private: true,
    dependencies: {
      "@pulumi/kubernetes": kubernetes,
      "@pulumi/pulumi": pulumi,
      "@types/node": node,
      "pulumi-kubefed": tarball,
      typescript,
    },
    devDependencies: others,
  };
}

/** `npm pack --json` describes what it packed in a list; newer ones in an object by package name. */
function readReport(report: unknown): { filename: string; files: string[] } {
  const entries: unknown[] = isPlainObject(report) ? Object.values(report) : [report].flat();
  const { filename, files } = entries.find(isPlainObject) ?? {};
  if (typeof filename !== "string" || !Array.isArray(files))
    throw new Error(`npm pack: no file name and files in its report: ${JSON.stringify(report)}`);
  const paths = files.filter(isPlainObject).map(({ path }) => String(path));
  return { filename, files: paths };
}

async function buildWhereStale(): Promise<void> {
  const built = [
    join(repository, "dist/sdk/nodejs/index.js"),
    join(repository, "dist/provider/report/page/planPage.js"),
  ];
  const sources = ["provider", "sdk/nodejs"].flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts"))
      .map((path) => join(repository, folder, path)),
  );
  const changed = Math.max(...sources.map((path) => statSync(path).mtimeMs));
  if (built.every((path) => existsSync(path) && statSync(path).mtimeMs >= changed)) return;
  await execute(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json"], {
    cwd: repository,
  });
  await execute("npm", ["run", "--silent", "page"], { cwd: repository });
}
