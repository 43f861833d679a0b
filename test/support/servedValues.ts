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
  const sample = (inner: ArrivingSpec, token?: string) =>
    sampleValue(schema, inner, referred, token === undefined ? outer : [...outer, token]);
  const [form] = spec.oneOf ?? [];
  if (form !== undefined) return sample(form);
  const resource = ownReference(spec, "resources");
  if (resource !== undefined) return referred[resource];
  const token = ownReference(spec, "types");
  if (token !== undefined) {
    const type = schema.types[token] as
      | {
          readonly properties?: Readonly<Record<string, ArrivingSpec>>;
          readonly enum?: readonly { readonly value: string }[];
        }
      | undefined;
    if (type?.properties === undefined) return type?.enum?.[0]?.value;
    const fields = Object.entries(type.properties).filter(
      ([, each]) => !outer.includes(ownReference(each.items ?? each, "types") ?? ""),
    );
    return Object.fromEntries(fields.map(([key, each]) => [key, sample(each, token)]));
  }
  if (spec.items !== undefined) return [sample(spec.items)];
  if (spec.additionalProperties !== undefined) return { one: sample(spec.additionalProperties) };
  if (spec.$ref?.endsWith("#/provider") === true) return referred["pulumi:providers:kubernetes"];
  if (spec.$ref !== undefined) return { metadata: { name: "sample" }, list: [{ key: 1 }, "two"] };
  return { boolean: true, integer: 3, number: 2.5 }[spec.type ?? "string"] ?? "sample";
}

/** A provider of the program's own. */
export function sampleProvider(): k8s.Provider {
  return new k8s.Provider("own", {});
}
