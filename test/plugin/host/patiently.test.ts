import { expect } from "chai";
import { patiently } from "../../../provider/plugin/host/patiently";

describe("patience with what the engine deletes at the same time", () => {
  it("tries again what failed, and gives the last reason where it never goes", async () => {
    const patience = { tries: 3, pauseMs: 1 };
    let tried = 0;
    const failing = (times: number) => () => {
      tried += 1;
      return tried > times ? Promise.resolve(tried) : Promise.reject(new Error(`try ${tried}`));
    };
    expect(await patiently(failing(2), patience)).to.equal(3);
    tried = 0;
    const said = await patiently(failing(3), patience).catch((error: unknown) => String(error));
    expect([said, tried]).to.deep.equal(["Error: try 3", 3]);
  });
});
