/*
 * The shop in Java, compiled with the package in sdk/java as it is. The kubernetes package of our version is in no
 * registry that everybody reaches, so it is generated from its own schema, and of it what the rest refers to is compiled.
 */

import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { generateSdks } from "../sdk/generatedSdks";
import { downloadModule, setJsonFields } from "../toolchain/build";
import { cacheDirectory } from "../toolchain/cache";
import { findProgram, runCommand } from "../toolchain/command";
import { acquireLock } from "../toolchain/lock";
import { findTool } from "../toolchain/versions";

const repository = resolve(__dirname, "../..");
const sdk = join(repository, "sdk/java");
const shop = join(repository, "examples/shop/java/src/main/java");
const kubernetes = findTool("kubernetes-plugin");

/**
 * Compiles all of `sdk/java` and the shop in Java, and packs them with what they need. What is made is kept in the cache
 * until one of the sources changes.
 *
 * @returns the file that `java -jar` runs
 * @throws what the compiler says
 */
export async function compiledJavaShop(): Promise<string> {
  const key = keyOf([join(sdk, "pom.xml"), ...javaFiles(sdk), ...javaFiles(shop)]);
  const parent = join(cacheDirectory(process.env), "java");
  mkdirSync(parent, { recursive: true });
  const lock = await acquireLock({ paths: [join(parent, "lock")] });
  try {
    const [libraries, sources] = [await librariesIn(parent), await kubernetesIn(parent)];
    return join(
      await made(join(parent, key), (folder) => packProgram({ folder, libraries, sources })),
      "shop.jar",
    );
  } finally {
    lock.release();
  }
}

/** A folder, made whole by `make` where it is not there yet. */
async function made(folder: string, make: (draft: string) => Promise<void>): Promise<string> {
  if (existsSync(folder)) return folder;
  const draft = `${folder}.partial`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft);
  await make(draft);
  renameSync(draft, folder);
  return folder;
}

/** What the package needs beside the kubernetes package, by Maven. */
async function librariesIn(parent: string): Promise<string> {
  const pom = readFileSync(join(sdk, "pom.xml"), "utf8");
  const others = pom.replaceAll(/<dependency>(?:(?!<\/dependency>)[^])*<\/dependency>/g, (each) =>
    each.includes("<artifactId>kubernetes<") ? "" : each,
  );
  return await made(join(parent, `lib-${hashOf(others)}`), async (folder) => {
    writeFileSync(join(folder, "pom.xml"), others);
    const words = ["-q", "-B", "dependency:copy-dependencies", `-DoutputDirectory=${folder}`];
    await run("mvn", words, folder);
  });
}

/** The sources of the kubernetes package, all 4,500 of them. */
async function kubernetesIn(parent: string): Promise<string> {
  return await made(join(parent, `kubernetes-${kubernetes.version}`), async (folder) => {
    const module = await downloadModule({ tool: kubernetes, searchPath: process.env.PATH });
    const [embedded] = kubernetes.embeds;
    const text = readFileSync(join(module, embedded?.path ?? ""), "utf8");
    const schema = join(folder, "schema.json");
    writeFileSync(schema, setJsonFields(text, embedded?.set ?? {}));
    const generated = await generateSdks(["java"], schema);
    cpSync(join(generated, "java/src/main/java"), folder, { recursive: true });
    rmSync(generated, { recursive: true });
  });
}

async function packProgram(of: {
  readonly folder: string;
  readonly libraries: string;
  readonly sources: string;
}): Promise<void> {
  const { folder, libraries, sources } = of;
  const classes = mkdtempSync(join(tmpdir(), "pulumi-kubefed-java-"));
  try {
    const all = join(folder, "sources.txt");
    writeFileSync(all, [...javaFiles(sdk), ...javaFiles(shop)].join("\n"));
    const jars = readdirSync(libraries).filter((name) => name.endsWith(".jar"));
    const path = jars.map((name) => join(libraries, name)).join(":");
    // What is referred to of the kubernetes package is compiled too.
    const compile = ["-nowarn", "-proc:none", "--release", "11", "-implicit:class"];
    const places = ["-sourcepath", sources, "-cp", path, "-d", classes];
    await run("javac", [...compile, ...places, `@${all}`], folder);
    writeVersion(join(classes, "com/pulumi/kubefed"), "kubefed", "0.1.0");
    writeVersion(join(classes, "com/pulumi/kubernetes"), "kubernetes", kubernetes.version);
    symlinkSync(libraries, join(folder, "lib"));
    const manifest = join(folder, "manifest.txt");
    // A line of a manifest has at most 72 bytes; one that begins with a space goes on with the one before.
    const listed = `Class-Path: ${jars.map((name) => `lib/${name}`).join(" ")}`;
    const lines = listed.match(/.{1,70}/g) ?? [];
    writeFileSync(manifest, `Main-Class: shop.App\n${lines.join("\n ")}\n`);
    await run("jar", ["cfm", join(folder, "shop.jar"), manifest, "-C", classes, "."], folder);
  } finally {
    rmSync(classes, { recursive: true, force: true });
  }
}

/** What Gradle and Maven write: which version a package is, and which plugin it needs. */
function writeVersion(folder: string, name: string, version: string): void {
  writeFileSync(join(folder, "version.txt"), version);
  writeFileSync(join(folder, "plugin.json"), JSON.stringify({ resource: true, name, version }));
}

function javaFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".java"))
    .sort()
    .map((path) => join(folder, path));
}

function keyOf(files: readonly string[]): string {
  return hashOf(files.map((file) => readFileSync(file, "utf8")).join("\0"));
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

async function run(program: string, words: readonly string[], directory: string): Promise<void> {
  const command = findProgram(program, process.env.PATH);
  if (command === undefined)
    throw new Error(`there is no "${program}" on PATH; Java 11 or newer and Maven are needed`);
  const { code, output } = await runCommand({ command, arguments: words, directory });
  if (code !== 0) throw new Error(`${program} ended with ${code}:\n${output}`);
}
