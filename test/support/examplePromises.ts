import { expect } from "chai";
import type { ExampleProject } from "./exampleStack";
import { configMapPath, deploymentPath, type LiveObject } from "./live";
import type { EngineRun } from "./stack";

/** What one field of an object is on every cluster of the fleet, undefined where there is no object. */
export type Read = (path: string, field: (object: LiveObject) => unknown) => Promise<unknown>;

/** An object that the example has not made. */
export interface TheirObject {
  readonly metadata: { readonly name: string };
  readonly spec: object;
}

/** An example, and what its README promises. */
export interface ExamplePromise extends ExampleProject {
  /** The cluster whose kubeconfig is set, by the name of the setting. */
  readonly kubeconfigs: Readonly<Record<string, string>>;
  /** What somebody else has made on its clusters before: collections of the default namespace, and bodies. */
  readonly theirs?: readonly { readonly collection: string; readonly body: TheirObject }[];
  /** Whether it writes to a name server, which is told to it by its settings. @default false */
  readonly writesDns?: boolean;
  /** What the preview says, among other things. */
  readonly previewed: readonly RegExp[];
  /** What is on the clusters afterwards. */
  readonly expectLive: (read: Read) => Promise<void>;
  /** What it exports. */
  readonly expectOutputs: (outputs: EngineRun["outputs"]) => void;
  /** Paths of objects that are gone in the end. */
  readonly gone: readonly string[];
}

const us = { "us-east-kubeconfig": "us-east" };
const eu = { "eu-west-kubeconfig": "eu-west" };
const ap = { "ap-south-kubeconfig": "ap-south" };
const shop = "/api/v1/namespaces/shop";
const replicas = ({ spec, status }: LiveObject) => [spec?.replicas, status?.readyReplicas];

