import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { createMembership, deleteMembership } from "../../provider/handlers/clusterMembership";
import type { MembershipInputs } from "../../provider/handlers/membershipInputs";
import { type ApiProxy, openApiProxy } from "../support/apiProxy";
import { statusFor } from "../support/memberCluster";
import { MembershipBed } from "../support/membershipBed";
import type { MembershipOrder } from "../support/membershipProcess";

const repository = resolve(__dirname, "../..");
const steps = { Cluster: 5, Namespaced: 7 } as const;

/** Runs the order in a process that is killed when it has made so many changes; gives its signal. */
async function killAfter(
  way: ApiProxy,
  { changes, order }: { changes: number; order: MembershipOrder },
): Promise<NodeJS.Signals | null> {
  const program = join(repository, "test/support/membershipProcess.ts");
  const child = spawn(process.execPath, ["--require", "tsx/cjs", program], {
    cwd: repository,
    stdio: ["pipe", "ignore", "inherit"],
  });
  way.afterWrites(changes, () => child.kill("SIGKILL"));
  child.stdin.end(JSON.stringify(order));
  const [, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  way.heal();
  return signal;
}

describe("a process that is killed while it joins or unjoins a real cluster", function () {
  this.timeout(300_000);
  const bed = new MembershipBed();
  before(() => bed.start());
  after(() => bed.stop());

  async function kill(scope: MembershipInputs["scope"], step: number): Promise<void> {
    const about = `${scope}, after step ${step}`;
    const way = await openApiProxy(bed.cluster);
    try {
      // Nothing is adopted: what the killed process has made is known as ours.
      const inputs = bed.inputsOf({ scope, adopt: false, adminKubeconfig: way.kubeconfig });
      const joining = { changes: step, order: { join: inputs } };
      expect(await killAfter(way, joining), about).to.equal("SIGKILL");
      const before = await bed.objectsOf(inputs);
      expect(Object.keys(before), about).to.have.lengthOf(step);
      const { outs } = await createMembership(inputs);
      const after = await bed.objectsOf(inputs);
      expect(Object.keys(after), about).to.have.lengthOf(steps[scope]);
      expect(after, about).to.include(before);
      expect(await statusFor(outs.kubeconfig ?? "", "/version"), about).to.equal(200);

      const unjoining = { changes: step, order: { unjoin: outs } };
      expect(await killAfter(way, unjoining), about).to.equal("SIGKILL");
      await deleteMembership(outs);
      expect(await bed.objectsOf(inputs), about).to.deep.equal({});
    } finally {
      await way.stop();
    }
  }

  for (const scope of ["Cluster", "Namespaced"] as const) {
    it(`leaves nothing that the next run does not complete, after any step, scope ${scope}`, async () => {
      for (let step = 1; step <= steps[scope]; step += 1) await kill(scope, step);
    });
  }
});
