import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { Toolchain } from "../toolchain";
import { tailOf } from "../toolchain/command";
import { hasRealNodes, type ClusterNetworks, type ClusterSpec } from "./clusterSpec";
import { callKubeApi } from "./kubeApi";
import { formatKubeconfig, type Access } from "./kubeconfig";
import type { RealNode } from "./nodes/realNodes";
import { pickPort, releasePort } from "./port";
import {
  clusterFiles,
  programArguments,
  programEnv,
  programNames,
  type ProgramName,
} from "./programs";
import { settleCluster } from "./settle";
import type { Supervision } from "./supervision";

/** What a cluster is run with. */
export interface ClusterSetup {
  readonly spec: ClusterSpec;
  readonly networks: ClusterNetworks;
  readonly directory: string;
  readonly supervision: Supervision;
  readonly toolchain: Toolchain;
  /** Nodes on which pods run; none where all are simulated. */
  readonly nodes: readonly RealNode[];
}

/** Other processes may take a port between our choice and its use, but hardly this often. */
const attempts = 5;
const readyWithinMs = 120_000;

/**
 * Creates a cluster, in place of what its directory may hold, and returns how to reach it when it is ready for use.
 * Takes another port when its first choice was taken meanwhile.
 */
export async function createCluster(
  setup: ClusterSetup,
  choosePort: () => Promise<number> = pickPort,
): Promise<Access> {
  rmSync(setup.directory, { recursive: true, force: true });
  const token = writeCredentials(setup.directory);
  for (let attempt = 1; ; attempt++) {
    const port = await choosePort();
    try {
      return await runCluster(setup, { port, token });
    } catch (error) {
      releasePort(port);
      await endCluster(setup);
      if (attempt === attempts || !isPortTaken(setup.directory)) throw error;
    }
  }
}

/** Starts a cluster again, with its data, port and token. When that fails it is as stopped as before. */
export async function restartCluster(
  setup: ClusterSetup,
  run: { port: number; token: string },
): Promise<void> {
  try {
    await runCluster(setup, run);
  } catch (error) {
    await endCluster(setup);
    throw error;
  }
}

/**
 * Starts the programs of a cluster whose directory is prepared and waits until it is ready.
 * Used for its first start and after `endCluster`; the data is that of the last run.
 */
async function runCluster(
  setup: ClusterSetup,
  run: { port: number; token: string },
): Promise<Access> {
  const files = clusterFiles(setup.directory);
  const start = (program: ProgramName) => startProgram(setup, program, run.port);
  await start("etcd");
  await start("kube-apiserver");
  const access = await waitForApiServer(setup, run);
  writeFileSync(files.kubeconfig, formatKubeconfig(access), { mode: 0o600 });
  await Promise.all([start("kube-controller-manager"), start("kube-scheduler"), start("kwok")]);
  await Promise.all(setup.nodes.map((node) => node.start()));
  await settleCluster({
    spec: setup.spec,
    networks: setup.networks,
    call: (request) => callKubeApi(access, request),
    check: () => failIfEnded(setup),
    withinMs: readyWithinMs,
  });
  return access;
}

/**
 * Ends the programs of a cluster; its data stays. All but etcd keep nothing of their own, so they are killed,
 * the API server before etcd: without etcd it would hang on its way out.
 */
export async function endCluster(setup: ClusterSetup): Promise<void> {
  const { supervision, spec } = setup;
  await Promise.all(setup.nodes.map((node) => node.kill()));
  const stateless = programNames.filter((program) => program !== "etcd");
  await Promise.all(stateless.map((program) => supervision.end(`${spec.name}/${program}`, 0)));
  await supervision.end(`${spec.name}/etcd`, 3000);
}

async function startProgram(
  setup: ClusterSetup,
  program: ProgramName,
  port: number,
): Promise<void> {
  const { directory, networks } = setup;
  const log = clusterFiles(directory).log(program);
  rmSync(log, { force: true }); // A port that was taken in an earlier attempt must not be found again.
  await setup.supervision.start({
    key: `${setup.spec.name}/${program}`,
    command: setup.toolchain.binary(program),
    arguments: programArguments(program, {
      directory,
      networks,
      port,
      hasRealNodes: hasRealNodes(setup.spec),
    }),
    directory,
    log,
    env: programEnv,
  });
}

async function waitForApiServer(
  setup: ClusterSetup,
  run: { port: number; token: string },
): Promise<Access> {
  const server = `https://127.0.0.1:${run.port}`;
  const deadline = Date.now() + readyWithinMs;
  let last = "no certificate yet";
  while (Date.now() < deadline) {
    failIfEnded(setup);
    const certificates = readIfThere(clusterFiles(setup.directory).serverCertificate);
    if (certificates !== undefined) {
      const access = { name: setup.spec.name, server, certificates, token: run.token };
      try {
        const answer = await callKubeApi(access, { path: "/readyz", timeoutMs: 2000 });
        if (answer.status === 200) return access;
        last = `status ${answer.status}`;
      } catch (error) {
        last = String(error);
      }
    }
    await delay(100);
  }
  throw new Error(
    `fleet: the API server of "${setup.spec.name}" is not ready after ${readyWithinMs} ms: ${last}` +
      `\n${tailOf(clusterFiles(setup.directory).log("kube-apiserver"), 15)}`,
  );
}

function failIfEnded(setup: ClusterSetup): void {
  const files = clusterFiles(setup.directory);
  for (const program of [...programNames, ...setup.nodes.map(({ name }) => name)]) {
    const how = setup.supervision.endOf(`${setup.spec.name}/${program}`);
    if (how === undefined) continue;
    const tail = tailOf(files.log(program), 15);
    throw new Error(`fleet: ${program} of "${setup.spec.name}" ended with ${how}\n${tail}`);
  }
}

function isPortTaken(directory: string): boolean {
  const log = tailOf(clusterFiles(directory).log("kube-apiserver"), 50);
  return log.includes("address already in use");
}

/** Writes the administrator's token and the key of service account tokens. Returns the token. */
function writeCredentials(directory: string): string {
  const files = clusterFiles(directory);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  mkdirSync(files.certificates, { recursive: true });
  const token = randomBytes(16).toString("hex");
  writeFileSync(files.tokens, `${token},admin,admin,"system:masters"\n`, { mode: 0o600 });
  const { privateKey } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    privateKeyEncoding: { type: "sec1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  writeFileSync(files.serviceAccountKey, privateKey, { mode: 0o600 });
  return token;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