/** The examples that stand alone, each with the objects and numbers that its README shows. */
export const examplePromises: readonly ExamplePromise[] = [
  {
    folder: "multi-cluster-ingress",
    kubeconfigs: { ...us, ...eu, ...ap },
    previewed: [
      /MultiClusterIngress shop: shop\.example\.com\/ → Service shop\/web on 2 of 2 clusters: eu-west 3\/9, us-east 6\/9; haproxy in "ap-south", fails over by itself \(GET \/healthz every 1 s, down after 2 failures: about 3 s\)/,
    ],
    expectLive: async (read) => {
      expect(await read(deploymentPath("default", "shop-haproxy"), replicas)).to.deep.equal({
        "ap-south": [2, 2],
        "eu-west": undefined,
        "us-east": undefined,
      });
    },
    expectOutputs: ({ address }) => expect(address).to.match(/^127\.98\./),
    gone: [deploymentPath("default", "shop-haproxy"), `${shop}/services/web`],
  },
  {
    folder: "configmap-everywhere",
    // What a user meets; the others are type-checked before they run, to save their time.
    checked: true,
    kubeconfigs: { usEastKubeconfig: "us-east", euWestKubeconfig: "eu-west" },
    previewed: [
      /ConfigMap settings on 2 of 2 member clusters, .+: eu-west \(1 override\), us-east/,
    ],
    expectLive: async (read) => {
      const data = await read(configMapPath("default", "settings"), (object) => object.data);
      expect(data).to.deep.equal({
        "ap-south": undefined,
        "eu-west": { greeting: "bonjour", tier: "gold" },
        "us-east": { greeting: "hello", tier: "gold" },
      });
    },
    expectOutputs: ({ plan }) => expect(plan).to.include({ kind: "ConfigMap", name: "settings" }),
    gone: [configMapPath("default", "settings")],
  },
  {
    folder: "deployment-by-weight",
    kubeconfigs: { ...us, ...eu, ...ap },
    previewed: [
      /Deployment shop\/web with 9 replicas on 3 of 3 .+: ap-south 2 .+ eu-west 3 .+ us-east 4/,
    ],
    expectLive: async (read) => {
      expect(await read(deploymentPath("shop", "web"), replicas)).to.deep.equal({
        "ap-south": [2, 2],
        "eu-west": [3, 3],
        "us-east": [4, 4],
      });
    },
    // As of the end of the update, when each Deployment is available but its last replica may not be ready.
    expectOutputs: ({ ready }) => expect(ready).to.match(/^[6-9] of 9 replicas ready$/),
    gone: [shop],
  },
  {
    folder: "any-kind",
    kubeconfigs: { ...us, ...eu },
    previewed: [
      /LimitRange shop\/defaults on 2 of 2/,
      /Backup shop\/nightly .+ eu-west \(1 override\)/,
    ],
    expectLive: async (read) => {
      const limits = { type: "Container", default: { memory: "128Mi" } };
      const ranges = await read(`${shop}/limitranges/defaults`, ({ spec }) => spec?.limits);
      expect(ranges).to.have.property("ap-south", undefined);
      for (const cluster of ["us-east", "eu-west"])
        expect(ranges).to.have.nested.property(`${cluster}[0]`).that.deep.includes(limits);
      const backups = `/apis/shop.example.com/v1/namespaces/shop/backups/nightly`;
      expect(await read(backups, ({ spec }) => spec?.schedule)).to.deep.equal({
        "ap-south": undefined,
        "eu-west": "@weekly",
        "us-east": "@daily",
      });
    },
    expectOutputs: (outputs) => expect(outputs).to.deep.equal({}),
    gone: [
      shop,
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/backups.shop.example.com",
    ],
  },
  {
    folder: "guestbook",
    kubeconfigs: { ...us, ...eu },
    previewed: [
      /ConfigMap guestbook\/settings on 2 of 2 .+ eu-west \(1 override\), us-east/,
      /Deployment guestbook\/frontend .+ us-east \(1 override\)/,
      /Service guestbook\/frontend on 2 of 2/,
    ],
    expectLive: async (read) => {
      expect(await read(deploymentPath("guestbook", "frontend"), replicas)).to.deep.equal({
        "ap-south": undefined,
        "eu-west": [1, 1],
        "us-east": [3, 3],
      });
      const settings = configMapPath("guestbook", "settings");
      expect(await read(settings, ({ data }) => data?.greeting)).to.deep.equal({
        "ap-south": undefined,
        "eu-west": "bonjour",
        "us-east": "hello",
      });
    },
    expectOutputs: ({ objects }) =>
      expect(objects).to.deep.equal([
        "ConfigMap guestbook/settings",
        "Deployment guestbook/frontend",
        "Service guestbook/frontend",
      ]),
    gone: ["/api/v1/namespaces/guestbook"],
  },
  {
    folder: "service-dns-rfc2136",
    kubeconfigs: { ...us, ...eu },
    writesDns: true,
    previewed: [/Service shop\/web on 2 of 2/],
    expectLive: async (read) => {
      const services = await read(`${shop}/services/web`, ({ spec }) => spec?.type);
      expect(services).to.include({ "us-east": "LoadBalancer", "eu-west": "LoadBalancer" });
    },
    expectOutputs: ({ names }) =>
      expect(names)
        .to.be.an("array")
        .that.includes.members(["web.shop.kubefed.svc.europe-west1.fed.test", "www.fed.test"]),
    gone: [shop],
  },
  {
    folder: "observed-replicas",
    kubeconfigs: { ...us, ...eu },
    theirs: [
      {
        collection: "/apis/apps/v1/namespaces/default/deployments",
        body: {
          metadata: { name: "web" },
          spec: {
            selector: { matchLabels: { app: "web" } },
            template: {
              metadata: { labels: { app: "web" } },
              spec: { containers: [{ name: "nginx", image: "nginx:1.29" }] },
            },
          },
        },
      },
    ],
    previewed: [
      /Deployment default\/web as observed: eu-west: .+; us-east: /,
      /Deployment default\/web with 6 replicas on 2 of 2 .+: eu-west 2 .+ us-east 4/,
    ],
    expectLive: async (read) => {
      expect(await read(deploymentPath("default", "web"), replicas)).to.deep.equal({
        "ap-south": undefined,
        "eu-west": [2, 2],
        "us-east": [4, 4],
      });
    },
    expectOutputs: ({ observed }) => expect(observed).to.have.keys("eu-west", "us-east"),
    gone: [],
  },
  {
    folder: "staged-update",
    kubeconfigs: { ...us, ...eu, ...ap },
    previewed: [
      /Deployment shop\/web on 3 of 3/,
      /stage canary: 1 of 1 cluster .*ap-south.* now/,
      /stage tenth: 1 of 1 cluster .*eu-west.* held/,
      /stage us: 1 of 1 cluster .*us-east.* held/,
    ],
    expectLive: async (read) => {
      expect(await read(deploymentPath("shop", "web"), replicas)).to.deep.equal({
        "ap-south": [2, 2],
        "eu-west": undefined,
        "us-east": undefined,
      });
    },
    expectOutputs: ({ plans }) => expect(plans).to.be.an("array").with.lengthOf(2),
    gone: [shop],
  },
  {
    folder: "shop",
    kubeconfigs: { ...us, ...eu, ...ap },
    previewed: [
      /ConfigMap shop\/settings on 2 of 3 .+ left out: ap-south/,
      /Deployment shop\/web with 9 replicas/,
    ],
    expectLive: async (read) => {
      expect(await read(configMapPath("shop", "settings"), ({ data }) => data)).to.deep.equal({
        "ap-south": undefined,
        "eu-west": { greeting: "bonjour", currency: "EUR" },
        "us-east": { greeting: "hello", currency: "USD" },
      });
      expect(await read(deploymentPath("shop", "web"), replicas)).to.deep.equal({
        "ap-south": [1, 1],
        "eu-west": [3, 3],
        "us-east": [5, 5],
      });
    },
    expectOutputs: ({ addresses }) => expect(addresses).to.be.an("array").with.lengthOf(3),
    gone: [shop],
  },
];
