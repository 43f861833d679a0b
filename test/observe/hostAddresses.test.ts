import { expect } from "chai";
import { lookUpHosts } from "../../provider/observe/hostAddresses";

describe("lookUpHosts", () => {
  it("gives the addresses of hosts, and leaves out those without", async () => {
    const found = await lookUpHosts(["localhost", "nowhere.invalid"]);
    expect(Object.keys(found)).to.deep.equal(["localhost"]);
    expect(found.localhost).to.satisfy((addresses: readonly string[]) =>
      addresses.every((address) => ["127.0.0.1", "::1"].includes(address)),
    );
  });
});
