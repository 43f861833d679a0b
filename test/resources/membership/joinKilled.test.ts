import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { expect } from "chai";
import {
  createMembership,
  deleteMembership,
} from "../../../provider/resources/membership/handlers/clusterMembership";
import type {
  MembershipInputs,
  MembershipOutputs,
} from "../../../provider/resources/membership/handlers/membershipInputs";
import { type ApiProxy, openApiProxy } from "../../support/apiProxy";
import { statusFor } from "../../support/memberCluster";
import { MembershipBed } from "../../support/membershipBed";

const repository = resolve(__dirname, "../../..");
/** What is killed: it joins or unjoins as it is told on its standard input. */
const program = `
  const { createMembership, deleteMembership } = require("pulumi-kubefed/handlers/clusterMembership");
  const { join, unjoin } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  void (join === undefined ? deleteMembership(unjoin) : createMembership(join));
`;

interface Order {
  readonly join?: MembershipInputs;
  readonly unjoin?: MembershipOutputs;
}

const steps = { Cluster: 5, Namespaced: 7 } as const;

/** Runs the order in a process that is killed when it has made so many changes; gives its signal. */
async function killAfter(
  way: ApiProxy,
  { changes, order }: { changes: number; order: Order },
): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, ["--eval", program], {
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
  this.timeout(600_000);
  const bed = new MembershipBed();
  before(() => bed.start());
  after(() => bed.stop());

  async function kill(scope: MembershipInputs["scope"], step: number): Promise<void> {
    const about = `${scope}, after step ${step}`;
    const way = await openApiProxy(bed.cluster);
    try {
      // Members of the whole cluster are in each other's way here; the others need no adoption.
      const adopt = scope === "Cluster";
      const inputs = bed.inputsOf({ scope, adopt, adminKubeconfig: way.kubeconfig });
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
      await Promise.all(Array.from({ length: steps[scope] }, (_, done) => kill(scope, done + 1)));
    });
  }
});
