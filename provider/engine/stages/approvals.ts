import * as pulumi from "@pulumi/pulumi";
import { approveKey, approveVariable, parseApprovals } from "../../core/stages/approvals";

/** What the person who starts the run approves, and what the stack's configuration does. */
export function readApprovals(): string[] {
  const [namespace = "", key = ""] = approveKey.split(":");
  const lasting = new pulumi.Config(namespace).get(key);
  return [...parseApprovals(process.env[approveVariable]), ...parseApprovals(lasting)];
}
