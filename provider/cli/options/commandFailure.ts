/**
 * Ends a command for a reason that a person can read: a mistake in what they wrote, or something that
 * is not there. Its message is all that is printed; no stack trace belongs to it.
 */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
}
