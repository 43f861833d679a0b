import { expect } from "chai";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { get } from "lodash";
import { parseAllDocuments, stringify } from "yaml";
import { type Cluster, type Fleet, type RealNode, startFleet } from "../fleet";
import { busyboxImage } from "../fleet/nodes/images";
import { nodePrograms } from "../fleet/nodes/realNodes";
import { ensureToolchain } from "../toolchain";
import { eventually } from "../support/eventually";
import { kubefed, kubefedWords } from "../support/kubefed";
import { changeLive, deploymentPath, readLive } from "../support/live";
import { type ShardBed, shardBed } from "../support/shardBed";

const image = "kubefed.test/busybox:1";
const fleetWords = ["--fleet", "organization/large-fleet/dev"];
const pods = "/api/v1/namespaces/default/pods";

describe("shards as an Indexed Job on two real nodes", function () {
  this.timeout(600_000);
  let directory: string;
  let fleet: Fleet;
  let host: Cluster;
  let members: Cluster;
  let bed: ShardBed;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-shards-"));
    const archive = join(directory, "busybox.tar");
    busyboxImage({ name: image, file: archive, programs: await nodePrograms() });
    fleet = await startFleet({
      clusters: [
        { name: "host", region: "eu", zones: ["eu-a", "eu-b"], nodes: "real", images: [archive] },
        { name: "members", region: "eu", zones: ["eu-a"] },
      ],
    });
    [host, members] = [cluster("host"), cluster("members")];
    const backend = `file://${mkdtempSync(join(directory, "backend-"))}`;
    const regions = { "sh-a": { region: "eu" }, "sh-b": { region: "us" } };
    bed = await shardBed(regions, backend, members);
  });
  after(async () => {
    await bed.end();
    await fleet.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const cluster = (name: string): Cluster => {
    const found = fleet.clusters[name];
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found;
  };
  const replicasOf = async (member: string): Promise<unknown> =>
    (await readLive(members, deploymentPath(member, "web")))?.spec?.replicas;
  /** The pods of an index: where each runs, and how it is. */
  const podsOf = async (index: number) => {
    const label = encodeURIComponent(`batch.kubernetes.io/job-completion-index=${index}`);
    const list = await readLive(host, `${pods}?labelSelector=${label}`);
    const items: unknown = get(list, "items");
    return (Array.isArray(items) ? items : []).map((pod: unknown) => ({
      node: String(get(pod, "spec.nodeName")),
      phase: String(get(pod, "status.phase")),
    }));
  };
  const nodeOf = async (index: number): Promise<string> => {
    const [pod] = await podsOf(index);
    return pod?.node ?? "none";
  };
  /** Whether a node is Ready: True, False, or Unknown where nothing has been heard of it. */
  const readinessOf = async (path: string): Promise<string | undefined> => {
    const found = (await readLive(host, path))?.status?.conditions;
    const conditions = found as readonly { type: string; status: string }[] | undefined;
    return conditions?.find(({ type }) => type === "Ready")?.status;
  };
  const nodeCalled = (name: string): RealNode => {
    const node = host.realNodes.find((each) => each.name === name);
    if (node === undefined) throw new Error(`no node is called "${name}"`);
    return node;
  };
  /** Writes the manifest's Job, and the Secret that it is given. */
  const writeJob = async (): Promise<string> => {
    const file = join(bed.shell.directory, "job.yaml");
    const words = ["shards", "manifests", ...fleetWords, "--for", "job", "--out", file];
    const written = await kubefed({
      words: [...words, "--namespace", "default", "--image", image],
      ...bed.shell,
    });
    expect(written.code, written.err).to.equal(0);
    const start = `cd ${bed.shell.directory} && exec ${kubefedWords.join(" ")} shards up "$@"`;
    writeFileSync(file, stringify(onThisMachine(readFileSync(file, "utf8"), start)));
    const env = { ...(await ensureToolchain()).env(), ...bed.shell.env };
    await changeLive(host, {
      method: "POST",
      path: "/api/v1/namespaces/default/secrets",
      body: { metadata: { name: "kubefed-shards" }, stringData: { ...env, HOME: directory } },
    });
    return file;
  };

  it("ends on the other node what a dying node was creating, and nothing runs twice", async () => {
    const job = await writeJob();
    await bed.fill("sh-a", true);
    const words = ["shards", "up", "--create", ...fleetWords, "--engine", "kubernetes"];
    const up = kubefed({
      words: [...words, "--job", job, "--kubeconfig", host.kubeconfigPath],
      ...bed.shell,
    });
    const begun = eventually(async () => {
      const replicas = [await replicasOf("sh-a"), await replicasOf("sh-b")].map(Number);
      expect(replicas.sort()).to.deep.equal([6, 7]);
    }, 120_000);
    const early = up.then(({ err }) => Promise.reject(new Error(`it has ended: ${err}`)));
    await Promise.race([begun, early]);
    const [first, second] = [await nodeOf(0), await nodeOf(1)];
    expect([first, second].sort()).to.deep.equal(["host-1", "host-2"]);

    await nodeCalled(first).kill();
    await bed.fill("sh-a", false);
    const nodePath = `/api/v1/nodes/${first}`;
    await eventually(async () => {
      expect(await readinessOf(nodePath)).to.equal("Unknown");
    });
    // Nobody can know that the update has ended: its pod keeps its place.
    expect(await podsOf(0)).to.have.length(1);
    const taint = {
      key: "node.kubernetes.io/out-of-service",
      value: "shutdown",
      effect: "NoExecute",
    };
    await changeLive(host, {
      method: "PATCH",
      path: nodePath,
      body: { spec: { taints: [taint] } },
    });
    const { code, err } = await up;
    expect(code, err).to.equal(0);
    expect(err).to.match(/done: eu-1, us-1; the Job is complete/);

    const ended = (await podsOf(0)).filter(({ phase }) => phase === "Succeeded");
    expect(ended.map(({ node }) => node)).to.deep.equal([second]);
    for (const member of ["sh-a", "sh-b"]) {
      const web = await readLive(members, deploymentPath(member, "web"));
      expect(web?.status).to.deep.include({ readyReplicas: await replicasOf(member) });
    }
  });

  it("has left no lock and nothing to do", async () => {
    const again = ["shards", "up", ...fleetWords, "--only", "eu-1", "--division", ""];
    const { code, err } = await kubefed({ words: again, ...bed.shell });
    expect(code, err).to.equal(0);
    expect(err).to.match(/eu-1: unchanged/);
  });
});

/**
 * A manifest's Job, as it is but for where the program is: in place of an image that has it, pods have this machine's
 * files, and its network, on which the members are.
 */
function onThisMachine(manifest: string, start: string): Job {
  const documents = parseAllDocuments(manifest).map((each) => each.toJS() as Job);
  const job = documents.find(({ kind }) => kind === "Job");
  if (job === undefined) throw new Error("there is no Job");
  const pod = job.spec.template.spec;
  for (const container of pod.containers) {
    container.command = ["/bin/busybox", "chroot", "/machine", "sh", "-c", start, "shard"];
    container.volumeMounts = [{ name: "machine", mountPath: "/machine" }];
  }
  pod.volumes = [{ name: "machine", hostPath: { path: "/" } }];
  pod.hostNetwork = true;
  delete pod.serviceAccountName;
  return job;
}

/** A Job, as far as it is changed here. */
interface Job {
  readonly kind: string;
  readonly spec: {
    readonly template: {
      readonly spec: {
        containers: {
          command?: string[];
          volumeMounts?: object[];
        }[];
        volumes?: object[];
        hostNetwork?: boolean;
        serviceAccountName?: string;
      };
    };
  };
}
