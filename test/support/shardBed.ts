import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import type { Cluster } from "../fleet";
import { ensureToolchain } from "../toolchain";
import { pulumi, runEngine, type Engine } from "./engineRun";
import { rewritten } from "./identityBed";
import { sharedFleet } from "./sharedFleet";
import { admission, call, imagePolicies } from "./stagedBed";
import { createStack, type TestStack } from "./stack";

/** What a member has, without what its server says of how it came. */
export interface LiveShard {
  readonly web: { readonly replicas: number; readonly spec: unknown; readonly labels: unknown };
  readonly login: unknown;
}

/** Members that are namespaces of one API server: a fleet's stack, one stack of them all, and three shards. */
export interface ShardBed {
  readonly shell: TestStack["shell"];
  /** Updates the one stack that has all members. */
  upOne(): Promise<void>;
  destroyOne(): Promise<void>;
  live(): Promise<Record<string, LiveShard>>;
  images(): Promise<Record<string, string | undefined>>;
  /** Lets the API server refuse images that begin so in a member's namespace. */
  refuse(member: string, image: string): Promise<void>;
  allow(member: string): Promise<void>;
  /** Lets no new pod be made in a member's namespace, so that an update there goes on until it is given up; or again. */
  fill(member: string, isFull: boolean): Promise<void>;
  /** Asks the API server whether it would take the objects of a file. */
  dryRun(file: string): Promise<void>;
  end(): Promise<void>;
}

/**
 * Makes it; the fleet is exported, and nothing of the application is there.
 *
 * @param place where the namespaces are; default us-east of the shared fleet
 */
export async function shardBed(
  members: Readonly<Record<string, { readonly region: string }>>,
  backend: string,
  place?: Cluster,
): Promise<ShardBed> {
  const cluster = place ?? (await sharedFleet()).clusters["us-east"];
  if (cluster === undefined) throw new Error("the shared fleet has no us-east");
  const names = Object.keys(members);
  const made = names.map((name) => `/api/v1/namespaces/${name}`);
  for (const name of names)
    await call(cluster, "POST", "/api/v1/namespaces", { metadata: { name } });
  const kubeconfigOf = (name: string) =>
    rewritten(cluster.kubeconfig, (document) => {
      for (const { context } of document.contexts) context.namespace = name;
    });
  const env = { PULUMI_BACKEND_URL: backend };
  const fleet = await createStack({
    program: "examples/large-fleet/fleet/index",
    project: "large-fleet",
    secrets: Object.fromEntries(names.map((name) => [`${name}-kubeconfig`, kubeconfigOf(name)])),
    env,
  });
  await fleet.setConfig("members", JSON.stringify(members));
  await fleet.setConfig("maxClusters", "2");
  const exported = await fleet.up();
  if (!exported.succeeded) throw new Error(exported.output);
  const app = await createStack({
    program: "examples/large-fleet/app/index",
    project: "large-fleet-app",
    stack: "eu-1",
    secrets: { token: "first-word" },
    env,
  });
  await app.setConfig("fleet", "organization/large-fleet/dev");
  const toolchain = await ensureToolchain();
  const engineOf = (stack: string): Engine => ({
    directory: app.shell.directory,
    stack,
    env: { ...process.env, ...toolchain.env(), ...app.shell.env },
    stateFile: "",
  });
  const one = engineOf("one");
  await pulumi(one, ["stack", "init", "--no-select", "--copy-config-from", "eu-1"]);
  await app.setConfig("shard", "eu-1");
  const liveIn = async (name: string): Promise<LiveShard> => {
    const path = `namespaces/${name}`;
    const web = await call(cluster, "GET", `/apis/apps/v1/${path}/deployments/web`);
    const login = await call(cluster, "GET", `/api/v1/${path}/secrets/login`);
    const { spec, metadata } = web as {
      spec: { replicas: number };
      metadata: { labels?: unknown };
    };
    const { data, metadata: of } = login as { data: unknown; metadata: { labels?: unknown } };
    const own = { data, labels: of.labels };
    return { web: { replicas: spec.replicas, spec, labels: metadata.labels }, login: own };
  };
  const live = async () =>
    Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await liveIn(name)] as const)),
    );
  const run = async (engine: Engine, words: string[]): Promise<void> => {
    const done = await runEngine(engine, [...words, "--yes", "--skip-preview"]);
    if (!done.succeeded) throw new Error(done.output);
  };
  return {
    shell: app.shell,
    upOne: () => run(one, ["up"]),
    destroyOne: () => run(one, ["destroy"]),
    live,
    images: async () =>
      Object.fromEntries(
        Object.entries(await live()).map(([name, { web }]) => [name, imageIn(web.spec)]),
      ),
    refuse: async (member, image) => {
      for (const [path, policy] of imagePolicies(member, image)) {
        await call(cluster, "POST", `${admission}/${path}`, policy);
        made.push(`${admission}/${path}/${policy.metadata.name}`);
      }
    },
    allow: async (member) => {
      for (const [path, { metadata }] of imagePolicies(member, ""))
        await call(cluster, "DELETE", `${admission}/${path}/${metadata.name}`);
    },
    fill: async (member, isFull) => {
      const path = `/api/v1/namespaces/${member}/resourcequotas`;
      const quota = { metadata: { name: "full" }, spec: { hard: { pods: "0" } } };
      if (isFull) await call(cluster, "POST", path, quota);
      else await call(cluster, "DELETE", `${path}/full`);
    },
    dryRun: async (file) => {
      for (const document of parseAllDocuments(readFileSync(file, "utf8"))) {
        const object = document.toJS() as ManifestObject;
        // What the others are in: it stays for a moment and is removed with the rest.
        const isPlace = object.kind === "Namespace";
        const query = isPlace ? "" : "?dryRun=All&fieldValidation=Strict";
        await call(cluster, "POST", `${collectionOf(object)}${query}`, object);
        if (isPlace) made.push(`/api/v1/namespaces/${object.metadata.name}`);
      }
    },
    end: async () => {
      for (const path of made) await call(cluster, "DELETE", path);
      app.remove();
      fleet.remove();
    },
  };
}

interface ManifestObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

function collectionOf({ apiVersion, kind, metadata: { namespace } }: ManifestObject): string {
  const root = apiVersion === "v1" ? "/api/v1" : `/apis/${apiVersion}`;
  const within = namespace === undefined ? "" : `/namespaces/${namespace}`;
  return `${root}${within}/${kind.toLowerCase()}s`;
}

function imageIn(spec: unknown): string | undefined {
  const { template } = spec as {
    template: { spec: { containers: { image: string }[] } };
  };
  return template.spec.containers[0]?.image;
}
