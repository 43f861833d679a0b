import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import {
  type ArrivingSpec,
  ownReference,
  type PackageSchema,
} from "../../provider/plugin/host/packageSchema";

/** Resources by the tokens of their types, as a program refers to them. */
export type Referred = Readonly<Record<string, pulumi.Resource>>;

/** A value of a type of the schema: all fields of an object, one item of a list, the first text of an enum. */
export function sampleValue(
  schema: PackageSchema,
  spec: ArrivingSpec,
  referred: Referred,
  outer: readonly string[] = [],
): unknown {
  const sample = (inner: ArrivingSpec) => sampleValue(schema, inner, referred, outer);
  const { $ref, items, additionalProperties, type = "string" } = firstForm(spec);
  if (items !== undefined) return [sample(items)];
  if (additionalProperties !== undefined) return { one: sample(additionalProperties) };
  if ($ref === undefined) return { boolean: true, integer: 3, number: 2.5, string: "sample" }[type];
  const token = ownReference(spec, "types");
  if (token !== undefined) return sampleOfType(schema, token, referred, outer);
  const resource = ownReference(spec, "resources");
  if (resource !== undefined) return referred[resource];
  if ($ref.endsWith("#/provider")) return referred["pulumi:providers:kubernetes"];
  return { metadata: { name: "sample" }, list: [{ key: 1 }, "two"] };
}

/** Of the forms that a value may have the first. */
function firstForm(spec: ArrivingSpec): ArrivingSpec {
  return spec.oneOf?.[0] ?? spec;
}

/** Of an object that is in itself, the inner one is left out. */
function sampleOfType(
  schema: PackageSchema,
  token: string,
  referred: Referred,
  outer: readonly string[],
): unknown {
  const { properties, enum: choices } = schema.types[token] ?? {};
  if (properties === undefined) return choices?.[0]?.value;
  const isInner = (spec: ArrivingSpec) =>
    outer.includes(ownReference(spec.items ?? spec, "types") ?? "");
  const fields = Object.entries(properties).filter(([, spec]) => !isInner(spec));
  const within = [...outer, token];
  return Object.fromEntries(
    fields.map(([key, spec]) => [key, sampleValue(schema, spec, referred, within)]),
  );
}

/** A provider of the program's own. */
export function sampleProvider(): k8s.Provider {
  return new k8s.Provider("own", {});
}
