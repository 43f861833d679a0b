/**
 * Official release archives of the toolchain: where they are, what of them is used, and who says what
 * their SHA-256 is.
 */
import { etcdVersion, findTool, programsOf, type ToolName } from "../versions";

/** A file that a vendor publishes, and the programs that are in it. */
export interface Archive {
  readonly url: string;
  /** Text in which the vendor says the file's SHA-256; `findChecksum` reads every form of it. */
  readonly checksumUrl: string;
  /** Programs by their path in the archive; `undefined` when the file is the one program itself. */
  readonly programs: Readonly<Record<string, string>> | undefined;
  /** The program that the file is, when it is no archive. */
  readonly program?: string;
}

/** A machine as Node names it. */
export interface Platform {
  readonly os: string;
  readonly cpu: string;
}

const github = "https://github.com";
const releaseApi = "https://api.github.com/repos";

/**
 * The files that `name` is made of on `platform`; none when its vendor publishes none for it.
 *
 * - Kubernetes publishes its servers for Linux only.
 * - The CLI's archive holds the language hosts of its own version, which serve in place of the older
 *   ones that can be built.
 */
export function archivesOf(name: ToolName, platform: Platform): readonly Archive[] {
  const cpu = { x64: "amd64", arm64: "arm64" }[platform.cpu];
  if (cpu === undefined || !["linux", "darwin"].includes(platform.os)) return [];
  const place = `${platform.os}-${cpu}`;
  const pulumi = (): Archive[] => [pulumiArchive(name, `${platform.os}-${platform.cpu}`)];
  const servers = (of: "kubernetes" | "kubelet"): readonly Archive[] =>
    platform.os === "linux" ? kubernetesPrograms(of, cpu) : [];
  const byTool: Readonly<Record<ToolName, () => readonly Archive[]>> = {
    pulumi,
    "language-go": pulumi,
    "language-java": pulumi,
    "language-nodejs": pulumi,
    "language-python": pulumi,
    "language-yaml": pulumi,
    "kubernetes-plugin": () => [pluginArchive(place)],
    kwok: () => [kwokProgram(place)],
    kubernetes: () => servers("kubernetes"),
    kubelet: () => servers("kubelet"),
    // Ours.
    "sdk-generator": () => [],
  };
  return byTool[name]();
}

/**
 * The SHA-256 that a vendor's text gives for a file: a digest alone, lines of digest and name, or the
 * release as GitHub describes it.
 *
 * @example
 * findChecksum(`${"ab".repeat(32)}  kwok-linux-amd64`, "kwok-linux-amd64")
 * //=> "abababababababababababababababababababababababababababababababab"
 */
export function findChecksum(text: string, file: string): string | undefined {
  const trimmed = text.trim();
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return trimmed.toLowerCase();
  if (trimmed.startsWith("{")) return digestOfAsset(trimmed, file);
  for (const line of trimmed.split("\n")) {
    const match = /^([0-9a-f]{64})\s+\*?(\S+)$/i.exec(line.trim());
    if (match?.[1] !== undefined && match[2] === file) return match[1].toLowerCase();
  }
  return undefined;
}

function digestOfAsset(text: string, file: string): string | undefined {
  const release = JSON.parse(text) as { assets?: { name?: string; digest?: string | null }[] };
  const digest = release.assets?.find((asset) => asset.name === file)?.digest ?? "";
  return /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1];
}

function pulumiArchive(name: ToolName, place: string): Archive {
  const { version } = findTool("pulumi");
  const folder = `${github}/pulumi/pulumi/releases/download/v${version}`;
  return {
    url: `${folder}/pulumi-v${version}-${place}.tar.gz`,
    checksumUrl: `${folder}/pulumi-${version}-checksums.txt`,
    programs: inFolder("pulumi", programsOf(findTool(name))),
  };
}

function pluginArchive(place: string): Archive {
  const { version, output } = findTool("kubernetes-plugin");
  const file = `${output}-v${version}-${place}.tar.gz`;
  return {
    url: `${github}/pulumi/pulumi-kubernetes/releases/download/v${version}/${file}`,
    checksumUrl: `${releaseApi}/pulumi/pulumi-kubernetes/releases/tags/v${version}`,
    programs: { [output]: output },
  };
}

function kwokProgram(place: string): Archive {
  const { version, output } = findTool("kwok");
  return {
    url: `${github}/kubernetes-sigs/kwok/releases/download/v${version}/kwok-${place}`,
    checksumUrl: `${releaseApi}/kubernetes-sigs/kwok/releases/tags/v${version}`,
    programs: undefined,
    program: output,
  };
}

function kubernetesPrograms(name: "kubernetes" | "kubelet", cpu: string): Archive[] {
  const { version } = findTool(name);
  const folder = `https://dl.k8s.io/release/v${version}/bin/linux/${cpu}`;
  const programs = programsOf(findTool(name));
  const own = programs.filter((program) => program !== "etcd");
  const etcd = `etcd-v${etcdVersion}-linux-${cpu}`;
  const etcdFolder = `${github}/etcd-io/etcd/releases/download/v${etcdVersion}`;
  return [
    ...own.map((program) => ({
      url: `${folder}/${program}`,
      checksumUrl: `${folder}/${program}.sha256`,
      programs: undefined,
      program,
    })),
    ...(own.length === programs.length
      ? []
      : [
          {
            url: `${etcdFolder}/${etcd}.tar.gz`,
            checksumUrl: `${etcdFolder}/SHA256SUMS`,
            programs: inFolder(etcd, ["etcd"]),
          },
        ]),
  ];
}

function inFolder(folder: string, programs: readonly string[]): Record<string, string> {
  return Object.fromEntries(programs.map((program) => [program, `${folder}/${program}`]));
}
