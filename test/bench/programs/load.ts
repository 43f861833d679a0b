import { createRequire } from "node:module";

// What the package itself takes to load, after the two that every program has: CPU milliseconds.
const load = createRequire(__filename);
load("@pulumi/pulumi");
load("@pulumi/kubernetes");
const before = process.cpuUsage();
load("pulumi-kubefed");
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify((user + system) / 1000));
