import { findProgram } from "../toolchain/command";

/**
 * Whether what a test needs of a machine is on its `$PATH`. Where a person has no Java, say, tests of it are left out and
 * shown as pending; in CI they are not left out but fail.
 */
export function hasPrograms(...names: readonly string[]): boolean {
  const isThere = (name: string) => findProgram(name, process.env.PATH) !== undefined;
  return process.env.CI === "true" || names.every(isThere);
}
