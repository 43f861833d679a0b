import { expect } from "chai";
import type { Cluster } from "../fleet";
import { type Declaration, declaredStack, type DeclaredStack } from "../support/declaredStack";
import { changeLive, configMapPath, deploymentPath, readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";

const place = "kept-test";
const namespace: Declaration = {
  kind: "Namespace",
  name: place,
  args: { placement: { clusterNames: ["us-east"] } },
};

function deployment(name: string, args: object, tag: string): Declaration {
  const container = {
    name: "c",
    image: "nginx:1",
    resources: { requests: { cpu: "100m" } },
    args: ["a"],
  };
  const template = {
    metadata: { annotations: { tag, "pulumi.com/skipAwait": "true" } },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [container] } },
    },
  };
  return { kind: "Deployment", name, args: { namespace: place, template, ...args } };
}

function configMap(name: string, retain: string[], template: object): Declaration {
  return { kind: "ConfigMap", name, args: { namespace: place, retain, template } };
}

function webhook(tag: string): Declaration {
  const clientConfig = { url: "https://hook.example.test/", caBundle: "b3Vycw==" };
  const hook = {
    name: "h.example.test",
    clientConfig,
    sideEffects: "None",
    admissionReviewVersions: ["v1"],
    failurePolicy: "Ignore",
    namespaceSelector: { matchLabels: { nobody: "here" } },
  };
  return {
    kind: "CustomResource",
    name: "kept-test",
    args: {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingWebhookConfiguration",
      placement: { clusterNames: ["us-east"] },
      retain: ["/webhooks/*/clientConfig/caBundle"],
      template: { metadata: { annotations: { tag } }, webhooks: [hook] },
    },
  };
}

const container = "/spec/template/spec/containers";

const program = (tag: string): Declaration[] => [
  namespace,
  deployment("image", { retain: [`${container}/0/image`] }, tag),
  deployment("any", { retain: [`${container}/*/image`, `${container}/*/resources`] }, tag),
  deployment("scaled", { retainReplicas: true }, tag),
  configMap("key", ["/data/a.conf"], { data: { "a.conf": "ours", tag } }),
  configMap("gone", ["/data/a.conf"], { data: { "a.conf": "ours", tag } }),
  configMap("map", ["/data"], { metadata: { annotations: { tag } }, data: { a: "ours" } }),
  configMap("note", ["/metadata/annotations/x.test~1y"], {
    metadata: { annotations: { "x.test/y": "ours" } },
    data: { tag },
  }),
  webhook(tag),
];

const hookPath = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/kept-test";

describe("fields that somebody changed on the member cluster before the next update", function () {
  this.timeout(900_000);
  let cluster: Cluster;
  let stack: DeclaredStack;

  before(async () => {
    const { clusters } = await sharedFleet();
    const first = clusters["us-east"];
    if (first === undefined) throw new Error("the shared fleet has no us-east");
    cluster = first;
    stack = await declaredStack();
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
  });

  const patch = (path: string, body: unknown, manager = "kubectl-edit") =>
    changeLive(cluster, {
      method: "PATCH",
      path: `${path}?fieldManager=${manager}`,
      body,
      contentType: "application/strategic-merge-patch+json",
    });
  const apply = (path: string, body: unknown) =>
    changeLive(cluster, {
      method: "PATCH",
      path: `${path}?fieldManager=operator&force=true`,
      body,
      contentType: "application/apply-patch+yaml",
    });
  const seen = async () => {
    const pod = async (name: string) => {
      const live = await readLive(cluster, deploymentPath(place, name));
      const spec = live?.spec as {
        replicas: number;
        template: { spec: { containers: { name: string; image: string; resources: object }[] } };
      };
      return { replicas: spec.replicas, container: spec.template.spec.containers[0] };
    };
    const map = async (name: string) => (await readLive(cluster, configMapPath(place, name)))?.data;
    const note = await readLive(cluster, configMapPath(place, "note"));
    const hooks = (await readLive(cluster, hookPath)) as unknown as {
      webhooks: { clientConfig: { caBundle: string } }[];
    };
    return {
      image: (await pod("image")).container?.image,
      any: (await pod("any")).container,
      scaled: (await pod("scaled")).replicas,
      key: (await map("key"))?.["a.conf"],
      gone: Object.keys((await map("gone")) ?? {}),
      map: await map("map"),
      note: note?.metadata.annotations?.["x.test/y"],
      caBundle: hooks.webhooks[0]?.clientConfig.caBundle,
    };
  };

  let theirs: Awaited<ReturnType<typeof seen>>;

  it("cause no change while nothing else changes", async () => {
    await stack.declare(program("1"));
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect(up.output).to.not.include("ignore changes");
    expect((await stack.up()).changes).to.deep.equal([]);

    await patch(deploymentPath(place, "image"), {
      spec: { template: { spec: { containers: [{ name: "c", image: "nginx:2" }] } } },
    });
    await patch(deploymentPath(place, "any"), {
      spec: {
        template: {
          spec: {
            containers: [{ name: "c", image: "nginx:2", resources: { requests: { cpu: "200m" } } }],
          },
        },
      },
    });
    await patch(`${deploymentPath(place, "scaled")}/scale`, { spec: { replicas: 4 } }, "hpa");
    await patch(configMapPath(place, "key"), { data: { "a.conf": "theirs" } }, "operator");
    await patch(configMapPath(place, "gone"), { data: { "a.conf": null } });
    await patch(configMapPath(place, "map"), { data: { a: "theirs", b: "new" } });
    await patch(configMapPath(place, "note"), {
      metadata: { annotations: { "x.test/y": "theirs" } },
    });
    await apply(hookPath, {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingWebhookConfiguration",
      metadata: { name: "kept-test" },
      webhooks: [
        {
          name: "h.example.test",
          clientConfig: { caBundle: "dGhlaXJz" },
          sideEffects: "None",
          admissionReviewVersions: ["v1"],
        },
      ],
    });
    theirs = await seen();
    expect(theirs).to.deep.include({
      image: "nginx:2",
      scaled: 4,
      key: "theirs",
      gone: ["tag"],
      map: { a: "theirs", b: "new" },
      note: "theirs",
      caBundle: "dGhlaXJz",
    });
    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    expect(preview.changes).to.deep.equal([]);
  });

  it("stay theirs when something else changes, and then nothing is left to do", async () => {
    await stack.declare(program("2"));
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    expect(up.changes.map(({ op }) => op)).to.deep.equal(Array(8).fill("update"));
    expect(await seen()).to.deep.equal(theirs);
    const again = await stack.preview();
    expect(again.changes, again.output).to.deep.equal([]);
    expect(up.output).to.not.include("ignore changes");
  });

  it("are said where the program wants something else", async () => {
    const { diagnostics } = await stack.preview();
    const said = diagnostics
      .map(({ message }) => message)
      .filter((text) => text.startsWith("retained"));
    expect(said).to.include(
      `retained, not written: data["a.conf"] of ConfigMap ${place}/key on "us-east"`,
    );
  });

  it("stay theirs after a refresh too", async () => {
    const refreshed = await stack.refresh();
    expect(refreshed.succeeded, refreshed.output).to.equal(true);
    expect((await stack.preview()).changes).to.deep.equal([]);
    await patch(configMapPath(place, "key"), { data: { "a.conf": "again" } }, "operator");
    await stack.declare(program("3"));
    const up = await stack.up({ refresh: true });
    expect(up.succeeded, up.output).to.equal(true);
    expect(await seen()).to.deep.equal({ ...theirs, key: "again" });
  });
});
