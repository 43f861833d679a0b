import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { runCommandLine } from "../provider/cli/commandLine";

const path = resolve(__dirname, "../examples/staged-update/.github/workflows/staged-update.yml");

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly run?: string;
}
const { jobs } = parse(readFileSync(path, "utf8")) as {
  jobs: Record<string, { steps: readonly Step[]; environment?: string }>;
};
const runs = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));

/** What a step runs, by a word of it. */
function runWith(word: string): string {
  return runs.find((run) => run.includes(word)) ?? "";
}

/** The words of the commands of `kubefed` in a shell's lines, as the shell gives them. */
function commandsIn(run: string): string[][] {
  return [...run.matchAll(/npx kubefed ([^|>\n]*)/g)].map(([, words = ""]) =>
    words.trim().split(/\s+/).map(unquoted),
  );
}

function unquoted(word: string): string {
  return word.replace(/^"\$(\w+)"$/, (_, name: string) => (name === "STACK" ? "prod" : "a@1"));
}

describe("the workflow of a staged update", () => {
  for (const words of runs.flatMap(commandsIn)) {
    it(`gives kubefed ${words.join(" ")} only what that command knows`, async () => {
      const told: string[] = [];
      const code = await runCommandLine({
        // What is not known is named together, so that nothing is run.
        argv: ["node", "kubefed", ...words, "--not-known"],
        tell: (text) => Promise.resolve(void told.push(text)),
        showStack: false,
      });
      expect(code).to.equal(1);
      expect(told.join("")).to.match(/^kubefed: Unknown arguments?: not-known(, notKnown)?\n/);
    });
  }

  it("runs commands of kubefed, of which the test above knows each, and what is run below", () => {
    const known = runs
      .flatMap(commandsIn)
      .map(([command, does]) =>
        command === "rollout" ? `${command} ${does ?? ""}` : (command ?? ""),
      );
    expect(known).to.deep.equal(["plan", "rollout run", "rollout status", "rollout approve"]);
    const others = runs.filter((run) => !run.includes("npx kubefed"));
    expect([...new Set(others.map((run) => run.split("\n")[0]))]).to.deep.equal([
      "npm ci",
      'marker="<!-- kubefed plan of $STACK -->"',
    ]);
  });

  describe("in a shell", () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "kubefed-workflow-"));
    });
    afterEach(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    /** Puts a program on the path that does what lines of a shell say. */
    function program(name: string, lines: string): void {
      const file = join(folder, name);
      writeFileSync(file, `#!/usr/bin/env bash\n${lines}\n`);
      chmodSync(file, 0o755);
    }

    /** Runs a step as the service does; its exit code, and what it leaves for others. */
    function execute(run: string): { readonly code: number; readonly outputs: string } {
      const output = join(folder, "outputs");
      writeFileSync(output, "");
      const env = {
        PATH: `${folder}:${process.env.PATH ?? ""}`,
        STACK: "prod",
        GITHUB_OUTPUT: output,
        GITHUB_REPOSITORY: "some/shop",
        PULL_REQUEST: "7",
      };
      let code = 0;
      try {
        execFileSync("bash", ["--norc", "-e", "-o", "pipefail", "-c", run], {
          cwd: folder,
          env,
          stdio: "ignore",
        });
      } catch (error) {
        code = Number(Reflect.get(Object(error) as object, "status"));
      }
      return { code, outputs: readFileSync(output, "utf8") };
    }

    for (const [code, ends] of [
      [0, 0],
      [5, 0],
      [6, 0],
      [4, 4],
      [1, 1],
    ] as const) {
      it(`ends a step with ${ends} where the update ended with ${code}`, () => {
        program("npx", `exit ${code}`);
        expect(execute(runWith("rollout run"))).to.deep.equal({
          code: ends,
          outputs: `code=${code}\n`,
        });
      });
    }

    it("finds in the status what is to be approved, and nothing where nothing is", () => {
      for (const [approvals, said] of [
        ["canary@2f4045a1", "approval=canary@2f4045a1\n"],
        ["", "approval=\n"],
      ] as const) {
        const document = JSON.stringify({ approvals: approvals === "" ? [] : [approvals] });
        program("npx", `echo '${document}'; exit 5`);
        expect(execute(runWith("rollout status"))).to.deep.equal({ code: 0, outputs: said });
      }
    });

    it("writes the plan into a new comment, and into the same one from then on", () => {
      writeFileSync(join(folder, "plan.md"), "x".repeat(70_000));
      program(
        "gh",
        `echo "$*" >> ${folder}/calls; case "$*" in *--paginate*) cat ${folder}/known;; esac`,
      );
      for (const [known, call] of [
        ["", "api --method POST repos/some/shop/issues/7/comments -F body=@comment.md"],
        ["41\n42\n", "api --method PATCH repos/some/shop/issues/comments/41 -F body=@comment.md"],
      ] as const) {
        writeFileSync(join(folder, "known"), known);
        expect(execute(runWith("gh api")).code).to.equal(0);
        const calls = readFileSync(join(folder, "calls"), "utf8").trimEnd().split("\n");
        expect(calls.at(-1)).to.equal(call);
      }
      const comment = readFileSync(join(folder, "comment.md"), "utf8");
      expect(comment.startsWith("<!-- kubefed plan of prod -->\nxxx")).to.equal(true);
      expect(comment.length).to.be.below(65_536);
    });
  });

  it("lets people approve in an environment, whatever the timer does meanwhile", () => {
    expect(jobs.approve?.environment).to.equal("production");
    expect(runWith("rollout approve")).to.include("--only");
  });
});
