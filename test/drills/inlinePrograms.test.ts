import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as kubefed from "pulumi-kubefed";
import type { Fleet } from "../fleet";
import { readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";
import { ensureToolchain } from "../toolchain";

const nameOf = (project: string): string => `/api/v1/namespaces/default/configmaps/${project}`;

describe("two programs that one process runs at the same time", function () {
  this.timeout(600_000);
  let fleet: Fleet;
  let directory: string;
  let env: Record<string, string>;
  const stacks: Stack[] = [];
  const path = process.env.PATH;

  before(async () => {
    fleet = await sharedFleet();
    env = { ...(await ensureToolchain()).env(), PULUMI_CONFIG_PASSPHRASE: "test" };
    // Where a process looks for the engine before it knows of any stack.
    process.env.PATH = env.PATH;
    directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-inline-"));
  });
  after(async () => {
    for (const stack of stacks) await stack.destroy();
    rmSync(directory, { recursive: true, force: true });
    process.env.PATH = path;
  });

  /** Makes a stack whose program is a function of this process. */
  async function inlineStack(projectName: string, program: () => Promise<object>): Promise<Stack> {
    const stack = await LocalWorkspace.createOrSelectStack(
      {
        projectName,
        stackName: "dev",
        program: () => program().then((outputs) => ({ ...outputs })),
      },
      {
        projectSettings: {
          name: projectName,
          runtime: "nodejs",
          backend: { url: `file://${directory}` },
        },
        envVars: env,
      },
    );
    stacks.push(stack);
    return stack;
  }

  it("have their own problems: what is wrong in one keeps the other from nothing", async () => {
    const bothDeclare = meeting(2);
    const declare = (project: string, clusterNames: string[]) => async (): Promise<object> => {
      const clusters = Object.values(fleet.clusters).map(
        ({ name, kubeconfig }) =>
          new kubefed.KubeFedCluster(name, { kubeconfig: pulumi.secret(kubeconfig) }),
      );
      await bothDeclare();
      const { plan } = new kubefed.FederatedConfigMap(project, {
        clusters,
        namespace: "default",
        placement: { clusterNames },
        template: { metadata: { name: project }, data: { of: project } },
      });
      return { plan };
    };
    const right = await inlineStack("right", declare("right", ["us-east", "eu-west"]));
    const wrong = await inlineStack("wrong", declare("wrong", ["us-est"]));
    // What the runtime finds uncaught it charges to every program of the process, so `right` may be
    // told of the error as well; what counts is what was written.
    const [, failed] = await Promise.allSettled([right.up(), wrong.up()]);
    expect(failed.status === "rejected" ? String(failed.reason) : "it succeeded").to.include(
      'no member cluster is called "us-est"',
    );
    const us = fleet.clusters["us-east"];
    if (us === undefined) throw new Error("there is no us-east");
    expect((await readLive(us, nameOf("right")))?.data).to.deep.equal({ of: "right" });
    expect(await readLive(us, nameOf("wrong"))).to.equal(undefined);
  });
});

/** A call that resolves once so many have made it, for all of them in the same turn. */
function meeting(wanted: number): () => Promise<void> {
  let arrived = 0;
  let meet: () => void = () => undefined;
  const met = new Promise<void>((resolve) => {
    meet = resolve;
  });
  return () => {
    arrived += 1;
    if (arrived === wanted) meet();
    return met;
  };
}
