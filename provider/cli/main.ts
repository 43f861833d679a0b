#!/usr/bin/env node
/*
 * The command line: this file starts it, `commandLine.ts` reads the words. A command parses, calls and renders;
 * the decisions are in core, report and migration.
 */

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
