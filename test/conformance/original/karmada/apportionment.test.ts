import { expect } from "chai";
import * as fc from "fast-check";
import { apportionAsKarmada, type KarmadaTieBreak } from "./apportionment";
import { deepFreeze } from "../../../support/deepFreeze";

interface Party {
  readonly name: string;
  readonly votes: number;
  seats: number;
}

/** Karmada's loop, seat for seat, with its fractions of 53 bits. */
function seatLoop(
  parties: Party[],
  { seats, tieBreak }: { readonly seats: number; readonly tieBreak: KarmadaTieBreak },
): Record<string, number> {
  const isBefore = (a: Party, b: Party): boolean => {
    const [left, right] = [a, b].map(({ votes, seats: held }) => votes / (2 * held + 1));
    if (left !== right) return Number(left) > Number(right);
    if (tieBreak === "default" && a.seats !== b.seats) return a.seats < b.seats;
    return tieBreak === "nameDesc" ? a.name > b.name : a.name < b.name;
  };
  for (let seat = 0; seat < seats; seat++) {
    const next = parties.reduce((best, party) => (isBefore(party, best) ? party : best));
    next.seats++;
  }
  return Object.fromEntries(parties.map(({ name, seats: held }) => [name, held]));
}

const names = ["a", "b", "c", "d", "e"];
const counts = (most: number): fc.Arbitrary<Record<string, number>> =>
  fc.dictionary(fc.constantFrom(...names), fc.nat(most), { noNullPrototype: true });

describe("apportionAsKarmada", () => {
  it("gives what Karmada's loop gives, seat for seat, in 10,000 cases", () => {
    const cases = fc.record({
      replicas: fc.nat(60),
      weights: fc.oneof(counts(4), counts(1_000_000)),
      initial: counts(6),
      tieBreak: fc.constantFrom<KarmadaTieBreak>("default", "nameAsc", "nameDesc"),
    });
    fc.assert(
      fc.property(cases, (request) => {
        const { weights, initial, replicas, tieBreak } = request;
        const all = [...new Set([...Object.keys(weights), ...Object.keys(initial)])].sort();
        fc.pre(all.length > 0);
        const parties = all.map((name) => ({
          name,
          votes: weights[name] ?? 0,
          seats: initial[name] ?? 0,
        }));
        expect(apportionAsKarmada(deepFreeze(request))).to.deep.equal(
          seatLoop(parties, { seats: replicas, tieBreak }),
        );
      }),
      { numRuns: 10_000 },
    );
  });

  it("gives nobody anything where there is nobody", () => {
    expect(apportionAsKarmada({ replicas: 3, weights: {} })).to.deep.equal({});
  });
});
