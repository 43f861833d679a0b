import * as pulumi from "@pulumi/pulumi";
import { count, errorsOf, formatIssues, type Issue, warningsOf } from "../core";

/**
 * All federated components of a program that are declared in one go are checked together: their
 * children wait at a gate until the last of them was declared, so that every problem of the program
 * is reported at once and nothing is written when there is one.
 */
interface Batch {
  readonly gate: Promise<void>;
  readonly problems: Problem[];
  declared: number;
}

interface Problem {
  readonly subject: string;
  readonly issues: readonly Issue[];
  readonly resource: pulumi.Resource;
}

let open: Batch | undefined;

/**
 * Declares a component with the issues found in its arguments. Warnings are shown at once; errors are
 * thrown once for the whole batch, as one `ResourceError`. The promise resolves when the children may
 * be registered and rejects with that error.
 */
export function declare(
  resource: pulumi.Resource,
  subject: string,
  issues: readonly Issue[],
): Promise<void> {
  open ??= startBatch();
  open.declared += 1;
  const errors = errorsOf(issues);
  if (errors.length > 0) open.problems.push({ subject, issues: errors, resource });
  for (const warning of warningsOf(issues)) {
    void pulumi.log.warn(`${subject}: ${warning.message}`, resource);
  }
  return open.gate;
}

/**
 * One error for all problems: a title that counts them, then each resource with its list.
 *
 * Example: `3 problems in 2 resources, nothing was written\nFederatedDeployment "web": 2 problems\n  - …`.
 */
export function formatProblems(problems: readonly Omit<Problem, "resource">[]): string {
  const total = problems.reduce((sum, { issues }) => sum + issues.length, 0);
  const title = `${count(total, "problem")} in ${count(problems.length, "resource")}, nothing was written`;
  return [title, ...problems.map(({ subject, issues }) => formatIssues(subject, issues))].join(
    "\n",
  );
}

function startBatch(): Batch {
  const batch: Batch = { gate: settle(() => batch), problems: [], declared: 0 };
  return batch;
}

/** Waits until a whole turn of the event loop passes without a new component, then closes the batch. */
async function settle(current: () => Batch): Promise<void> {
  let seen: number;
  do {
    await nextTurn();
    seen = current().declared;
    await nextTurn();
  } while (current().declared > seen);
  const batch = current();
  if (open === batch) open = undefined;
  const first = batch.problems[0];
  if (first === undefined) return;
  const error = new pulumi.ResourceError(formatProblems(batch.problems), first.resource, true);
  // Once the program's own code has ended the runtime prints the stack, whatever the error asks for.
  error.stack = undefined;
  throw error;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
