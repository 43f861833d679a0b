import * as pulumi from "@pulumi/pulumi";
import { ResourceInvokeRequest } from "@pulumi/pulumi/proto/resource_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { isPlainObject } from "../core/plain/plainObject";
import { hasRealEngine } from "./engine";
import { knownText } from "./knownText";
import { refusal } from "./program";

/** A question to one of the engine's own functions. */
export interface EngineQuestion {
  readonly token: string;
  readonly args: Readonly<Record<string, string>>;
}

/** By this key the engine tells its special values apart, such as secrets, from a user's own maps. */
const specialKey = "4dabf18193072939515e22adb298388d";
const secret = "1b47061264138c4ac30d75fd1eb44270";

/**
 * Asks the engine, without taking live resources in its answer: references to resources arrive as text.
 * `pulumi.runtime.invoke` would turn each into an object, and one that this run has not registered yet
 * ends the whole program.
 *
 * Secrets of the answer are in clear; nothing of it may be printed.
 *
 * @throws Error with what the engine says
 */
export async function askEngine({
  token,
  args,
}: EngineQuestion): Promise<Readonly<Record<string, unknown>>> {
  const monitor = pulumi.runtime.getMonitor();
  if (monitor === undefined) throw refusal(`${token}: there is no engine to be asked`);
  const request = new ResourceInvokeRequest();
  request.setTok(token);
  request.setArgs(Struct.fromJavaScript({ ...args }));
  request.setAcceptresources(false);
  const done = pulumi.runtime.rpcKeepAlive();
  try {
    const answer = await new Promise<unknown>((resolve, reject) => {
      monitor.invoke(request, (error, response) => {
        if (error !== null) {
          reject(refusal(`${token}: ${error.message}`));
          return;
        }
        const failures = response.getFailuresList().map((failure) => failure.getReason());
        if (failures.length > 0) reject(refusal(`${token}: ${failures.join("; ")}`));
        else resolve(withoutMarks(response.getReturn()?.toJavaScript()));
      });
    });
    return isPlainObject(answer) ? answer : {};
  } finally {
    done();
  }
}

/** Values of secrets for the secrets themselves, at every depth. */
function withoutMarks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMarks);
  if (!isPlainObject(value)) return value;
  if (value[specialKey] === secret) return withoutMarks(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutMarks(each)]));
}

/**
 * The names of a resource's properties that have a value in this run; undefined where that cannot be said. At
 * preview a property without value looks like one whose value is not known yet, and only the engine tells
 * them apart.
 */
export async function registeredNames(
  resource: pulumi.Resource,
): Promise<readonly string[] | undefined> {
  if (!hasRealEngine()) return undefined;
  const urn = await knownText(resource.urn);
  if (urn === undefined) return undefined;
  const { state } = await askEngine({ token: "pulumi:pulumi:getResource", args: { urn } });
  return isPlainObject(state) ? Object.keys(state) : undefined;
}
