import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { stringify } from "yaml";
import { callKubeApi, type Cluster, parseKubeconfig } from "../fleet";
import { changeLive, configMapPath, readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";
import { createStack, type EngineRun, type TestStack } from "../support/stack";

const labels = { "us-east": { region: "us", tier: "prod" }, "ap-south": {} };
const names = Object.keys(labels);
const collections = {
  Cluster: "/apis/clusterregistry.k8s.io/v1alpha1/namespaces/kube-multicluster-public/clusters",
  KubeFedCluster: "/apis/core.kubefed.io/v1beta1/namespaces/kube-federation-system/kubefedclusters",
};

describe("a registry of clusters in a host cluster", function () {
  this.timeout(600_000);
  let host: Cluster;
  let members: Cluster[];
  let path: string;
  let writing: TestStack;
  let reading: TestStack;
  const said: string[] = [];

  before(async () => {
    const { clusters } = await sharedFleet();
    host = found(clusters["eu-west"]);
    members = names.map((name) => found(clusters[name]));
    const secrets = { host: host.kubeconfig };
    writing = await createStack({ program: "registry", secrets });
    const backend = writing.shell.env.PULUMI_BACKEND_URL?.replace("file://", "");
    reading = await createStack({
      program: "registered",
      secrets,
      ...(backend === undefined ? {} : { backend }),
    });
    path = join(writing.shell.directory, "kubeconfig.yaml");
    writeFileSync(path, manyContexts(members));
    await writing.configure({ path, labels });
  });
  after(async () => {
    await reading.destroy();
    reading.remove();
    writing.remove();
  });

  async function run(command: Promise<EngineRun>): Promise<EngineRun> {
    const done = await command;
    expect(done.succeeded, done.output).to.equal(true);
    said.push(done.output, ...done.diagnostics.map(({ message }) => message));
    return done;
  }

  it("is shown by the preview, which writes nothing", async () => {
    const { changes } = await run(writing.preview());
    const objects = changes.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(objects.map(({ op, name }) => `${op} ${name}`)).to.include.members([
      "create registry-cluster-us-east",
      "create registry-kubefedcluster-ap-south",
      "create registry-kubefedcluster-ap-south-token",
      "create registry-kubefedcluster-definition",
    ]);
    for (const path of Object.values(collections)) {
      expect((await ask(path)).status, path).to.equal(404);
    }
  });

  it("holds endpoint, certificates and labels of both kinds, and a token only beside KubeFed's", async () => {
    const { outputs } = await run(writing.up());
    expect(outputs.contexts).to.deep.equal(["ap-south by to-ap-south", "us-east by to-us-east"]);
    for (const { name, kubeconfig } of members) {
      const { server, certificates, token } = parseKubeconfig(kubeconfig);
      const caBundle = Buffer.from(certificates).toString("base64");
      const registered = await readLive(host, `${collections.Cluster}/${name}`);
      expect(registered?.metadata.labels ?? {}).to.deep.equal(Reflect.get(labels, name));
      expect(registered?.spec).to.deep.equal({
        kubernetesApiEndpoints: {
          serverEndpoints: [{ clientCIDR: "0.0.0.0/0", serverAddress: server }],
          caBundle,
        },
      });
      const secretName = `${name}-token`;
      const own = await readLive(host, `${collections.KubeFedCluster}/${name}`);
      expect(own?.spec).to.deep.equal({
        apiEndpoint: server,
        caBundle,
        secretRef: { name: secretName },
      });
      const secret = await readLive(
        host,
        `/api/v1/namespaces/kube-federation-system/secrets/${secretName}`,
      );
      expect(secret?.data).to.deep.equal({ token: Buffer.from(token).toString("base64") });
    }
    expect((await run(writing.up())).changes).to.deep.equal([]);
  });

  it("stays as it is when its component is renamed, its namespace and definition as well", async () => {
    const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    const paths = [
      `${collections.Cluster}/us-east`,
      `${collections.KubeFedCluster}/us-east`,
      "/api/v1/namespaces/kube-multicluster-public",
      "/api/v1/namespaces/kube-federation-system/secrets/us-east-token",
      `${definitions}/clusters.clusterregistry.k8s.io`,
    ];
    const readUids = () =>
      Promise.all(paths.map(async (each) => (await readLive(host, each))?.metadata.uid));
    const uids = await readUids();
    expect(uids).not.to.include(undefined);
    await writing.configure({ path, labels, called: "list" });
    const { changes } = await run(writing.up());
    expect(changes.filter(({ type }) => type.startsWith("kubernetes:"))).to.deep.equal([]);
    expect(await readUids()).to.deep.equal(uids);
    await writing.configure({ path, labels });
    await run(writing.up());
  });

  it("is read by another program, whose objects go to the clusters that it lists", async () => {
    const both = [
      { name: "ap-south", labels: labels["ap-south"], zones: [] },
      { name: "us-east", labels: labels["us-east"], zones: [] },
    ];
    for (const source of ["by-kubefed", "by-stack", "by-registry"]) {
      await reading.configure({ path, source });
      const { outputs } = await run(reading.up());
      expect(outputs.found, source).to.deep.equal(both);
      for (const member of members) {
        const map = await readLive(member, configMapPath("default", source));
        const expected = member.name === "us-east" ? { source } : undefined;
        expect(map?.data, `${source} on ${member.name}`).to.deep.equal(expected);
      }
      expect((await run(reading.up())).changes, source).to.deep.equal([]);
      if (source !== "by-registry") await run(reading.destroy());
    }
  });

  it("gives no credentials of a kind that has none: which cluster needs them is said", async () => {
    await reading.configure({ path, source: "by-registry", withoutCredentials: true });
    const { succeeded, output } = await reading.preview();
    expect(succeeded).to.equal(false);
    expect(output).to.include(
      'clustersFromRegistry: the registry has no credentials for cluster "ap-south"; give a kubeconfig for it by args',
    );
  });

  it("refuses a KubeFedCluster without a token, by name", async () => {
    const tokenless = join(writing.shell.directory, "tokenless.yaml");
    writeFileSync(tokenless, manyContexts(members).replace(/token: .*/g, "username: nobody"));
    await writing.configure({ path: tokenless, labels, unreachable: "keep" });
    const { succeeded, output } = await writing.preview();
    expect(succeeded).to.equal(false);
    expect(output).to.include('cluster "us-east" has credentials without a token');
  });

  it("leaves no token in a state nor in what is printed", () => {
    const texts = [writing.state(), reading.state(), ...said];
    expect(readFileSync(path, "utf8")).to.include("token");
    for (const { kubeconfig } of [host, ...members]) {
      const { token } = parseKubeconfig(kubeconfig);
      for (const form of [token, Buffer.from(token).toString("base64")]) {
        expect(texts.some((text) => text.includes(form))).to.equal(false);
      }
    }
  });

  it("loses nothing on a cluster that has no address there or is listed no more, and says which", async () => {
    const [member] = members;
    if (member === undefined) throw new Error("there is no member");
    const map = configMapPath("default", "by-registry");
    const { uid } = (await readLive(member, map))?.metadata ?? {};
    expect(uid).to.be.a("string");
    await reading.configure({ path, source: "by-registry" });
    const refused = async (text: string) => {
      const done = await reading.up();
      expect(done.succeeded, done.output).to.equal(false);
      expect(done.output).to.include(text);
      expect((await readLive(member, map))?.metadata.uid).to.equal(uid);
    };
    const objectOf = (name: string) => `${collections.Cluster}/${name}`;
    const body = { spec: { kubernetesApiEndpoints: { serverEndpoints: [] } } };
    await changeLive(host, { method: "PATCH", path: objectOf("us-east"), body });
    await refused('the registry says no address for cluster "us-east"; mend its object');
    for (const name of names) await changeLive(host, { method: "DELETE", path: objectOf(name) });
    await refused('cluster "us-east" is in this stack, and the registry lists it no more');
  });

  it("goes with the stack that wrote it", async () => {
    await reading.configure({ path, source: "by-stack" });
    await writing.configure({ path, labels });
    await run(reading.destroy());
    await run(writing.destroy());
    for (const path of Object.values(collections)) {
      expect((await ask(path)).status, path).to.equal(404);
    }
  });

  function ask(path: string) {
    return callKubeApi(parseKubeconfig(host.kubeconfig), { path });
  }
});

/** One file for all of them, a context `to-<name>` each, and one that leads nowhere as the current one. */
function manyContexts(clusters: readonly Cluster[]): string {
  const all = clusters.map(({ name, kubeconfig }) => ({ ...parseKubeconfig(kubeconfig), name }));
  const nowhere = { name: "nowhere", context: { cluster: "none", user: "none" } };
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: all.map(({ name, server, certificates }) => ({
      name,
      cluster: {
        server,
        "certificate-authority-data": Buffer.from(certificates).toString("base64"),
      },
    })),
    users: all.map(({ name, token }) => ({ name, user: { token } })),
    contexts: [
      nowhere,
      ...all.map(({ name }) => ({ name: `to-${name}`, context: { cluster: name, user: name } })),
    ],
    "current-context": "nowhere",
  });
}

function found(cluster: Cluster | undefined): Cluster {
  if (cluster === undefined) throw new Error("the shared fleet lacks a cluster");
  return cluster;
}
