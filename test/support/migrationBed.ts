import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cluster, Fleet } from "../fleet";
import { ensureToolchain } from "../toolchain";
import { packedPackage } from "./packedPackage";
import { sharedFleet } from "./sharedFleet";
import { openStack, type TestStack } from "./stack";

/** Projects that the packed package's command line writes, and stacks of them on the shared clusters. */
export class MigrationBed {
  #fleet: Fleet | undefined;
  #directory: string | undefined;
  readonly #stacks: TestStack[] = [];

  async start(): Promise<void> {
    this.#fleet = await sharedFleet();
    this.#directory = mkdtempSync(join((await packedPackage()).directory, "migration-"));
  }

  /** Destroys the stacks and removes the projects. */
  async stop(): Promise<void> {
    for (const stack of this.#stacks) await stack.destroy();
    if (this.#directory !== undefined) rmSync(this.#directory, { recursive: true, force: true });
  }

  get fleet(): Fleet {
    if (this.#fleet === undefined) throw new Error("the clusters have not been started");
    return this.#fleet;
  }

  cluster(name: string): Cluster {
    const cluster = this.fleet.clusters[name];
    if (cluster === undefined) throw new Error(`no cluster ${name}`);
    return cluster;
  }

  /** Where a file or folder of the name is. */
  path(name: string): string {
    if (this.#directory === undefined) throw new Error("the folder has not been made");
    return join(this.#directory, name);
  }

  /** Writes objects for `-f` and gives the file. */
  writeObjects(name: string, objects: readonly object[]): string {
    const file = this.path(name);
    writeFileSync(file, JSON.stringify({ kind: "List", items: objects }));
    return file;
  }

  /** Runs the command line of the packed package, as users have it. */
  async kubefed(...words: string[]): Promise<string> {
    const { directory } = await packedPackage();
    const main = join(directory, "node_modules/pulumi-kubefed/dist/provider/cli/main.js");
    return execFileSync(process.execPath, [main, ...words], { encoding: "utf8", stdio: "pipe" });
  }

  /** Asks a member cluster as a person does. */
  async kubectl(cluster: string, ...words: string[]): Promise<string> {
    const kubeconfig = this.path(`${cluster}.kubeconfig`);
    writeFileSync(kubeconfig, this.cluster(cluster).kubeconfig);
    const env = { ...process.env, ...(await ensureToolchain()).env(), KUBECONFIG: kubeconfig };
    return execFileSync("kubectl", words, { encoding: "utf8", env, maxBuffer: 1 << 26 });
  }

  /** A stack of a project that was written, with the shared clusters' credentials. */
  async stackOf(
    project: string,
    { secrets, config = {} }: Pick<Parameters<typeof openStack>[0], "secrets" | "config">,
  ): Promise<TestStack> {
    const kubeconfigs = Object.values(this.fleet.clusters).map(
      ({ name, kubeconfig }) => [`${name}-kubeconfig`, kubeconfig] as const,
    );
    const stack = await openStack({
      directory: this.path(project),
      backend: mkdtempSync(this.path("backend-")),
      project,
      stack: "dev",
      secrets: { ...Object.fromEntries(kubeconfigs), ...secrets },
      config,
      toolchain: await ensureToolchain(),
      env: { PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
    });
    this.#stacks.push(stack);
    return stack;
  }
}
