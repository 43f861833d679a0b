import * as pulumi from "@pulumi/pulumi";
import { errorsOf, formatIssues, type Issue, warningsOf } from "../core/issue";
import { count } from "../core/plain/text";
import { type Batch, currentRun, type Problem, type Run } from "./run";

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
  const batch = joinBatch();
  addProblems(batch, { subject, issues: errorsOf(issues), resource });
  for (const warning of warningsOf(issues)) {
    void pulumi.log.warn(`${subject}: ${warning.message}`, resource);
  }
  return batch.gate;
}

/**
 * Lets the gate wait for problems that take a while to find: those of a cluster that is asked whether
 * it is there. The same resource may be given several times; its problems are reported once. The
 * promise must resolve in bounded time and must not wait for any resource: a component that depends on
 * another is registered only after the gate has opened.
 */
export function declareFindings(
  resource: pulumi.Resource,
  subject: string,
  found: Promise<readonly Issue[]>,
): Promise<void> {
  const batch = joinBatch();
  batch.findings.push(
    found.then((issues) => {
      addProblems(batch, { subject, issues: errorsOf(issues), resource });
    }),
  );
  return batch.gate;
}

/**
 * Lets the gate ask for problems once everything of the batch is declared and found out: those that lie between
 * components. The same rules hold as for `declareFindings`.
 */
export function declareConclusion(
  resource: pulumi.Resource,
  subject: string,
  conclude: () => Promise<readonly Issue[]>,
): Promise<void> {
  const batch = joinBatch();
  batch.conclusions.push(async () => {
    addProblems(batch, { subject, issues: errorsOf(await conclude()), resource });
  });
  return batch.gate;
}

/**
 * One error for all problems: a title that counts them, then each resource with its list.
 *
 * Example: `3 problems in 2 resources, nothing was written\nFederatedDeployment "web": 2 problems\n  - …`.
 */
export function formatProblems(
  problems: readonly Omit<Problem, "resource">[],
  consequence = "nothing was written",
): string {
  const total = problems.reduce((sum, { issues }) => sum + issues.length, 0);
  const title = `${count(total, "problem")} in ${count(problems.length, "resource")}, ${consequence}`;
  return [title, ...problems.map(({ subject, issues }) => formatIssues(subject, issues))].join(
    "\n",
  );
}

function joinBatch(): Batch {
  const run = currentRun();
  const batch = run.batch ?? startBatch(run);
  batch.declared += 1;
  return batch;
}

function startBatch(run: Run): Batch {
  const batch: Batch = {
    gate: settle(run, () => batch),
    problems: new Map(),
    findings: [],
    conclusions: [],
    declared: 0,
  };
  run.batch = batch;
  run.gates.push(batch.gate);
  return batch;
}

function addProblems({ problems }: Batch, { subject, issues, resource }: Problem): void {
  const known = problems.get(subject)?.issues ?? [];
  const isNew = (issue: Issue) =>
    !known.some(({ path, message }) => path === issue.path && message === issue.message);
  const all = [...known, ...issues.filter(isNew)];
  if (all.length > 0) problems.set(subject, { subject, issues: all, resource });
}

/**
 * Waits until a whole turn of the event loop passes without a new component and everything was found
 * out, then closes the batch.
 */
async function settle(run: Run, current: () => Batch): Promise<void> {
  let seen: number;
  do {
    await nextTurn();
    seen = current().declared;
    await Promise.all(current().findings);
    await nextTurn();
    if (current().declared > seen) continue;
    await Promise.all(
      current()
        .conclusions.splice(0)
        .map((conclude) => conclude()),
    );
  } while (current().declared > seen);
  run.batch = undefined;
  const problems = [...current().problems.values()];
  if (run.served?.refuses(problems) === true) await never;
  refuse(problems, "nothing was written");
}

/** The gate of a component that a plugin refuses. */
const never = new Promise<never>(() => undefined);

/**
 * The error that refuses something of a program, with a message that says all there is to say: its frames are
 * those of the package and of Pulumi, and nobody is to read them. They are dropped, because what reports an
 * error of an `apply` formats them even where it does not print them, and Node 20 never ends at a frame of
 * Pulumi's own (`node_modules/@pulumi/output.ts`: it looks for a second slash behind the `@`).
 *
 * @param message what is wrong and what is allowed
 * @param resource what the message is about, when it is one resource
 */
export function refusal(message: string, resource?: pulumi.Resource): Error {
  const error =
    resource === undefined
      ? new pulumi.RunError(message)
      : new pulumi.ResourceError(message, resource, true);
  error.stack = undefined;
  return error;
}

/** Throws the one error for all problems; nothing where there are none. */
export function refuse(problems: readonly Problem[], consequence: string): void {
  const first = problems[0];
  if (first === undefined) return;
  const message = formatProblems(problems, consequence);
  const error = refusal(message, first.resource);
  // The runtime writes the property through which it met an error before its message, into the error itself;
  // many wait for this one, and whoever is first would be named.
  Object.defineProperty(error, "message", { get: () => message, set: () => undefined });
  throw error;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
