import { readFileSync } from "node:fs";
import { createMembership, deleteMembership } from "../../provider/handlers/clusterMembership";
import type { MembershipInputs, MembershipOutputs } from "../../provider/handlers/membershipInputs";

/** What the process is told on its standard input. */
export type MembershipOrder = { join: MembershipInputs } | { unjoin: MembershipOutputs };

/** Joins or unjoins in a process of its own, which a test may kill. */
async function main(order: MembershipOrder): Promise<void> {
  if ("join" in order) await createMembership(order.join);
  else await deleteMembership(order.unjoin);
}

void main(JSON.parse(readFileSync(0, "utf8")) as MembershipOrder);
