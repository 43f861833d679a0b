import { isPlainObject } from "../../core/plain/plainObject";

/** By these the engine's messages tell a secret from a map. Source: Pulumi, `runtime/rpc`. */
const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

type Values = Readonly<Record<string, unknown>>;

/** Values as handlers take them, secrets in clear; nobody may print them. */
export function unsealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unsealed);
  if (!isPlainObject(value)) return value;
  if (isSecret(value)) return unsealed(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unsealed(each)]));
}

/** The names of the properties that hold a secret at any depth. */
export function secretNames(...all: readonly unknown[]): string[] {
  const named = all.flatMap((values) =>
    isPlainObject(values) ? Object.entries(values).filter(([, value]) => holdsSecret(value)) : [],
  );
  return [...new Set(named.map(([name]) => name))];
}

/** Seals properties again, by name; one that is not there stays absent. */
export function sealed(values: object, names: readonly string[]): Values {
  const seal = ([name, value]: [string, unknown]) =>
    names.includes(name) && value !== undefined && value !== null
      ? [name, { [signature]: secretSignature, value }]
      : [name, value];
  return Object.fromEntries(Object.entries(values).map(seal)) as Values;
}

function holdsSecret(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsSecret);
  if (!isPlainObject(value)) return false;
  return isSecret(value) || Object.values(value).some(holdsSecret);
}

function isSecret(value: Values): boolean {
  return value[signature] === secretSignature;
}
