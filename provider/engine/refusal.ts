import * as pulumi from "@pulumi/pulumi";

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
