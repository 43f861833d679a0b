import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import type { Declaration, Migration } from "../../../provider/migration/migration";
import { leavingKarmada } from "../../../provider/migration/project/leavingKarmada";

/** Stands for `kubectl`: notes what it is told, and answers as Karmada's API server would. */
const kubectl = `#!/bin/sh
printf '%s\\n' "$*" >> "$STORY"
case "$*" in
  *"get propagationpolicies"*) printf 'shop/web blog/all ' ;;
  *"get clusterpropagationpolicies"*) echo clusterpropagationpolicy.policy.karmada.io/base ;;
  *"get works"*) cat works.json ;;
  *"apply -f -"*) cat >> applied.yaml ;;
esac
`;

const work = (kind: string, name: string, more: object) => ({
  metadata: { namespace: "karmada-es-m1", name },
  spec: { workload: { manifests: [{ kind, metadata: { name } }] }, ...more },
});

function declared(kind: string, name: string, apiVersion = "v1"): Declaration {
  const where = { kind, apiVersion, name, scope: "Namespaced" as const };
  return { ...where, template: {}, placement: {}, overrides: [] };
}

function sections(...declarations: Declaration[]): string[] {
  const migration: Migration = {
    system: "karmada",
    clusters: [],
    declarations,
    expectations: [],
    notes: [],
  };
  return leavingKarmada(migration);
}

const numbersOf = (parts: readonly string[]) =>
  parts.flatMap((part) => /^\d+(?=\. )/.exec(part)?.[0] ?? []);

describe("the steps by which a README leaves Karmada", () => {
  let directory: string;
  const odd = "team'a";
  const parts = sections(
    declared("Namespace", "shop"),
    declared("Namespace", odd),
    declared("ConfigMap", "cfg"),
    declared("Namespace", "not-one", "x.test/v1"),
  );
  const blocks = parts.flatMap((part) => /^```sh\n([\s\S]*)\n```$/.exec(part)?.[1] ?? []);

  /** Runs the commands of one step; what they printed, and what `kubectl` was told. */
  const run = (block: number) => {
    const story = join(directory, "story");
    writeFileSync(story, "");
    const env = {
      ...process.env,
      PATH: `${directory}${delimiter}${process.env.PATH ?? ""}`,
      STORY: story,
    };
    const printed = execFileSync("sh", ["-euc", blocks[block] ?? "exit 9"], {
      cwd: directory,
      env,
      encoding: "utf8",
    });
    return { printed, told: readFileSync(story, "utf8").trim().split("\n") };
  };

  before(() => {
    directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-leaving-"));
    writeFileSync(join(directory, "kubectl"), kubectl);
    chmodSync(join(directory, "kubectl"), 0o755);
    const items = [
      work("Deployment", "kept", { preserveResourcesOnDeletion: true }),
      work("Namespace", "shop", {}),
      work("Secret", "gone", { preserveResourcesOnDeletion: false }),
    ];
    writeFileSync(join(directory, "works.json"), JSON.stringify({ items }));
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  it("are numbered in order, whether or not the program has namespaces", () => {
    expect(numbersOf(parts)).to.deep.equal(["1", "2", "3", "4", "5", "6"]);
    expect(numbersOf(sections(declared("ConfigMap", "cfg")))).to.deep.equal([
      "1",
      "2",
      "3",
      "4",
      "5",
    ]);
  });

  it("make every policy keep what it propagates", () => {
    const patch = `--type merge -p {"spec":{"preserveResourcesOnDeletion":true}}`;
    const plane = "--kubeconfig karmada.kubeconfig";
    expect(run(0).told.filter((line) => line.includes(" patch "))).to.deep.equal([
      `${plane} -n shop patch propagationpolicies.policy.karmada.io web ${patch}`,
      `${plane} -n blog patch propagationpolicies.policy.karmada.io all ${patch}`,
      `${plane} patch clusterpropagationpolicy.policy.karmada.io/base ${patch}`,
    ]);
  });

  it("let a policy of the whole cluster keep the namespaces that the program declares", () => {
    expect(run(1).told).to.deep.equal(["--kubeconfig karmada.kubeconfig apply -f -"]);
    const applied: unknown = parse(readFileSync(join(directory, "applied.yaml"), "utf8"));
    expect(applied).to.deep.equal({
      apiVersion: "policy.karmada.io/v1alpha1",
      kind: "ClusterPropagationPolicy",
      metadata: { name: "keep-namespaces" },
      spec: {
        preserveResourcesOnDeletion: true,
        resourceSelectors: ["shop", odd].map((name) => ({
          apiVersion: "v1",
          kind: "Namespace",
          name,
        })),
      },
    });
  });

  it("print what a clean-up would still delete, and nothing else", () => {
    expect(run(2).printed).to.equal("karmada-es-m1 Namespace shop\nkarmada-es-m1 Secret gone\n");
    writeFileSync(join(directory, "works.json"), `{ "items": [] }`);
    expect(run(2).printed).to.equal("");
  });

  it("stop the controllers where they run, which is not Karmada's own API server", () => {
    expect(run(3).told).to.deep.equal([
      "-n karmada-system scale deployment karmada-controller-manager karmada-scheduler --replicas=0",
    ]);
    expect(blocks.join("\n")).to.not.match(/\bexport\b/);
  });

  it("write with Pulumi only once the controllers are stopped", () => {
    const at = (text: string) => parts.findIndex((part) => part.includes(text));
    const order = [
      "patch propagationpolicies",
      "keep-namespaces",
      "get works",
      "scale",
      "pulumi up",
    ];
    const places = order.map(at);
    expect(places).to.deep.equal([...places].sort((a, b) => a - b));
    expect(places).to.not.include(-1);
  });
});
