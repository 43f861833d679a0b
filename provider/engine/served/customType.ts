import { currentRun } from "../run";

/**
 * The type under which this run registers a resource of the package's own: a dynamic one in a Node program. Other
 * programs have no host for those, so the plugin that serves them has the same resources as kinds of its own.
 */
export function customType(name: string): string {
  return currentRun().served === undefined ? dynamicType(name) : servedType(name);
}

/** The type that such a resource has where the program is run in the other way. */
export function otherCustomType(name: string): string {
  return currentRun().served === undefined ? servedType(name) : dynamicType(name);
}

function dynamicType(name: string): string {
  return `pulumi-nodejs:dynamic/kubefed:${name}`;
}

function servedType(name: string): string {
  return `kubefed:index:${name}`;
}
