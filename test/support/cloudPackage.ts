import Module from "node:module";
import * as pulumi from "@pulumi/pulumi";

/** Whether Google's package is to be there. `any`: the one that is installed, else classes of its names. */
export type CloudPackage = "any" | "none";

interface Loader {
  _load: (request: string, ...more: unknown[]) => unknown;
}

const name = "@pulumi/gcp/compute";

/**
 * Runs with Google's package, which is too large to be installed for tests alone: its classes are stood in for by
 * some that register the same types. Links are `link/<name>`.
 */
export async function withCloudPackage<Result>(
  cloud: CloudPackage,
  body: () => Promise<Result>,
): Promise<Result> {
  const loader = Module as unknown as Loader;
  const before = loader._load;
  loader._load = (request, ...more) => {
    if (request !== name) return Reflect.apply(before, Module, [request, ...more]);
    if (cloud === "none") throw Object.assign(new Error("not found"), { code: "MODULE_NOT_FOUND" });
    try {
      return linked(Reflect.apply(before, Module, [request, ...more]) as Classes);
    } catch {
      return linked(standIns);
    }
  };
  try {
    return await body();
  } finally {
    loader._load = before;
  }
}

type Class = new (name: string, args: object, opts: object) => pulumi.CustomResource;
type Classes = Readonly<Record<string, Class>>;

const standIns: Classes = new Proxy(
  {},
  {
    get: (_, kind: string): Class =>
      class extends pulumi.CustomResource {
        constructor(own: string, args: object, opts: object) {
          const token = `gcp:compute/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`;
          super(token, own, { ...args }, opts);
        }
      },
  },
);

/** Without an engine nobody says what a resource's link is. */
function linked(classes: Classes): Classes {
  return new Proxy(classes, {
    get: (all, kind: string): unknown => {
      const of = all[kind];
      if (of === undefined) return undefined;
      return new Proxy(of, {
        construct: (target, args: unknown[]) => {
          const made = Reflect.construct(target, args) as pulumi.CustomResource;
          Object.defineProperty(made, "selfLink", {
            value: pulumi.output(`link/${String(args[0])}`),
          });
          return made;
        },
      });
    },
  });
}
