import { parsePointer } from "../../core/paths/jsonPointer";
import { call, type Code } from "./code";
import { type Declaration, titleOf } from "../migration";

/** A value that the program reads from its configuration as a secret. */
export interface SecretSetting {
  readonly key: string;
  /** Where it comes from, such as `data.password of Secret shop/db`. */
  readonly source: string;
  readonly value: string;
}

/** Collects the secret values of a program, each under a key of its own. */
export class SecretSettings {
  readonly #settings = new Map<string, SecretSetting>();

  /** Code that reads the value from the configuration. */
  read(setting: SecretSetting): Code {
    let key = setting.key;
    for (let number = 2; this.#isOther(key, setting.value); number += 1)
      key = `${setting.key}-${number}`;
    this.#settings.set(key, { ...setting, key });
    return call("config.requireSecret", { sort: "text", value: key });
  }

  /** Every setting so far, in the order in which the program reads them. */
  all(): readonly SecretSetting[] {
    return [...this.#settings.values()];
  }

  #isOther(key: string, value: string): boolean {
    const known = this.#settings.get(key);
    return known !== undefined && known.value !== value;
  }
}

/** Puts settings in the place of the values of a Secret; of any other kind it changes nothing. */
export function hideSecrets(
  declaration: Declaration,
  request: { readonly resource: string; readonly settings: SecretSettings },
): {
  readonly template: (value: unknown, path: readonly string[]) => Code | undefined;
  readonly override: (
    value: unknown,
    place: { readonly pointer: string; readonly cluster: string },
    path: readonly string[],
  ) => Code | undefined;
} {
  const { resource, settings } = request;
  if (declaration.kind !== "Secret" || declaration.apiVersion !== "v1") {
    return { template: () => undefined, override: () => undefined };
  }
  const read = (value: string, path: readonly string[], cluster?: string): Code => {
    const words = [resource, ...path.slice(1), ...(cluster === undefined ? [] : [cluster])];
    const where = cluster === undefined ? "" : ` on ${cluster}`;
    return settings.read({
      key: words.join("-").replace(/[^A-Za-z0-9_.-]+/g, "-"),
      source: `${path.join(".")} of ${titleOf(declaration)}${where}`,
      value,
    });
  };
  return {
    template: (value, path) =>
      typeof value === "string" && isSecretPath(path) ? read(value, path) : undefined,
    override: (value, { pointer, cluster }, below) => {
      const path = [...tokensOf(pointer), ...below];
      return typeof value === "string" && isSecretPath(path)
        ? read(value, path, cluster)
        : undefined;
    },
  };
}

function tokensOf(path: string): readonly string[] {
  return path.startsWith("/") ? (parsePointer(path) ?? []) : path.split(".");
}

function isSecretPath(path: readonly string[]): boolean {
  return path.length > 1 && (path[0] === "data" || path[0] === "stringData");
}
