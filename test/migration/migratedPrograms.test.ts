import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { compileFunction } from "node:vm";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import ts from "typescript";
import * as kubefed from "../../sdk/nodejs";
import { isPlainObject } from "../../provider/core/plain/plainObject";
import type { Migration } from "../../provider/migration/migration";
import { writeProgram } from "../../provider/migration/program/programText";
import { typedTemplate } from "../../provider/migration/program/typedTemplate";
import { sampleMigrations } from "../support/migrationSamples";
import { secretMark } from "../support/stackState";
import { testCertificates } from "../support/testCertificates";

const requireFromRoot = createRequire(join(resolve(__dirname, "../.."), "package.json"));

interface Child {
  readonly cluster: string;
  readonly object: Record<string, unknown>;
}

/** Runs the program of a migration under Pulumi's mocks and gives what every cluster would be told. */
async function run(migration: Migration): Promise<Child[]> {
  const { text, secrets } = writeProgram({ migration });
  const settings = [
    ...secrets.map(({ key, value }) => [`project:${key}`, value] as const),
    ...migration.clusters.map(({ name }) => [`project:${name}-kubeconfig`, "{}"] as const),
    ...frontSettings(migration),
  ];
  pulumi.runtime.setAllConfig(Object.fromEntries(settings));
  const children: Child[] = [];
  const mocks: pulumi.runtime.Mocks = {
    call: () => ({}),
    newResource: ({ type, inputs, provider, name }) => {
      const cluster = /providers:kubernetes::([^:]+)::/.exec(provider ?? "")?.[1];
      if (type.startsWith("kubernetes:") && cluster !== undefined && isPlainObject(inputs)) {
        children.push({ cluster, object: opened(inputs) });
      }
      return { id: name, state: isPlainObject(inputs) ? inputs : {} };
    },
  };
  await pulumi.runtime.setMocks(mocks, "project", "dev", false);
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  // The sources, not what was built from them last.
  const load = (id: string): unknown => (id === "pulumi-kubefed" ? kubefed : requireFromRoot(id));
  await pulumi.runtime.runInPulumiStack(() => {
    Reflect.apply(compileFunction(outputText, ["require", "exports"]), undefined, [load, {}]);
    return Promise.resolve({});
  });
  await pulumi.runtime.disconnect();
  return children;
}

/** What a front before all clusters is told by the configuration. */
function frontSettings({ ingresses = [], clusters }: Migration): (readonly [string, string])[] {
  if (ingresses.length === 0) return [];
  const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-migrated-"));
  const { cert, key } = testCertificates(directory).server;
  rmSync(directory, { recursive: true, force: true });
  const addresses = Object.fromEntries(clusters.map(({ name }) => [name, ["203.0.113.1"]]));
  const names = ingresses.flatMap(({ certificates }) => certificates);
  return [
    ["project:addresses", JSON.stringify(addresses)],
    ...names.flatMap((name) => [
      [`project:${name}-certificate`, cert] as const,
      [`project:${name}-key`, key] as const,
    ]),
  ];
}

/** What the engine is told of a map with secrets in it, as plain data. */
function opened(map: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, openedValue(value)]));
}

function openedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(openedValue);
  if (!isPlainObject(value)) return value;
  return secretMark in value ? openedValue(value.value) : opened(value);
}

function keyOf(cluster: string, object: Record<string, unknown>): string {
  const metadata = isPlainObject(object.metadata) ? object.metadata : {};
  const group = String(object.apiVersion).split("/").slice(0, -1).join("");
  return [cluster, group, object.kind, metadata.namespace ?? "", metadata.name].join(" ");
}

/** An object without the label that the program puts on it, quantities as the types want them. */
function comparable(object: Record<string, unknown>): unknown {
  const { labels, ...metadata } = isPlainObject(object.metadata) ? object.metadata : {};
  const own = Object.entries(isPlainObject(labels) ? labels : {}).filter(
    ([key]) => key !== "pulumi-kubefed/managed",
  );
  const kept = own.length === 0 ? metadata : { ...metadata, labels: Object.fromEntries(own) };
  const entries = Object.entries({ ...object, metadata: kept });
  return typedTemplate(String(object.kind), Object.fromEntries(entries));
}

function byKey(copies: readonly Child[]): Record<string, unknown> {
  return Object.fromEntries(
    copies
      .map(({ cluster, object }) => [keyOf(cluster, object), comparable(object)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

describe("a migrated program, when it runs", function () {
  this.timeout(60_000);

  for (const [name, migration] of Object.entries(sampleMigrations())) {
    it(`gives each cluster the objects that it had before: ${name}`, async () => {
      const expected = migration.expectations.flatMap(({ cluster, object }) =>
        object === undefined ? [] : [{ cluster, object }],
      );
      expect(expected).not.to.have.length(0);
      const all = await run(migration);
      // Of a front before all clusters nothing was on the clusters before.
      const front = all.filter(({ object }) =>
        JSON.stringify(object.metadata).includes("-haproxy"),
      );
      expect(front).to.have.length((migration.ingresses ?? []).length * 5);
      const children = all.filter((each) => !front.includes(each));
      expect(byKey(children)).to.deep.equal(byKey(expected));
    });
  }
});
