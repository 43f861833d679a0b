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
  let ownPath: string;
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
    ownPath = join(writing.shell.directory, "contexts.yaml");
    writeFileSync(ownPath, manyContexts(members, []));
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

  it("is read by another program, as a file and a stack are, none of which loses a member in silence", async () => {
    const both = [
      { name: "ap-south", labels: labels["ap-south"], zones: [] },
      { name: "us-east", labels: labels["us-east"], zones: [] },
    ];
    for (const source of ["by-kubefed", "by-file", "by-stack", "by-registry"]) {
      const from = source === "by-file" ? { path: ownPath, source } : { path, source };
      await reading.configure(from);
      const { outputs } = await run(reading.up());
      expect(outputs.found, source).to.deep.equal(both);
      for (const member of members) {
        const map = await readLive(member, configMapPath("default", source));
        const expected = member.name === "us-east" ? { source } : undefined;
        expect(map?.data, `${source} on ${member.name}`).to.deep.equal(expected);
      }
      expect((await run(reading.up())).changes, source).to.deep.equal([]);
      await losing[source]?.();
    }
  });

  /** What takes a cluster off each list, and that it is refused to go on without it. */
  const losing: Record<string, () => Promise<void>> = {
    "by-file": async () => {
      const text = readFileSync(ownPath, "utf8");
      const lost = (name: string) =>
        `cluster "${name}" is in this stack, and no context of "${ownPath}" stands for it any more`;
      writeFileSync(ownPath, text.replaceAll("to-us-east", "to-US-east"));
      await refused("by-file", 'context "to-US-east"');
      writeFileSync(ownPath, text.replaceAll("to-us-east", "to-east"));
      await refused("by-file", lost("us-east"), 'say so by gone: ["us-east"]');
      writeFileSync(ownPath, manyContexts(members.slice(0, 1), []));
      await refused("by-file", lost("ap-south"), "nothing was written");
      await reading.configure({ path: ownPath, source: "by-file", gone: ["ap-south"] });
      const { changes } = await run(reading.up());
      expect(changes.map(({ op, name }) => `${op} ${name}`)).to.include("delete ap-south");
    },
    "by-stack": async () => {
      await writing.configure({ path, labels, withheld: "us-east" });
      await run(writing.up());
      const lost = `cluster "us-east" is in this stack, and stack "organization/registry/dev" exports it no more in "fleet"`;
      await refused("by-stack", lost);
    },
  };

  /** An update ends with these words, and the object of the one member that is selected is as it was. */
  async function refused(source: string, ...words: string[]): Promise<void> {
    const read = async () => {
      const map = await readLive(found(members[0]), configMapPath("default", source));
      return map?.metadata.uid;
    };
    const uid = await read();
    expect(uid, source).to.be.a("string");
    const done = await reading.up();
    expect(done.succeeded, done.output).to.equal(false);
    for (const each of words) expect(done.output).to.include(each);
    expect(await read(), source).to.equal(uid);
  }

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
    await reading.configure({ path, source: "by-registry" });
    const objectOf = (name: string) => `${collections.Cluster}/${name}`;
    const body = { spec: { kubernetesApiEndpoints: { serverEndpoints: [] } } };
    await changeLive(host, { method: "PATCH", path: objectOf("us-east"), body });
    await refused(
      "by-registry",
      'the registry says no address for cluster "us-east"; mend its object',
    );
    for (const name of names) await changeLive(host, { method: "DELETE", path: objectOf(name) });
    await refused(
      "by-registry",
      ...names.map(
        (name) => `cluster "${name}" is in this stack, and the registry lists it no more`,
      ),
    );
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

const nowhere = { name: "nowhere", context: { cluster: "none", user: "none" } };

/** One file for all of them, a context `to-<name>` each; the current one is one more, which leads nowhere. */
function manyContexts(clusters: readonly Cluster[], more: readonly object[] = [nowhere]): string {
  const all = clusters.map(({ name, kubeconfig }) => ({ ...parseKubeconfig(kubeconfig), name }));
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
      ...more,
      ...all.map(({ name }) => ({ name: `to-${name}`, context: { cluster: name, user: name } })),
    ],
    "current-context": more.length === 0 ? `to-${all[0]?.name ?? ""}` : "nowhere",
  });
}

function found(cluster: Cluster | undefined): Cluster {
  if (cluster === undefined) throw new Error("the shared fleet lacks a cluster");
  return cluster;
}
