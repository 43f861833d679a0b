import { expect } from "chai";
import { chooseContexts } from "../../../provider/migration/start/chosenContexts";
import { deepFreeze } from "../../support/deepFreeze";

const found = deepFreeze([
  { context: "broken", problem: "it names no server" },
  { context: "eu", server: "https://eu" },
  { context: "eu-reader", server: "https://eu" },
  { context: "eu-shop", server: "https://eu", namespace: "shop" },
  { context: "us", server: "https://us" },
]);
const namesOf = (chosen: readonly { context: string }[]) => chosen.map(({ context }) => context);

describe("the contexts that become members", () => {
  it("are, of all, one for each server and namespace, with the reason for the others", () => {
    const { chosen, left, problems } = chooseContexts(found, "all");
    expect(namesOf(chosen)).to.deep.equal(["eu", "eu-shop", "us"]);
    expect(left).to.deep.equal([
      { context: "broken", reason: "it names no server" },
      { context: "eu-reader", reason: 'leads where "eu" leads' },
    ]);
    expect(problems).to.deep.equal([]);
  });

  it("are those that are named, also two of one server, sorted, once", () => {
    const { chosen } = chooseContexts(found, ["us", "eu-reader", "eu", "us"]);
    expect(namesOf(chosen)).to.deep.equal(["eu", "eu-reader", "us"]);
  });

  it("are none where one that is named is wrong; all that is wrong is told", () => {
    const { chosen, problems } = chooseContexts(found, ["us", "asia", "broken"]);
    expect(chosen).to.deep.equal([]);
    expect(problems).to.deep.equal([
      'there is no context "asia"; known: "broken", "eu", "eu-reader", "eu-shop", "us"',
      "it names no server",
    ]);
  });

  it("are a problem where none leads anywhere", () => {
    expect(chooseContexts(found.slice(0, 1), "all").problems).to.deep.equal([
      "none of 1 context leads to a cluster",
    ]);
    expect(chooseContexts([], "all").problems).to.have.length(1);
  });
});
