import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programFiles, writeImage } from "../fleet/nodes/images";
import { nodePrograms } from "../fleet/nodes/realNodes";
import { ensureDebianPackages } from "./debianPackages";
import { eventually } from "./eventually";

/** Installs Debian's HAProxy where it is missing. */
export function ensureHaproxy(): Promise<void> {
  return ensureDebianPackages({
    tests: "the tests of MultiClusterIngress",
    files: ["/usr/sbin/haproxy"],
    packages: ["haproxy"],
  });
}

/** An image of Debian's HAProxy, as its makers' is: its files, its user, how it is told to end. */
export async function haproxyImage(name: string, file: string): Promise<void> {
  await ensureHaproxy();
  const programs = await nodePrograms();
  writeImage({
    name,
    file,
    files: {
      ...programFiles("/usr/sbin/haproxy"),
      "bin/busybox": join(programs, "bin/busybox"),
    },
    commands: ["sleep"],
    command: ["haproxy", "-f", "/usr/local/etc/haproxy/haproxy.cfg"],
    stopSignal: "SIGUSR1",
  });
}

/** The files that a proxy has beside one another, by name: its configuration and certificates. */
export type ProxyFiles = Readonly<Record<string, string>>;

/** What HAProxy says about files: `""` where it would start with them. */
export async function checkProxy(files: ProxyFiles): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-haproxy-"));
  try {
    return await complaintOf(directory, files);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function complaintOf(directory: string, files: ProxyFiles): Promise<string> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  const words = ["-c", "-f", join(directory, "haproxy.cfg")];
  return new Promise((resolve) => {
    execFile("/usr/sbin/haproxy", words, { cwd: directory }, (error, out, err) => {
      resolve(error === null ? "" : `${out}${err}`);
    });
  });
}

/** A real HAProxy on files of a folder of its own. */
export interface RunningProxy {
  /** What a kubelet and a person do: writes the files, has them checked, and puts them to use. */
  reload(files: ProxyFiles): Promise<void>;
  /** What its servers are, by name: whether they are up, and their weight. */
  servers(): Promise<Record<string, { readonly isUp: boolean; readonly weight: number }>>;
  stop(): Promise<void>;
}

/** Starts HAProxy and waits until it serves. */
export async function startProxy(files: ProxyFiles): Promise<RunningProxy> {
  await ensureHaproxy();
  const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-haproxy-"));
  const socket = join(directory, "master.sock");
  const complaint = await complaintOf(directory, files);
  if (complaint !== "") throw new Error(complaint);
  const words = ["-W", "-S", socket, "-f", join(directory, "haproxy.cfg")];
  const process = spawn("/usr/sbin/haproxy", words, { cwd: directory, stdio: "ignore" });
  const say = (command: string): Promise<string> => ask(socket, command);
  /** The process that serves now. */
  const worker = async (): Promise<string> => {
    const [, pid = ""] = /^(\d+)\s+worker\s+/m.exec(await say("show proc")) ?? [];
    if (pid === "") throw new Error("HAProxy has no worker");
    return pid;
  };
  await eventually(() => worker().then(() => undefined), 15_000).catch(async (error: unknown) => {
    await ended(process, "SIGKILL");
    throw error;
  });
  return {
    reload: async (next) => {
      const before = await worker();
      writeFileSync(join(directory, "haproxy.state"), await say("@1 show servers state"));
      const wrong = await complaintOf(directory, next);
      if (wrong !== "") throw new Error(wrong);
      process.kill("SIGUSR2");
      await eventually(async () => {
        if ((await worker()) === before) throw new Error("the old worker still serves");
      }, 15_000);
    },
    servers: async () => {
      const lines = (await say("@1 show servers state")).split("\n");
      const rows = lines.filter((line) => /^\d+ /.test(line)).map((line) => line.split(" "));
      return Object.fromEntries(
        rows.map((row) => [row[3] ?? "", { isUp: row[5] === "2", weight: Number(row[7]) }]),
      );
    },
    stop: async () => {
      await ended(process, "SIGTERM");
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function ask(socket: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const connection = createConnection(socket);
    let answer = "";
    connection.setEncoding("utf8");
    connection.on("data", (text: string) => (answer += text));
    connection.on("end", () => resolve(answer));
    connection.on("error", reject);
    connection.end(`${command}\n`);
  });
}

/** Ends a process and waits for it. */
export function ended(process: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    process.once("exit", () => resolve());
    process.kill(signal);
  });
}
