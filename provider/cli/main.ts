#!/usr/bin/env node
import { runCommandLine } from "./commandLine";
import { endWithReader, tell } from "./terminal/output";

endWithReader();
void runCommandLine({
  argv: process.argv,
  tell,
  showStack: process.env.KUBEFED_DEBUG !== undefined,
}).then((code) => {
  // Not exit(): what was printed may still be on its way.
  if (code !== undefined) process.exitCode = code;
});
