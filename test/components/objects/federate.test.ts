import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { identityOf } from "../../../provider/components/objects/federate";
import * as federatedKinds from "../../../provider/components/objects/federatedKinds";
import * as kubefed from "../../../sdk/nodejs";
import { runWithMocks } from "../../support/pulumiMocks";

const clusters = () =>
  ["eu", "us"].map(
    (name) => new kubefed.KubeFedCluster(name, { kubeconfig: "{}", labels: { region: name } }),
  );

describe("a federated component", () => {
  it("becomes one kubernetes resource per selected cluster, under that cluster's provider", async () => {
    const urns: string[] = [];
    const registered = await runWithMocks(() => {
      const settings = new kubefed.FederatedConfigMap("settings", {
        clusters: clusters(),
        namespace: "shop",
        placement: { clusterSelector: { matchLabels: { region: "eu" } } },
        template: { data: { greeting: "hello" } },
      });
      for (const { urn } of Object.values(settings.resources)) urn.apply((text) => urns.push(text));
      return [settings, ...Object.values(settings.resources)];
    });
    // Below the component: so it is shown, and so `protect` and aliases of the component reach it.
    expect(urns.map((urn) => urn.split("::").slice(-2))).to.deep.equal([
      ["kubefed:index:FederatedConfigMap$kubernetes:core/v1:ConfigMap", "settings-eu"],
    ]);
    const children = registered.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(children.map(({ type, name }) => [type, name])).to.deep.equal([
      ["kubernetes:core/v1:ConfigMap", "settings-eu"],
    ]);
    expect(children[0]?.inputs).to.deep.equal({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: {
        name: "settings",
        namespace: "shop",
        labels: { "pulumi-kubefed/managed": "true" },
      },
      data: { greeting: "hello" },
    });
    expect(children[0]?.provider).to.match(
      /::kubefed:index:KubeFedCluster\$pulumi:providers:kubernetes::eu::/,
    );
  });

  it("knows of every typed kind what its class writes, which is loaded when one is declared", async () => {
    const names = Object.keys(federatedKinds) as (keyof typeof federatedKinds)[];
    const planned = new Map<string, string>();
    const registered = await runWithMocks(() => {
      const eu = clusters().slice(0, 1);
      return names.flatMap((name) => {
        const Kind = federatedKinds[name] as typeof kubefed.FederatedConfigMap;
        const one = new Kind(name.toLowerCase(), {
          clusters: eu,
          placement: { clusterSelector: {} },
          template: { roleRef: {}, spec: {} } as object,
        });
        planned.set(`${name.toLowerCase()}-eu`, `${one.plan.apiVersion}:${one.plan.kind}`);
        return [one, ...Object.values(one.resources)];
      });
    });
    const children = registered.filter(({ name }) => planned.has(name));
    expect(children.length).to.equal(20);
    for (const { name, type, inputs } of children) {
      const [, token = "", kind = ""] = type.split(":");
      expect(planned.get(name)).to.equal(`${token.replace(/^core\//, "")}:${kind}`);
      expect(`${String(inputs.apiVersion)}:${String(inputs.kind)}`).to.equal(planned.get(name));
    }
  });

  it("goes where its namespace is when it has no placement of its own", async () => {
    let selected: string[] = [];
    await runWithMocks(() => {
      const shop = new kubefed.FederatedNamespace("shop", {
        clusters: clusters(),
        placement: { clusterNames: ["us"] },
      });
      const account = new kubefed.FederatedServiceAccount("robot", {
        namespace: shop,
        template: {},
      });
      selected = Object.keys(account.resources);
      return [...Object.values(shop.resources), ...Object.values(account.resources)];
    });
    expect(selected).to.deep.equal(["us"]);
  });

  it("writes another apiVersion than its class knows as a custom resource", async () => {
    const registered = await runWithMocks(() => {
      const map = new kubefed.FederatedConfigMap("map", {
        clusters: clusters(),
        placement: { clusterNames: ["eu"] },
        template: {},
        overrides: [
          { clusterName: "eu", clusterOverrides: [{ path: "/apiVersion", value: "x.test/v2" }] },
        ],
      });
      return Object.values(map.resources);
    });
    expect(registered.map(({ type }) => type)).to.include("kubernetes:x.test/v2:ConfigMap");
  });

  it("keeps ConfigMaps and Secrets mutable on the provider it makes", async () => {
    const registered = await runWithMocks(() => clusters().map(({ provider }) => provider));
    const providers = registered.filter(({ type }) => type === "pulumi:providers:kubernetes");
    expect(providers.map(({ name }) => name)).to.deep.equal(["eu", "us"]);
    for (const { inputs } of providers) {
      expect(inputs).to.include({
        enableConfigMapMutable: "true",
        enableSecretMutable: "true",
        enableServerSideApply: "true",
      });
    }
  });
});

describe("the resources of a federated component", () => {
  it("are those of clusters that an update needs, and apart from them those that may be deferred", async () => {
    let found: unknown;
    await runWithMocks(() => {
      const needed = new kubefed.KubeFedCluster("us", { kubeconfig: "{}" });
      const kept = new kubefed.KubeFedCluster("eu", { kubeconfig: "{}", unreachable: "keep" });
      const placement = { clusterSelector: {} };
      const shop = new kubefed.FederatedNamespace("shop", { clusters: [needed, kept], placement });
      const map = new kubefed.FederatedConfigMap("map", { namespace: shop, template: {} });
      found = [shop, map].map(({ resources, deferred }) => ({
        resources: Object.entries(resources).map(([cluster, each]) => [
          cluster,
          pulumi.CustomResource.isInstance(each),
        ]),
        deferred: Object.entries(deferred).map(([cluster, each]) => [
          cluster,
          pulumi.Output.isInstance(each),
        ]),
      }));
      return Object.values(map.resources);
    });
    const apart = { resources: [["us", true]], deferred: [["eu", true]] };
    expect(found).to.deep.equal([apart, apart]);
  });
});

describe("identityOf", () => {
  it("reads kind and apiVersion, the core group without a name", () => {
    expect(identityOf(k8s.core.v1.ConfigMap)).to.deep.equal({
      kind: "ConfigMap",
      apiVersion: "v1",
    });
    expect(identityOf(k8s.networking.v1.NetworkPolicy)).to.deep.equal({
      kind: "NetworkPolicy",
      apiVersion: "networking.k8s.io/v1",
    });
  });

  for (const [what, refused] of [
    ["a list", k8s.core.v1.ConfigMapList],
    ["a patch", k8s.core.v1.ConfigMapPatch],
    ["a chart's release", k8s.helm.v3.Release],
    ["a class that is no resource", Map],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(() => identityOf(refused)).to.throw(
        /^federate: one kind of Kubernetes object is needed/,
      );
    });
  }
});
