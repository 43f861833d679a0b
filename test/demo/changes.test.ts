import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import { type Change, changesOf, renderChanges } from "./changes";

/** What the engine reports about the ConfigMap `settings` on eu-west. */
function step(metadata: {
  op: string;
  before?: object;
  after?: object;
  paths?: readonly string[];
  type?: string;
}): EngineEvent {
  const { op, before, after, paths = [], type = "kubernetes:core/v1:ConfigMap" } = metadata;
  const inputs = (rest?: object) => ({ inputs: { metadata: { name: "settings" }, ...rest } });
  const reported: unknown = {
    op,
    type,
    urn: `urn:pulumi:dev::shop::${type}::settings-eu-west`,
    provider: "urn:pulumi:dev::shop::pulumi:providers:kubernetes::eu-west::id",
    old: inputs(before),
    new: inputs(after),
    detailedDiff: Object.fromEntries(paths.map((path) => [path, {}])),
  };
  return {
    sequence: 1,
    timestamp: 1,
    resourcePreEvent: { metadata: reported as StepEventMetadata },
  };
}

function shownField(before: object, after: object, path: string): string | undefined {
  const [change] = changesOf([step({ op: "update", before, after, paths: [path] })]);
  const [field] = change?.fields ?? [];
  return field === undefined ? undefined : `${field.before} -> ${field.after}`;
}

describe("the changes of the demo's preview", () => {
  it("name object and cluster, and leave out what is not a Kubernetes object or stays", () => {
    const events = [
      step({ op: "create" }),
      step({ op: "same" }),
      step({ op: "create", type: "kubefed:index:FederatedConfigMap" }),
    ];
    expect(changesOf(events)).to.deep.equal([
      { op: "create", kind: "ConfigMap", name: "settings", cluster: "eu-west", fields: [] },
    ]);
  });

  it("say a field's old and new value, also below a quoted key and in a list", () => {
    expect(shownField({ data: { "a.b": "x" } }, { data: { "a.b": "y" } }, 'data["a.b"]')).to.equal(
      '"x" -> "y"',
    );
    expect(shownField({ list: [{ n: 1 }] }, { list: [{ n: 2 }] }, "list[0].n")).to.equal("1 -> 2");
    expect(shownField({}, { data: { a: "x" } }, "data.a")).to.equal('(none) -> "x"');
  });

  it("never show a secret", () => {
    const marked = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", x: 1 };
    expect(shownField({ data: "[secret]" }, { data: { a: marked } }, "data")).to.equal(
      "[secret] -> [secret]",
    );
  });

  it("are shown by object, with clusters and fields in columns", () => {
    const about = { kind: "ConfigMap", name: "settings", fields: [] };
    const web = { op: "update", kind: "Deployment", name: "web" };
    const replicas = { path: "spec.replicas", before: "5", after: "6" };
    const image = { path: "spec.image", before: '"a"', after: '"b"' };
    const changes: Change[] = [
      { ...about, op: "create", cluster: "ap-south" },
      { ...about, op: "create", cluster: "eu-west" },
      { ...about, op: "delete", cluster: "us-east" },
      { ...web, cluster: "eu-west", fields: [replicas, image] },
      { ...web, cluster: "us", fields: [replicas] },
    ];
    expect(`\n${renderChanges(changes)}\n`).to.equal(`
  + ConfigMap settings   ap-south  eu-west
  - ConfigMap settings   us-east
  ~ Deployment web
      eu-west   spec.replicas   5 -> 6
                spec.image      "a" -> "b"
      us        spec.replicas   5 -> 6
`);
  });

  it("may be none", () => {
    expect(renderChanges([])).to.equal("  nothing changes");
  });
});
