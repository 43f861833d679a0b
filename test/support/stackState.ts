/** How a state marks a value of a special sort, such as a secret. */
export const secretMark = "4dabf18193072939515e22adb298388d";

interface StateFile {
  readonly checkpoint: {
    readonly latest?: {
      readonly resources?: readonly {
        readonly type: string;
        readonly outputs?: Readonly<Record<string, unknown>>;
      }[];
    };
  };
}

/** A stack's outputs as its state file has them, secrets encrypted. */
export function storedOutputs(state: string): Readonly<Record<string, unknown>> {
  const { checkpoint } = JSON.parse(state) as StateFile;
  const root = checkpoint.latest?.resources?.find(({ type }) => type === "pulumi:pulumi:Stack");
  return root?.outputs ?? {};
}
