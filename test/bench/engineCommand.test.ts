import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { eventually } from "../support/eventually";
import { childSeconds, endCommands, measureCommand } from "./engineCommand";

const env = { PATH: process.env.PATH };
const busy = "while (process.cpuUsage().user < 200_000);";

describe("engineCommand", () => {
  it("adds user and system time of the children, not of the shell", () => {
    expect(childSeconds("0m9.00s 0m9.00s\n1m2.500000s 0m0.50s\n")).to.equal(63);
  });

  it("refuses what is not the account of a shell", () => {
    expect(() => childSeconds("nothing")).to.throw('came "nothing"');
  });

  it("counts the work of a grandchild, and no work while waiting", async () => {
    const words = ["sh", "-c", `"$0" -e '${busy}'; sleep 0.3`, process.execPath];
    const cost = await measureCommand({ words, directory: __dirname, env });
    expect(cost.wallSeconds).to.be.greaterThan(0.4);
    expect(cost.cpuSeconds).to.be.greaterThan(0.15);
    expect(cost.cpuSeconds).to.be.lessThan(cost.wallSeconds);
  });

  it("hands on what a failed command printed", async () => {
    const words = ["sh", "-c", "read line; echo out $line; echo err >&2; exit 3"];
    const failed = await measureCommand({ words, directory: __dirname, env, input: "in\n" }).catch(
      (error: unknown) => String(error),
    );
    expect(failed).to.match(/ended with 3:\n(out in\nerr|err\nout in)\n/);
  });

  it("ends with all that it has started, in whatever group", async () => {
    const directory = mkdtempSync(join(tmpdir(), "engine command "));
    const script = "setsid sleep 1000 & echo $! > pid; wait";
    const ended = measureCommand({ words: ["sh", "-c", script], directory, env }).catch(String);
    const text = () => readFileSync(join(directory, "pid"), "utf8");
    await eventually(() => {
      expect(text()).to.match(/\d+\n/);
      return Promise.resolve();
    });
    const pid = Number(text());
    expect(() => process.kill(pid, 0)).not.to.throw();
    endCommands();
    expect(await ended).to.include("ended with null");
    await eventually(() => {
      expect(() => process.kill(pid, 0)).to.throw("ESRCH");
      return Promise.resolve();
    });
    rmSync(directory, { recursive: true });
  });
});
