import { isPlainObject } from "../../core/plain/plainObject";
import { type Code, call, codeOf, mapOf, raw } from "../program/code";
import { printCode } from "../program/printCode";
import type { NamedContext } from "./memberNames";

/** The member clusters of a first program. */
export interface FirstMembers {
  /** The kubeconfig's path, as the program reads it. */
  readonly path: string;
  readonly members: readonly NamedContext[];
}

/**
 * A first program: the member clusters, a namespace, a ConfigMap that differs on one of them and a
 * Deployment whose replicas are divided by weight, each with a comment that says what to change.
 */
export function firstProgram({ path, members }: FirstMembers): string {
  const [first = { name: "cluster", context: "cluster" }] = members;
  const hasOwnNames = members.some(({ context, name }) => context !== name);
  const contexts = members.map(({ context }) => context);
  const clusters = mapOf({
    path: codeOf(path),
    contexts: hasOwnNames ? raw("Object.keys(names)") : codeOf(contexts),
    nameOf: hasOwnNames ? raw("(context) => names[context] ?? context") : undefined,
  });
  const names = Object.fromEntries(members.map(({ context, name }) => [context, name]));
  const parts = [
    'import * as kubefed from "pulumi-kubefed";',
    ...(hasOwnNames
      ? [
          lines(
            "// What each context of your kubeconfig is called here. A name is part of what every",
            "// object is known by: choose it now, later it stays.",
            statement("names: Record<string, string>", codeOf(names)),
          ),
        ]
      : []),
    lines(
      "// The member clusters. Credentials stay in your kubeconfig.",
      statement("clusters", call("kubefed.clustersFromKubeconfig", clusters)),
    ),
    lines(
      "// On every member cluster. With `{ clusterNames: [...] }` only where you say; labels of clusters",
      '// (`args: () => ({ labels: { region: "eu" } })` above) can be selected too.',
      statement(
        "namespace",
        make("kubefed.FederatedNamespace", "hello-fleet", {
          clusters: raw("clusters"),
          placement: { clusterSelector: {} },
        }),
      ),
    ),
    lines(
      "// The same everywhere, but for one value on one cluster.",
      make("kubefed.FederatedConfigMap", "settings", {
        namespace: raw("namespace"),
        template: { data: { greeting: "hello from everywhere" } },
        overrides: [
          {
            clusterName: first.name,
            clusterOverrides: [{ path: "/data/greeting", value: `hello from ${first.name}` }],
          },
        ],
      }),
    ),
    lines(
      `// So many replicas in all, divided by weight: ${first.name} gets twice what another one gets.`,
      statement(
        "spread",
        call(
          "new kubefed.ReplicaSchedulingPreference",
          codeOf("web"),
          codeOf({
            totalReplicas: members.length + 1,
            clusters: { [first.name]: { weight: 2 }, "*": { weight: 1 } },
          }),
        ),
      ),
    ),
    make("kubefed.FederatedDeployment", "web", {
      namespace: raw("namespace"),
      scheduling: raw("spread"),
      template: {
        spec: {
          selector: { matchLabels: { app: "web" } },
          template: {
            metadata: { labels: { app: "web" } },
            spec: { containers: [{ name: "web", image: "nginx:1.29" }] },
          },
        },
      },
    }),
  ];
  return `${parts.map((part) => (typeof part === "string" ? part : `${print(part)};`)).join("\n\n")}\n`;
}

/** A federated object; what is code already stays so. */
function make(component: string, name: string, args: Readonly<Record<string, unknown>>): Code {
  const code = codeOf(args, (value) =>
    isPlainObject(value) && value["sort"] === "raw" ? raw(String(value["text"])) : undefined,
  );
  return call(`new ${component}`, codeOf(name), code);
}

function statement(name: string, code: Code): string {
  const head = `const ${name} = `;
  return `${head}${print(code, head.length)};`;
}

function lines(...parts: readonly (string | Code)[]): string {
  return parts.map((part) => (typeof part === "string" ? part : `${print(part)};`)).join("\n");
}

function print(code: Code, before = 0): string {
  return printCode(code, { indent: 0, before, after: 1 });
}
