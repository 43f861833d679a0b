/** Versions that the schema names. */
export interface SchemaVersions {
  readonly package: string;
  /** Of the kubernetes package whose types the templates are. */
  readonly kubernetes: string;
}

/** What the SDK of each language is told: its name, what it needs, how it is laid out. */
export function languages({ kubernetes }: SchemaVersions): object {
  const [major = "4"] = kubernetes.split(".");
  const respectSchemaVersion = true;
  const repository = "github.com/pulumi-kubefed/pulumi-kubefed";
  return {
    csharp: {
      packageReferences: { Pulumi: "3.*", "Pulumi.Kubernetes": `${major}.*` },
      respectSchemaVersion,
    },
    go: {
      // Else the types of plain lists are named and not declared.
      generateExtraInputTypes: true,
      generateResourceContainerTypes: true,
      importBasePath: `${repository}/sdk/go/kubefed`,
      modulePath: `${repository}/sdk/go`,
      internalModuleName: "internal",
      respectSchemaVersion,
    },
    java: {
      dependencies: { "com.pulumi:kubernetes": kubernetes },
    },
    nodejs: {
      dependencies: { "@pulumi/kubernetes": `^${kubernetes}` },
      packageName: "pulumi-kubefed",
      respectSchemaVersion,
    },
    python: {
      packageName: "pulumi_kubefed",
      pyproject: { enabled: true },
      requires: { pulumi: ">=3.200.0,<4.0.0", "pulumi-kubernetes": `>=${kubernetes},<5.0.0` },
      respectSchemaVersion,
    },
  };
}
