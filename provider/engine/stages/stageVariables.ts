import * as pulumi from "@pulumi/pulumi";
import { approveKey, approveVariable, parseApprovals } from "../../core/stages/approvals";
import { isPreview } from "../engine";

/** What the person who starts the run approves, and what the stack's configuration does. */
export function readApprovals(): string[] {
  const [namespace = "", key = ""] = approveKey.split(":");
  const lasting = new pulumi.Config(namespace).get(key);
  return [...parseApprovals(process.env[approveVariable]), ...parseApprovals(lasting)];
}

/** Whether somebody runs this preview to see the whole update, with nothing held. */
export function showsAllStages(): boolean {
  return isPreview() && process.env.PULUMI_KUBEFED_STAGES === "all";
}
