/** The version of etcd that is in our module `kubernetes`. */
export const etcdVersion = "3.6.8";

/** A program of the toolchain, by the folder that holds its Go module under `test/toolchain/go`. */
export type ToolName =
  | "kubernetes-plugin"
  | "kubernetes"
  | "pulumi"
  | "language-yaml"
  | "kwok"
  | "kubelet"
  | "sdk-generator"
  | "language-nodejs"
  | "language-python"
  | "language-go"
  | "language-java";

/** A file of the main Go module that our `main.go` embeds, with top-level JSON fields to set in it. */
export interface EmbeddedFile {
  readonly path: string;
  readonly set?: Readonly<Record<string, string>>;
}

/** What is built, from what, and how a finished build is recognised. */
export interface Tool {
  readonly name: ToolName;
  readonly version: string;
  /** The main Go module, `path@version`; scripts and embedded files come out of it. */
  readonly module: string;
  /** The package given to `go build`, inside our own module. */
  readonly package: string;
  readonly ldflags: string;
  /** The file that `go build` writes. */
  readonly output: string;
  /** Symbolic links to `output`: it picks its program by the name it is called by. */
  readonly links: readonly string[];
  /** Shell scripts copied out of `module`, by path. */
  readonly scripts: readonly string[];
  readonly embeds: readonly EmbeddedFile[];
  /** A finished binary, called as `run`, prints text that contains `says`. */
  readonly check: {
    readonly run: string;
    readonly arguments: readonly string[];
    readonly says: string;
  };
  /** A cold build on two cores; only an estimate for the progress line. */
  readonly minutes: number;
  /** Made sure of only where it is named: what most runs never need. @default false */
  readonly onRequest?: boolean;
}

const sdk = "github.com/pulumi/pulumi/sdk/v3";
const kubernetesProvider = "github.com/pulumi/pulumi-kubernetes/provider/v4";
const componentVersion = "k8s.io/component-base/version";
const kubernetesFlags =
  `-s -w -X ${componentVersion}.gitVersion=v1.36.3` +
  ` -X ${componentVersion}.gitMajor=1 -X ${componentVersion}.gitMinor=36`;

/**
 * The one table of the toolchain, longest build first (so that two at a time end early).
 *
 * - The hosts of Node, Python and Go are the last ones that are part of the `sdk/v3` module; they serve CLI 3.259.
 * - The YAML host is built with the `pkg/v3` of the CLI, most of which that build has compiled already.
 * - The kubernetes plugin must have the version of the npm package `@pulumi/kubernetes`.
 */
