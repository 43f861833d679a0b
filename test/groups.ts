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

const realFleet = ["cluster", "ending", "fleet", "main"].map(
  (name) => `test/fleet/${name}.test.ts`,
);
/** What the engine does with members that come, go and are named. */
const members = [
  "domainRecord",
  "dnsPolicies",
  "join",
  "joinKilled",
  "outage",
  "ownership",
  "registry",
  "retirement",
  "serviceDnsRecord",
].map((name) => `test/engine/${name}.test.ts`);
/** What a person has before them: programs to start from, the command line, charts. */
const programs = [
  "test/examples.test.ts",
  "test/engine/manifests.test.ts",
  "test/engine/plan.test.ts",
];
const engine = ["test/engine/**/*.test.ts"];
const servers = [
  ...realFleet,
  ...programs,
  "test/adapters/**/*.test.ts",
  "test/handlers/**/*.test.ts",
  "test/package.test.ts",
  "test/demo/**/*.test.ts",
  "test/pages/**/*.test.ts",
];

/** Needs nothing but Node. */
export const units: Group = {
  name: "units",
  about: "core, components, conformance, documents, tools",
  files: ["test/**/*.test.ts"],
  ignore: [...engine, ...servers],
  names: false,
};

/** Need the toolchain; they run side by side, because most of their time is waiting. */
export const real: readonly Group[] = [
  {
    name: "engine",
    about: "the real engine on three real clusters",
    files: engine,
    ignore: [...members, ...programs],
    names: true,
  },
  {
    name: "members",
    about: "the real engine while clusters join, leave and fail, and their names in DNS",
    files: members,
    names: true,
  },
  {
    name: "servers",
    about: "clusters, name servers, the package, its examples and command line, the demo",
    files: servers,
    names: true,
  },
];
