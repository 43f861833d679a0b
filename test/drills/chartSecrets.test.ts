import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Cluster } from "../fleet";
import { kubefed } from "../support/kubefed";
import { changeLive, configMapPath, readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";
import { createStack, type EngineRun, type TestStack } from "../support/stack";
import type { ChartSecrets } from "./programs/chartSecrets";

/** Uses the password in every way that comes to mind. */
const template = `
{{- $password := (index .Values.database.hosts 0).password }}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}
  labels: { of: {{ .Release.Name }}, part: {{ $password | trunc 12 | quote }} }
  annotations: { "example.com/password": {{ $password | quote }} }
data:
  greeting: {{ .Values.greeting }}
  url: {{ printf "postgres://shop:%s@db/shop" $password | quote }}
  loud: {{ upper $password | quote }}
  reversed: {{ $password | splitList "" | reverse | join "" | quote }}
  coded: {{ b64enc $password | quote }}
---
apiVersion: v1
kind: Secret
metadata: { name: {{ .Release.Name }} }
stringData: { password: {{ $password | quote }} }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: {{ .Release.Name }} }
spec:
  replicas: 0
  selector: { matchLabels: { app: shop } }
  template:
    metadata: { labels: { app: shop } }
    spec:
      containers:
        - name: shop
          image: shop:1
          args: ["--password", {{ $password | quote }}]
{{- if eq .Values.greeting "more" }}
---
apiVersion: v1
kind: ConfigMap
metadata: { name: {{ .Release.Name }}-more }
data: { is: ours }
{{- end }}
`;

const password = "correct-horse-battery";
const forms = [
  password,
  password.toUpperCase(),
  Buffer.from(Buffer.from(password).reverse()).toString(),
  Buffer.from(password).toString("base64"),
  password.slice(0, 12),
];

describe("a secret in the values of a chart", function () {
  this.timeout(600_000);
  let cluster: Cluster;
  let stack: TestStack;
  let chart: string;
  const said: string[] = [];

  before(async () => {
    const found = (await sharedFleet()).clusters["us-east"];
    if (found === undefined) throw new Error("a shared cluster is missing");
    cluster = found;
    stack = await createStack({
      program: "chartSecrets",
      secrets: { "us-east": cluster.kubeconfig, password },
    });
    chart = join(stack.shell.directory, "shop");
    mkdirSync(join(chart, "templates"), { recursive: true });
    writeFileSync(join(chart, "Chart.yaml"), "{ apiVersion: v2, name: shop, version: 0.1.0 }\n");
    writeFileSync(join(chart, "templates/all.yaml"), template);
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
  });

  const declare = (given: Omit<ChartSecrets, "chart">): Promise<void> =>
    stack.configure({ chart, ...given });
  const run = async (command: Promise<EngineRun>): Promise<EngineRun> => {
    const done = await command;
    expect(done.succeeded, done.output).to.equal(true);
    said.push(done.output, ...done.diagnostics.map(({ message }) => message));
    return done;
  };
  const plan = async (): Promise<string> => {
    const done = await kubefed({ words: ["plan", "--format", "json"], ...stack.shell });
    expect(done.code, done.err).to.equal(0);
    said.push(done.out, done.err);
    return done.out;
  };
  const live = async () => (await readLive(cluster, configMapPath("chart-secrets", "shop")))?.data;

  it("is nowhere in clear, however the chart uses it, and arrives", async () => {
    await declare({ greeting: "hello", isSecret: true });
    await run(stack.preview());
    await plan();
    await run(stack.up());
    said.push(stack.state());
    await declare({ greeting: "good day", isSecret: true });
    await run(stack.preview());
    await plan();
    await run(stack.up({ refresh: true }));
    await run(stack.refresh());
    said.push(stack.state());
    expect(await live()).to.deep.include({
      greeting: "good day",
      url: `postgres://shop:${password}@db/shop`,
    });
    for (const form of forms) {
      const found = said.filter((text) => text.includes(form));
      expect(
        found.map((text) => around(text, form)),
        form,
      ).to.deep.equal([]);
    }
  });

  it("hides nothing of the objects' names, and nothing at all of a chart without one", async () => {
    const names = (await plan()).match(/"name": "shop"/g) ?? [];
    expect(names.length).to.be.greaterThan(0);
    await declare({ greeting: "good night", isSecret: false });
    await run(stack.up());
    expect(stack.state()).to.include("good night").and.include("plain-password");
    expect(await live()).to.deep.include({ greeting: "good night" });
    expect((await run(stack.up())).changes).to.deep.equal([]);
  });

  it("renders nothing over somebody else's object", async () => {
    const more = configMapPath("chart-secrets", "shop-more");
    const body = { metadata: { name: "shop-more" }, data: { is: "theirs" } };
    const path = "/api/v1/namespaces/chart-secrets/configmaps";
    const { uid } = (await changeLive(cluster, { method: "POST", path, body })).metadata;
    await declare({ greeting: "more", isSecret: false });
    const refused = await stack.preview();
    expect(refused.succeeded, refused.output).to.equal(false);
    const text = `ConfigMap chart-secrets/shop-more exists on "us-east" and is not of this stack (uid ${uid}`;
    expect(refused.output).to.include(text);
    expect((await readLive(cluster, more))?.metadata.uid).to.equal(uid);
    await changeLive(cluster, { method: "DELETE", path: more });
  });
});

/** Where a text was found, for whoever reads why the test failed. */
function around(text: string, form: string): string {
  const at = text.indexOf(form);
  return text.slice(Math.max(0, at - 200), at + form.length + 20);
}
