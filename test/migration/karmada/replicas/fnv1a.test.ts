import { expect } from "chai";
import { fnv1a } from "../../../../provider/migration/karmada/replicas/fnv1a";

// The vectors of draft-eastlake-fnv, and a text of more than one byte a character.
const rows: readonly (readonly [text: string, hash: number])[] = [
  ["", 0x811c9dc5],
  ["a", 0xe40c292c],
  ["foobar", 0xbf9cf968],
  ["%", 0x200c87a0],
  ["é", 0x1e9de8c1],
];

describe("fnv1a", () => {
  for (const [text, hash] of rows) {
    it(`hashes ${JSON.stringify(text)}`, () => {
      expect(fnv1a(text).toString(16)).to.equal(hash.toString(16));
    });
  }
});
