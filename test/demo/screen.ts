import { openProgress } from "../toolchain/progress";

/** How marked text is printed: in colour on a terminal, else as it is. */
export interface Palette {
  readonly heading: (text: string) => string;
  readonly changed: (text: string) => string;
  readonly faint: (text: string) => string;
}

/** Colours, or none. */
export function paletteFor(isColoured: boolean): Palette {
  const ansi = (code: number) => (text: string) =>
    isColoured ? `\u001b[${code}m${text}\u001b[0m` : text;
  return { heading: ansi(1), changed: ansi(33), faint: ansi(2) };
}

/** Where the demo speaks: what it shows goes to standard output, what it is busy with to standard error. */
export interface Screen {
  readonly palette: Palette;
  say(text: string): void;
  title(text: string): void;
  /** Runs `work` while a person sees that it goes on, and for how long; `note` replaces the text on a terminal. */
  watch<Result>(
    what: string,
    work: (note: (text: string) => void) => Promise<Result>,
  ): Promise<Result>;
  /** Text as lines of at most the terminal's width, all but the first indented further. */
  wrap(text: string): string;
}

/** The screen of this process. A set `NO_COLOR` that is not empty means no colour (no-color.org). */
export function openScreen(): Screen {
  const { stdout, stderr } = process;
  const palette = paletteFor(stdout.isTTY && !process.env.NO_COLOR);
  const progress = openProgress({ sink: stderr });
  const say = (text: string): void => {
    stdout.write(`${text}\n`);
  };
  return {
    palette,
    say,
    title: (text) => say(`\n${palette.heading(text)}\n`),
    watch: async (what, work) => {
      const task = progress.start(what);
      try {
        const result = await work((text) => {
          if (stderr.isTTY) task.say(`${what}, ${text}`);
        });
        task.end(`${what}: done`);
        return result;
      } finally {
        task.end();
      }
    },
    wrap: (text) => wrapText(text, Math.min(Math.max(stdout.columns || 100, 60), 120)),
  };
}

/** Breaks a text between words; lines begin with two blanks, from the second on with six. */
export function wrapText(text: string, width: number): string {
  const lines: string[] = [];
  let line = " ";
  for (const word of text.split(" ")) {
    if (line.trim() !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = "     ";
    }
    line += ` ${word}`;
  }
  return [...lines, line].join("\n");
}
