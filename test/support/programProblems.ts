import { runWithMocks } from "./pulumiMocks";

/** The problems of a program, one a line, in the text that a user reads; its title is left out. */
export async function problemsOf(program: () => void): Promise<string[]> {
  const failure = new Promise<string>((resolve) => {
    process.once("unhandledRejection", (error: unknown) =>
      resolve(error instanceof Error ? error.message : ""),
    );
  });
  await runWithMocks(() => {
    program();
    return [];
  });
  return (await failure).split("\n").slice(2);
}
