import { expect } from "chai";
import { declaredBed } from "../support/declaredBed";
import type { Declaration } from "../support/declaredStack";
import { changeLive, configMapPath, deploymentPath, readLive } from "../support/live";

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
  const bed = declaredBed();
  // What is retained is read by the credentials of a provider of one's own, too.
  const own = { ownProviders: ["us-east"] };

  const patch = (path: string, body: unknown, manager = "kubectl-edit") =>
    changeLive(bed.cluster("us-east"), {
      method: "PATCH",
      path: `${path}?fieldManager=${manager}`,
      body,
      contentType: "application/strategic-merge-patch+json",
    });
  const apply = (path: string, body: unknown) =>
    changeLive(bed.cluster("us-east"), {
      method: "PATCH",
      path: `${path}?fieldManager=operator&force=true`,
      body,
      contentType: "application/apply-patch+yaml",
    });
  const seen = async () => {
    const pod = async (name: string) => {
      const live = await readLive(bed.cluster("us-east"), deploymentPath(place, name));
      const spec = live?.spec as {
        replicas: number;
        template: { spec: { containers: { name: string; image: string; resources: object }[] } };
      };
      return { replicas: spec.replicas, container: spec.template.spec.containers[0] };
    };
    const map = async (name: string) =>
      (await readLive(bed.cluster("us-east"), configMapPath(place, name)))?.data;
    const note = await readLive(bed.cluster("us-east"), configMapPath(place, "note"));
    const hooks = (await readLive(bed.cluster("us-east"), hookPath)) as unknown as {
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
    const up = await bed.updated(program("1"), own);
    expect(up.output).to.not.include("ignore changes");
    expect((await bed.stack.up()).changes).to.deep.equal([]);

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
    const preview = await bed.stack.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    expect(preview.changes).to.deep.equal([]);
  });

  it("stay theirs when something else changes, and then nothing is left to do", async () => {
    const up = await bed.updated(program("2"), own);
    expect(up.changes.map(({ op }) => op)).to.deep.equal(Array(8).fill("update"));
    expect(await seen()).to.deep.equal(theirs);
    const again = await bed.stack.preview();
    expect(again.changes, again.output).to.deep.equal([]);
    expect(up.output).to.not.include("ignore changes");
  });

  it("are said where the program wants something else", async () => {
    const { diagnostics } = await bed.stack.preview();
    const said = diagnostics
      .map(({ message }) => message)
      .filter((text) => text.startsWith("retained"));
    expect(said).to.include(
      `retained, not written: data["a.conf"] of ConfigMap ${place}/key on "us-east"`,
    );
  });

  it("stay theirs after a refresh too", async () => {
    const refreshed = await bed.stack.refresh();
    expect(refreshed.succeeded, refreshed.output).to.equal(true);
    expect((await bed.stack.preview()).changes).to.deep.equal([]);
    await patch(configMapPath(place, "key"), { data: { "a.conf": "again" } }, "operator");
    await bed.stack.declare(program("3"), own);
    const up = await bed.stack.up({ refresh: true });
    expect(up.succeeded, up.output).to.equal(true);
    expect(await seen()).to.deep.equal({ ...theirs, key: "again" });
  });
});
