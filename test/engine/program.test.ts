import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { declare, declareFindings, formatProblems, refusal } from "../../provider/engine/program";
import type { Issue } from "../../provider/core/issue";
import * as kubefed from "../../sdk/nodejs";
import { actLikeEngine } from "../support/engineLike";
import { runWithMocks } from "../support/pulumiMocks";

const problem = (path: string): Issue => ({ code: "not-plain", path, message: "is wrong" });
const component = (name: string) => new pulumi.ComponentResource("test:index:Component", name);

/** The text of the error that a promise is rejected with. */
async function rejection(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "resolved",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

describe("the components of a program", () => {
  it("wait until all that are declared in one go were checked, and fail together", async () => {
    let gates: Promise<void>[] = [];
    await runWithMocks(() => {
      const resources = ["one", "two", "three"].map(component);
      gates = resources.map((resource, index) =>
        declare(resource, `Thing "${index}"`, index === 0 ? [] : [problem(`p${index}`)]),
      );
      return resources;
    });
    const expected =
      '2 problems in 2 resources, nothing was written\nThing "1": 1 problem\n  - p1: is wrong\nThing "2": 1 problem\n  - p2: is wrong';
    expect(await Promise.all(gates.map(rejection))).to.deep.equal([expected, expected, expected]);
  });

  it("do not fail for what was declared before or is only a warning", async () => {
    let gate: Promise<void> | undefined;
    await runWithMocks(() => {
      const resource = component("later");
      gate = declare(resource, "Thing", [{ ...problem("p"), severity: "warning" }]);
      return [resource];
    });
    expect(await rejection(gate ?? Promise.reject(new Error("no gate")))).to.equal("resolved");
  });

  it("wait for what is still being found out, and report the same problem of a resource once", async () => {
    let gate: Promise<void> | undefined;
    await runWithMocks(() => {
      const [cluster, other] = [component("slow"), component("other")];
      const late = new Promise<Issue[]>((resolve) =>
        setTimeout(() => {
          resolve([problem("late")]);
        }, 20),
      );
      void declareFindings(cluster, "Cluster", late);
      void declareFindings(cluster, "Cluster", late);
      gate = declare(other, "Thing", []);
      return [cluster, other];
    });
    expect(await rejection(gate ?? Promise.reject(new Error("no gate")))).to.equal(
      "1 problem in 1 resource, nothing was written\nCluster: 1 problem\n  - late: is wrong",
    );
  });

  it("are listed each with its problems, sorted by path", () => {
    expect(formatProblems([{ subject: "Thing", issues: [problem("b"), problem("a")] }])).to.equal(
      "2 problems in 1 resource, nothing was written\nThing: 2 problems\n  - a: is wrong\n  - b: is wrong",
    );
  });
});

describe("KubeFedCluster", () => {
  // What a cluster says is read off the gate that it shares with a component declared in the same go.
  async function problemsOf(args: kubefed.KubeFedClusterArgs): Promise<string[]> {
    let gate: Promise<void> | undefined;
    await runWithMocks(() => {
      const cluster = new kubefed.KubeFedCluster("eu", args);
      gate = declare(cluster, "probe", []);
      return [cluster];
    });
    const text = await rejection(gate ?? Promise.reject(new Error("no gate")));
    return text.split("\n").filter((line) => line.startsWith("  - "));
  }

  const cases: { name: string; args: kubefed.KubeFedClusterArgs; expected: RegExp[] }[] = [
    { name: "accepts a kubeconfig", args: { kubeconfig: "{}" }, expected: [] },
    {
      name: "accepts a kubeconfig as an object",
      args: { kubeconfig: { clusters: [] } },
      expected: [],
    },
    {
      name: "needs credentials",
      args: {},
      expected: [/exactly one of kubeconfig, kubeconfigPath, provider is needed; given: none/],
    },
    {
      name: "takes them only once",
      args: { kubeconfig: "{}", kubeconfigPath: __filename },
      expected: [/given: kubeconfig and kubeconfigPath/],
    },
    {
      name: "says which file cannot be read",
      args: { kubeconfigPath: "/nowhere/config" },
      expected: [/kubeconfigPath: cannot be read: ENOENT.*\/nowhere\/config/],
    },
    {
      name: "refuses to keep a cluster whose credentials cannot be read",
      args: { provider: "a provider" as never, unreachable: "keep" },
      expected: [/unreachable: "keep" needs kubeconfig or kubeconfigPath/],
    },
    {
      name: "refuses what is not known about its availability",
      args: {
        kubeconfig: "{}",
        unreachable: "ignore" as never,
        retire: pulumi.output(true) as never,
        health: { timeoutSeconds: 0, failureThreshold: 1.5 },
      },
      expected: [
        /health.failureThreshold: must be a whole number from 1 to 300; came 1.5/,
        /health.timeoutSeconds: .* came 0/,
        /retire: must be true or false/,
        /unreachable: must be "fail" or "keep"/,
      ],
    },
    {
      name: "refuses labels that are only known later",
      args: { kubeconfig: "{}", labels: { tier: pulumi.output("prod") as never } },
      expected: [/labels\["tier"\]: must be a string, known at preview/],
    },
    {
      name: "refuses a label of 64 characters and a region that is no text",
      args: { kubeconfig: "{}", labels: { long: "a".repeat(64) }, region: 3 as never },
      expected: [/labels\["long"\]: the value has 64 characters/, /region: must be a string/],
    },
  ];
  for (const { name, args, expected } of cases) {
    it(name, async () => {
      const problems = await problemsOf(args);
      expect(problems).to.have.length(expected.length);
      expected.forEach((pattern, index) => expect(problems[index]).to.match(pattern));
    });
  }
});

describe("refusal", () => {
  it("is an error of the program's run whose message is all that is formatted", () => {
    const error = refusal("web: must be a Deployment");
    expect(pulumi.RunError.isInstance(error)).to.equal(true);
    expect(inspect(error, { colors: true })).to.not.match(/^ +at /m);
    expect(inspect(error)).to.include("web: must be a Deployment");
  });

  it("is one about a resource where there is one, without its frames", async () => {
    await actLikeEngine();
    const about = new pulumi.ComponentResource("test:index:Part", "part");
    const error = refusal("part: is refused", about);
    expect(pulumi.ResourceError.isInstance(error) && error.hideStack).to.equal(true);
    expect([error.message, error.stack]).to.deep.equal(["part: is refused", undefined]);
  });
});
