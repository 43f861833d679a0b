import type { MembershipOutputs } from "./membershipInputs";
import { messageOf } from "../../../core/plain/text";

/**
 * A join that stopped after it had begun. The engine keeps its `properties` as the resource's state, so
 * that the next update completes the join and a destroy undoes it.
 */
export class HalfJoined extends Error {
  readonly id: string;
  readonly properties: MembershipOutputs;
  readonly reasons: readonly string[];

  constructor(of: {
    readonly id: string;
    readonly outs: MembershipOutputs;
    readonly cause: unknown;
  }) {
    const why = messageOf(of.cause);
    const text = `"${of.outs.clusterName}" is joined only in part: ${why}; run again to complete it`;
    super(text, { cause: of.cause });
    this.name = "HalfJoined";
    this.id = of.id;
    this.properties = of.outs;
    this.reasons = [text];
  }
}
