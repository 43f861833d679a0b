import { ownValue } from "../../core/plain/ownKey";
import { isPlainObject } from "../../core/plain/plainObject";
import type { KubeObject } from "../../core/model";
import type { PropertyPath } from "../../core/paths/propertyPath";

/** What stands for a secret in everything that is shown. */
export const secretText = "[secret]";
/** What stands for a value that is only known after an update. */
export const unknownText = "[known after apply]";

/** The marks of the engine's serialised values. Source: Pulumi `sdk/go/common/resource/sig`, `plugin/rpc.go`. */
const signature = "4dabf18193072939515e22adb298388d";
const secretMark = "1b47061264138c4ac30d75fd1eb44270";
const outputMark = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const unknowns = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/**
 * A value as the engine writes it, with every secret and every unknown replaced by a word.
 *
 * @example
 * maskValue({ host: "db", password: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "x" } })
 * //=> { host: "db", password: "[secret]" }
 */
export function maskValue(value: unknown): unknown {
  if (typeof value === "string") return unknowns.has(value) ? unknownText : value;
  if (Array.isArray(value)) return value.map(maskValue);
  if (!isPlainObject(value)) return value;
  const mark = value[signature];
  if (mark === secretMark) return secretText;
  if (mark === outputMark) return maskOutput(value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, maskValue(each)]));
}

/**
 * The opposite of masking: a value of an export with secrets in clear text, as plain data. What it
 * gives may never be shown.
 *
 * @example
 * revealValue({ a: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", plaintext: '"x"' } })
 * //=> { a: "x" }
 */
export function revealValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revealValue);
  if (!isPlainObject(value)) return value;
  if (value[signature] === secretMark) {
    return typeof value.plaintext === "string" ? JSON.parse(value.plaintext) : undefined;
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, revealValue(each)]));
}

function maskOutput(output: Readonly<Record<string, unknown>>): unknown {
  if (output.secret === true) return secretText;
  return output.value === undefined ? unknownText : maskValue(output.value);
}

/**
 * A Kubernetes object as the engine writes it, masked. The values of a Secret are masked whatever the
 * engine thinks of them; so is what `kubectl apply` left of them in an annotation.
 *
 * @example
 * maskObject({ kind: "Secret", data: { user: "c2hvcA==" } })
 * //=> { kind: "Secret", data: { user: "[secret]" } }
 */
export function maskObject(inputs: unknown): KubeObject {
  const masked = maskValue(inputs);
  if (!isPlainObject(masked)) return {};
  if (masked.kind !== "Secret") return masked;
  return {
    ...masked,
    ...maskFields(masked, "data"),
    ...maskFields(masked, "stringData"),
    ...maskLastApplied(masked.metadata),
  };
}

function maskFields(object: KubeObject, field: string): KubeObject {
  const values = object[field];
  if (values === undefined) return {};
  if (!isPlainObject(values)) return { [field]: secretText };
  return { [field]: Object.fromEntries(Object.keys(values).map((key) => [key, secretText])) };
}

function maskLastApplied(metadata: unknown): KubeObject {
  const key = "kubectl.kubernetes.io/last-applied-configuration";
  if (!isPlainObject(metadata) || !isPlainObject(metadata.annotations)) return {};
  if (metadata.annotations[key] === undefined) return {};
  return {
    metadata: { ...metadata, annotations: { ...metadata.annotations, [key]: secretText } },
  };
}

/** The value at a place of something masked; a place inside a secret is secret. */
export function maskedValueAt(masked: unknown, path: PropertyPath): unknown {
  let value = masked;
  for (const step of path) {
    if (value === secretText) return secretText;
    if (Array.isArray(value)) value = value[Number(step)];
    else if (isPlainObject(value)) value = ownValue(value, String(step));
    else return undefined;
  }
  return value;
}

/**
 * A masked object with the lists that the engine takes for secret as a whole, because something in them
 * is, as they are planned: item by item, with only what is secret masked.
 *
 * @example
 * withPlannedLists({ spec: { args: "[secret]", host: "[secret]" } }, { spec: { args: ["-v", "[secret]"], host: "db" } })
 * //=> { spec: { args: ["-v", "[secret]"], host: "[secret]" } }
 */
export function withPlannedLists(masked: unknown, planned: unknown): unknown {
  if (masked === secretText && Array.isArray(planned)) return planned;
  if (!isPlainObject(masked) || !isPlainObject(planned)) return masked;
  return Object.fromEntries(
    Object.entries(masked).map(([key, each]) => [
      key,
      withPlannedLists(each, ownValue(planned, key)),
    ]),
  );
}

/** Whether a masked value is secret or has anything secret in it. */
export function holdsSecret(masked: unknown): boolean {
  if (masked === secretText) return true;
  if (Array.isArray(masked)) return masked.some(holdsSecret);
  return isPlainObject(masked) && Object.values(masked).some(holdsSecret);
}
