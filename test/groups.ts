/** Tests that run in one process, one after the other. */
export interface Group {
  readonly name: string;
  /** What is tested, for a person who watches. */
  readonly about: string;
  readonly files: readonly string[];
  readonly ignore?: readonly string[];
  /** Whether each test is named as it passes, or only counted. */
  readonly names: boolean;
}

const engineTests = (names: readonly string[]): string[] =>
  names.map((name) => `test/drills/${name}.test.ts`);
/** What the engine does with members that come, go and are named. */
const members = engineTests([
  "identity",
  "join",
  "joinKilled",
  "joinRights",
  "outage",
  "ownership",
  "rebuilt",
  "reconcile",
  "reconcileJudged",
  "registry",
  "retirement",
]);
/** The same in programs of other languages, of which some are compiled first. */
const languages = engineTests([
  "generatedSdks",
  "python",
  "sameInEveryLanguage",
  "servedFleets",
  "yaml",
]);
/** What a person has before them: programs to start from, the command line, charts, stages, the demo. */
const programs = [
  "test/examples.test.ts",
  ...engineTests([
    "chartSecrets",
    "firstSteps",
    "ingress",
    "karmadaMigration",
    "manifests",
    "migration",
    "plan",
    "stagedReplicas",
    "stagedUpdate",
    "takeover",
  ]),
  "test/package.test.ts",
  "test/demo/**/*.test.ts",
  "test/pages/**/*.test.ts",
];
/** What answers when it is asked: API servers, name servers. */
const servers = [
  ...["cluster", "ending", "fleet", "main", "realNodes"].map(
    (name) => `test/fleet/${name}.test.ts`,
  ),
  "test/adapters/**/*.test.ts",
  "test/resources/**/*.test.ts",
  ...engineTests(["domainRecord", "dnsKilled", "dnsPolicies", "migratedDns", "serviceDnsRecord"]),
  ...engineTests(["crash", "deletion", "identityMatrix", "namesakes", "stackOwner"]),
  // Pods that run, and shards, of which some are pods.
  ...engineTests(["ingressPods", "shardPods", "shards"]),
];
const engine = ["test/drills/**/*.test.ts"];

/** Needs nothing but Node. */
export const units: Group = {
  name: "units",
  about: "core, components, conformance, documents, tools",
  files: ["test/**/*.test.ts"],
  ignore: [...engine, ...programs, ...servers],
  names: false,
};

/** Need the toolchain; they run side by side, because most of their time is waiting. */
export const real: readonly Group[] = [
  {
    name: "engine",
    about: "the real engine on three real clusters",
    files: engine,
    ignore: [...members, ...languages, ...programs, ...servers],
    names: true,
  },
  {
    name: "members",
    about: "the real engine while clusters join, leave and fail; other languages",
    files: [...members, ...languages],
    names: true,
  },
  {
    name: "programs",
    about: "the package, its examples and command line, the demo",
    files: programs,
    names: true,
  },
  {
    name: "servers",
    about: "clusters, name servers, and what is written to them",
    files: servers,
    names: true,
  },
];
