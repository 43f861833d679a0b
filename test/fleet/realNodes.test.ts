import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { get } from "lodash";
import { signalProcess } from "../toolchain/processIdentity";
import { startFleet, type Cluster, type Fleet } from "./fleet";
import { callKubeApi, type KubeRequest, type KubeResponse } from "./kubeApi";
import { parseKubeconfig } from "./kubeconfig";
import { busyboxImage } from "./nodes/images";
import { cgroupsOf } from "./nodes/machine";
import { nodePrograms, type RealNode } from "./nodes/realNodes";
import { readProcessRecord } from "./processRecord";
import { eventually, leftOf, traceOf } from "./trace";

const image = "kubefed.test/busybox:1";
const shell = (script: string) => ["sh", "-c", script];

describe("a cluster whose nodes are real", function () {
  this.timeout(600_000);
  let directory: string;
  let fleet: Fleet;
  let cluster: Cluster;
  let host: Server;
  let node: RealNode;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "kubefed-nodes-"));
    const archive = join(directory, "busybox.tar");
    busyboxImage({ name: image, file: archive, programs: await nodePrograms() });
    fleet = await startFleet({
      clusters: [
        { name: "lab", region: "lab", zones: ["lab-a", "lab-b"], nodes: "real", images: [archive] },
      ],
      directory: join(directory, "fleet"),
      progress: { write: () => undefined },
    });
    const [found, first] = [fleet.clusters.lab, fleet.clusters.lab?.realNodes[0]];
    if (found === undefined || first === undefined) throw new Error("there is no cluster");
    [cluster, node] = [found, first];
    host = createServer((_, response) => response.end("from the machine"));
    await new Promise<void>((resolve) => host.listen(0, node.address, resolve));
  });
  after(async () => {
    host.close();
    await fleet.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const call = (request: KubeRequest): Promise<KubeResponse> =>
    callKubeApi(parseKubeconfig(cluster.kubeconfig), request);
  const read = async (path: string): Promise<unknown> => (await call({ path })).body;
  const create = async (path: string, body: object): Promise<void> => {
    const answer = await call({ method: "POST", path, body });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
  };
  /** The object at `path` once the value at `field` is `value`. */
  const once = (path: string, field: string, value: unknown) =>
    eventually({
      what: `${path} has ${field} ${String(value)}`,
      withinMs: 90_000,
      probe: async () => {
        const found = await read(path);
        return get(found, field) === value ? found : undefined;
      },
    });
  const pods = "/api/v1/namespaces/default/pods";

  it("has them in its zones, Ready", async () => {
    const list = await read("/api/v1/nodes");
    const zones = itemsOf(list).map((each): unknown[] => [
      get(each, "metadata.name"),
      get(each, ["metadata", "labels", "topology.kubernetes.io/zone"]),
      get(each, "status.nodeInfo.kubeletVersion"),
    ]);
    expect(zones).to.deep.equal([
      ["lab-1", "lab-a", "v1.36.3"],
      ["lab-2", "lab-b", "v1.36.3"],
    ]);
  });

  it("runs a pod, which reaches this machine and whose output is read", async () => {
    const port = get(host.address(), "port");
    const script = `wget -q -O - http://${node.address}:${port}; echo -n done > /dev/termination-log; exit 3`;
    await create(pods, {
      metadata: { name: "once" },
      spec: {
        nodeName: node.name,
        restartPolicy: "Never",
        automountServiceAccountToken: false,
        containers: [{ name: "main", image, command: shell(script) }],
      },
    });
    const pod = await once(`${pods}/once`, "status.phase", "Failed");
    const ended: unknown = get(pod, "status.containerStatuses[0].state.terminated");
    expect(ended).to.deep.include({ exitCode: 3, message: "done" });
    const folder = `default_once_${String(get(pod, "metadata.uid"))}`;
    const log = readFileSync(join(node.logs, folder, "main", "0.log"), "utf8");
    expect(log).to.match(/ stdout F? ?.*from the machine/);
  });

  const web = "/apis/apps/v1/namespaces/default/deployments/web";
  const answers = async (): Promise<string[]> => {
    const list = await read(`${pods}?labelSelector=app%3Dweb`);
    const addresses = itemsOf(list).map((each) => String(get(each, "status.podIP")));
    const texts = addresses.map(async (address) =>
      (await fetch(`http://${address}:8080/name`)).text(),
    );
    return (await Promise.all(texts)).map((text) => text.trim()).sort();
  };

  it("makes a Deployment Available whose pods, one a node, serve this machine", async () => {
    const labels = { app: "web" };
    const script = "mkdir /tmp/www && echo $NODE > /tmp/www/name && httpd -f -p 8080 -h /tmp/www";
    const field = { fieldRef: { fieldPath: "spec.nodeName" } };
    await create("/apis/apps/v1/namespaces/default/deployments", {
      metadata: { name: "web" },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            topologySpreadConstraints: [
              {
                maxSkew: 1,
                topologyKey: "kubernetes.io/hostname",
                whenUnsatisfiable: "DoNotSchedule",
                labelSelector: { matchLabels: labels },
              },
            ],
            containers: [
              {
                name: "main",
                image,
                command: shell(script),
                env: [{ name: "NODE", valueFrom: field }],
                readinessProbe: { httpGet: { path: "/name", port: 8080 }, periodSeconds: 1 },
              },
            ],
          },
        },
      },
    });
    await once(web, "status.availableReplicas", 2);
    expect(await answers()).to.deep.equal(["lab-1", "lab-2"]);
  });

  it("ends an Indexed Job whose one index fails as failed, with the others completed", async () => {
    const jobs = "/apis/batch/v1/namespaces/default/jobs";
    await create(jobs, {
      metadata: { name: "shards" },
      spec: {
        completionMode: "Indexed",
        completions: 4,
        parallelism: 4,
        backoffLimitPerIndex: 0,
        template: {
          spec: {
            restartPolicy: "Never",
            terminationGracePeriodSeconds: 0,
            containers: [
              { name: "main", image, command: shell('test "$JOB_COMPLETION_INDEX" != 2') },
            ],
          },
        },
      },
    });
    const job = await once(`${jobs}/shards`, "status.conditions[1].type", "Failed");
    expect(get(job, "status")).to.deep.include({ completedIndexes: "0,1,3", failedIndexes: "2" });
    expect(get(job, "status.conditions[1].reason")).to.equal("FailedIndexes");
  });

  it("runs its pods again after it was stopped and started", async () => {
    await cluster.stop();
    await cluster.start();
    await eventually({
      what: "both pods serve again",
      withinMs: 60_000,
      probe: async () => {
        const names = await answers().catch(() => []);
        return names.join() === "lab-1,lab-2" ? true : undefined;
      },
    });
  });

  it("leaves nothing when it ends, though its supervisor is killed", async () => {
    const place = fleet.directory;
    const before = traceOf(place);
    const groups = cgroupsOf(place, readFileSync("/proc/self/cgroup", "utf8"));
    const networks = cluster.realNodes.map(({ address }) => address.replace(/\d+$/, ""));
    const left = async (): Promise<string[]> => {
      const words = [["address"], ["route"]].map((about) =>
        execFileSync("ip", ["-o", "-4", ...about, "show"], { encoding: "utf8" }),
      );
      const lines = `${words.join("")}${readFileSync("/proc/self/mountinfo", "utf8")}`.split("\n");
      return [
        ...(await leftOf(place, before)),
        ...groups.filter(({ folder }) => existsSync(folder)).map(({ folder }) => folder),
        ...lines.filter((line) => [place, ...networks].some((mine) => line.includes(mine))),
      ];
    };
    expect((await left()).length).to.be.greaterThan(groups.length + 2 * networks.length);
    const supervisor = readProcessRecord(place)?.supervisor;
    if (supervisor !== undefined) signalProcess(supervisor, "SIGKILL");
    await fleet.stop();
    expect(await left()).to.deep.equal([]);
    expect(readdirSync(join(place, "lab", "nodes"))).to.deep.equal(["lab-1", "lab-2"]);
  });
});

function itemsOf(list: unknown): readonly unknown[] {
  const items: unknown = get(list, "items");
  return Array.isArray(items) ? items : [];
}
