import * as pulumi from "@pulumi/pulumi";
import { mapValues } from "../../core/plain/records";
import { isPlainObject } from "../../core/plain/plainObject";
import { hasRealEngine } from "../../engine/engine";

/** What tells an object from others; a chart that makes a secret of it is beyond help. */
const identity: ReadonlySet<string> = new Set(["apiVersion", "kind", "name", "namespace"]);

/**
 * The transforms that keep everything secret that a chart renders where one of its values is. The plugin gives the values to
 * the chart in clear, and nobody can tell what templates make of them: a part of a text, in capitals,
 * encoded, in a ConfigMap or an annotation.
 *
 * - Names, namespaces and kinds stay readable; without a secret value nothing changes.
 */
export function keepingSecrets(values: readonly unknown[]): pulumi.ResourceTransform[] {
  // Mocks render no chart, and know no transforms.
  if (!hasRealEngine()) return [];
  const hasSecret = pulumi.isSecret(pulumi.output(values));
  return [
    async ({ custom, props, opts }) =>
      custom && (await hasSecret) ? { props: hidden(props), opts } : undefined,
  ];
}

function hidden(props: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return mapValues(props, (value, key) => {
    if (identity.has(key)) return value;
    return key === "metadata" && isPlainObject(value) ? hidden(value) : pulumi.secret(value);
  });
}
