import { approveVariable, parseApprovals } from "../../core/rollout/command";
import { mapAt } from "../../core/plain/fields";
import { textOf } from "../../core/plain/text";
import { runStackCommand } from "../engine/stackState";
import type { StackArguments } from "../options/stackOptions";

/** The stack tag that keeps what is approved for the next `kubefed rollout run`. */
const tag = "kubefed:approve";

/** What is approved beside the stack's state: in its tag, and by the process's variable. */
export async function readApprovals(given: StackArguments): Promise<string[]> {
  const text = await runStackCommand(
    given,
    ["tag", "ls", "--json"],
    "the stack's tags cannot be read",
  );
  return [...parseApprovals(textOf(mapAt(JSON.parse(text))[tag])), ...approvedOnce()];
}

function approvedOnce(): string[] {
  return parseApprovals(process.env[approveVariable]);
}

/** Keeps approvals in the stack's tag; without any the tag goes. */
export async function writeApprovals(
  given: StackArguments,
  approvals: readonly string[],
): Promise<void> {
  const words = approvals.length === 0 ? ["rm", tag] : ["set", tag, approvals.join(",")];
  await runStackCommand(given, ["tag", ...words], "the stack's tags cannot be written");
}

/** Takes out of the tag what no stage asks for any more. */
export async function tidyApprovals(
  given: StackArguments,
  approvals: readonly string[],
  asked: readonly string[],
): Promise<void> {
  const once = new Set(approvedOnce());
  const tagged = approvals.filter((each) => !once.has(each));
  const left = tagged.filter((each) => asked.includes(each));
  if (left.length < tagged.length) await writeApprovals(given, left);
}
