import { expect } from "chai";
import { KubeStatusError } from "../../../provider/adapters/kubernetes/kubeStatusError";
import { despiteRaces, unlessGone } from "../../../provider/adapters/kubernetes/races";

/** Fails so often with a status, and then gives how often it was called. */
function failing(status: number, times: number): { calls: number; run: () => Promise<number> } {
  const change = {
    calls: 0,
    run: () => {
      change.calls += 1;
      return change.calls > times
        ? Promise.resolve(change.calls)
        : Promise.reject(new KubeStatusError(`status ${status}`, status, "", []));
    },
  };
  return change;
}

async function failureOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "none",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

describe("a change of an object that others change too", () => {
  it("is made again after a race, ten times at most", async () => {
    expect(await despiteRaces(failing(409, 9).run)).to.equal(10);
    const endless = failing(409, 99);
    expect(await failureOf(despiteRaces(endless.run))).to.equal("status 409");
    expect(endless.calls).to.equal(10);
  });

  it("is not made again after any other refusal", async () => {
    const refused = failing(403, 1);
    expect(await failureOf(despiteRaces(refused.run))).to.equal("status 403");
    expect(refused.calls).to.equal(1);
  });

  it("has nothing to do where the object is gone, if that is fine, and nowhere else", async () => {
    const change = (status: number, times: number) => async () => {
      await failing(status, times).run();
    };
    expect(await failureOf(unlessGone(change(404, 1)))).to.equal("none");
    expect(await failureOf(unlessGone(change(403, 1)))).to.equal("status 403");
    expect(await failureOf(despiteRaces(change(404, 1)))).to.equal("status 404");
  });
});
