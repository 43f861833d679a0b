/** The packages that a project of ours needs, with the versions that it asks for. */
export const neededPackages: Readonly<Record<string, string>> = {
  "@pulumi/kubernetes": "^4.27.0",
  "@pulumi/pulumi": "^3.259.0",
  "pulumi-kubefed": "^0.1.0",
};

/** What the compiler needs besides. */
export const neededForTypes: Readonly<Record<string, string>> = {
  "@types/node": "^20",
  typescript: "^5.9",
};

/** The text of a project's `package.json`. */
export function packageFile(name: string): string {
  const content = {
    name: name.toLowerCase(),
    private: true,
    main: "index.ts",
    dependencies: neededPackages,
    devDependencies: neededForTypes,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** The text of a project's `tsconfig.json`, with which a program starts quickly. */
export const compilerFile = `${JSON.stringify(
  {
    compilerOptions: {
      target: "ES2020",
      module: "commonjs",
      moduleResolution: "node10",
      strict: true,
      skipLibCheck: true,
      types: ["node"],
    },
    files: ["index.ts"],
  },
  null,
  2,
)}\n`;