export const tools: readonly Tool[] = [
  {
    name: "kubernetes-plugin",
    version: "4.27.0",
    module: `${kubernetesProvider}@v4.0.0-20260304044920-867400a6a208`,
    package: ".",
    ldflags: "-s -w -X main.version=4.27.0",
    output: "pulumi-resource-kubernetes",
    links: [],
    scripts: [],
    embeds: [
      // Without a version, references into the schema resolve to "v<nil>".
      { path: "cmd/pulumi-resource-kubernetes/schema.json", set: { version: "4.27.0" } },
      { path: "cmd/pulumi-resource-kubernetes/terraform-mapping.json" },
    ],
    // It tells its version over gRPC only; that it prints its flags shows that the file is whole.
    check: { run: "pulumi-resource-kubernetes", arguments: ["--help"], says: "-tracing" },
    minutes: 12,
  },
  {
    name: "kubernetes",
    version: "1.36.3",
    module: "k8s.io/kubernetes@v1.36.3",
    package: ".",
    ldflags: kubernetesFlags,
    output: "kubernetes",
    links: ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl"],
    scripts: [],
    embeds: [],
    check: { run: "kube-apiserver", arguments: ["--version"], says: "v1.36.3" },
    minutes: 9,
  },
  {
    name: "pulumi",
    version: "3.259.0",
    module: "github.com/pulumi/pulumi/pkg/v3@v3.259.0",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    ldflags: `-s -w -X ${sdk}/go/common/version.Version=3.259.0`,
    output: "pulumi",
    links: [],
    scripts: [],
    embeds: [],
    check: { run: "pulumi", arguments: ["version"], says: "3.259.0" },
    minutes: 7,
  },
  {
    name: "language-yaml",
    version: "1.38.0",
    module: "github.com/pulumi/pulumi-yaml@v1.38.0",
    package: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
    ldflags: "-s -w -X github.com/pulumi/pulumi-yaml/pkg/version.Version=1.38.0",
    output: "pulumi-language-yaml",
    links: [],
    scripts: [],
    embeds: [],
    // It tells its version over gRPC only; that it prints its flags shows that the file is whole.
    check: { run: "pulumi-language-yaml", arguments: ["--help"], says: "-tracing" },
    minutes: 4,
  },
  {
    name: "kwok",
    version: "0.8.0",
    module: "sigs.k8s.io/kwok@v0.8.0",
    package: "sigs.k8s.io/kwok/cmd/kwok",
    ldflags: "-s -w",
    output: "kwok",
    links: [],
    scripts: [],
    embeds: [],
    check: { run: "kwok", arguments: ["--version"], says: "v0.8.0" },
    minutes: 2.5,
  },
  {
    name: "sdk-generator",
    version: "3.224.0",
    // The schema in it is that of the plugin's version; it is generated with the Pulumi that the plugin has.
    module: `${kubernetesProvider}@v4.0.0-20260304044920-867400a6a208`,
    package: ".",
    ldflags: "-s -w",
    output: "kubefed-sdk-generator",
    links: [],
    scripts: [],
    embeds: [{ path: "cmd/pulumi-resource-kubernetes/schema.json", set: { version: "4.27.0" } }],
    check: {
      run: "kubefed-sdk-generator",
      arguments: ["--help"],
      says: "Languages: dotnet, go, java, nodejs, python",
    },
    minutes: 2,
    onRequest: true,
  },
  {
    name: "kubelet",
    version: "1.36.3",
    module: "k8s.io/kubernetes@v1.36.3",
    // A module of its own, of the same versions: it needs more, and shares what Go has compiled for the servers.
    package: ".",
    ldflags: kubernetesFlags,
    output: "kubelet",
    links: [],
    scripts: [],
    embeds: [],
    check: { run: "kubelet", arguments: ["--version"], says: "v1.36.3" },
    minutes: 2,
    onRequest: true,
  },
  {
    name: "language-java",
    version: "1.21.2",
    module: "github.com/pulumi/pulumi-java/pkg@v1.21.2",
    package: "github.com/pulumi/pulumi-java/pkg/cmd/pulumi-language-java",
    ldflags: "-s -w",
    output: "pulumi-language-java",
    links: [],
    scripts: [],
    embeds: [],
    check: { run: "pulumi-language-java", arguments: ["--help"], says: "-tracing" },
    onRequest: true,
    minutes: 1.5,
  },
  {
    name: "language-nodejs",
    version: "3.68.0",
    module: `${sdk}@v3.68.0`,
    package: `${sdk}/nodejs/cmd/pulumi-language-nodejs`,
    ldflags: "-s -w",
    output: "pulumi-language-nodejs",
    links: [],
    // Dynamic providers and policy packs are started through these.
    scripts: ["nodejs/dist/pulumi-resource-pulumi-nodejs", "nodejs/dist/pulumi-analyzer-policy"],
    embeds: [],
    // It knows no version of its own.
    check: { run: "pulumi-language-nodejs", arguments: ["--help"], says: "-tracing" },
    minutes: 1,
  },
  {
    name: "language-python",
    version: "3.68.0",
    module: `${sdk}@v3.68.0`,
    package: `${sdk}/python/cmd/pulumi-language-python`,
    ldflags: "-s -w",
    output: "pulumi-language-python",
    links: [],
    // Runs a program; looked for beside the host.
    scripts: ["python/cmd/pulumi-language-python-exec"],
    embeds: [],
    check: { run: "pulumi-language-python", arguments: ["--help"], says: "-tracing" },
    onRequest: true,
    minutes: 0.5,
  },
  {
    name: "language-go",
    version: "3.66.0",
    module: `${sdk}@v3.66.0`,
    package: `${sdk}/go/pulumi-language-go`,
    ldflags: "-s -w",
    output: "pulumi-language-go",
    links: [],
    scripts: [],
    embeds: [],
    check: { run: "pulumi-language-go", arguments: ["--help"], says: "-tracing" },
    onRequest: true,
    minutes: 0.5,
  },
];

/**
 * The tool called `name`.
 *
 * @example
 * findTool("kwok").version
 * //=> "0.8.0"
 */
export function findTool(name: string): Tool {
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool === undefined) {
    const known = tools.map((candidate) => `"${candidate.name}"`).join(", ");
    throw new Error(`toolchain: no tool is called "${name}"; known: ${known}`);
  }
  return tool;
}

/** Every program of `tool` that is called by name: its links (or its output), then its scripts. */
export function programsOf(tool: Tool): string[] {
  const scripts = tool.scripts.map((script) => script.slice(script.lastIndexOf("/") + 1));
  return [...(tool.links.length === 0 ? [tool.output] : tool.links), ...scripts];
}
