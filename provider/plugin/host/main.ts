/*
 * The plugin `pulumi-resource-kubefed`, which serves the package to programs in other languages: components, and the
 * resources that they make. The engine starts it, one for a program, and ends it.
 */

import * as pulumi from "@pulumi/pulumi";
import { kubefedProvider } from "./provider";

void pulumi.provider.main(kubefedProvider(), process.argv.slice(2));
